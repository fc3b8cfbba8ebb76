// Rules for single values, of parameters and of columns alike: a type, choices, bounds, a pattern.
#pragma once
#include <optional>
#include <vector>

#include "data/cell_type.h"
#include "data/pattern.h"
#include "data/record.h"

namespace offprint::bind {

struct ValueRules {
    std::optional<data::CellType> type;
    std::vector<std::string> values;  // canonical
    std::optional<data::Datum> min, max;
    std::optional<data::Pattern> pattern;
};

/// Reads `type`, `values`, `min`, `max` and `pattern` of a record; nothing, reported, where one of them is wrong. `fallback`: the type where none is said.
std::optional<ValueRules> read_value_rules(data::Record const& record, std::optional<data::CellType> fallback, Diagnostics& diagnostics);
/// What is wrong with a canonical text that is not empty, as words; empty: nothing.
std::string broken_rule(ValueRules const& rules, std::string const& canonical);
/// -1, 0, 1 for two values of one kind that have an order (numbers, dates, texts by their bytes, false before true); nothing for others.
std::optional<int> compare_data(data::Datum const& a, data::Datum const& b);

}  // namespace offprint::bind
