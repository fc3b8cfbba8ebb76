// What the columns of a source are held against: the types of its `types`, the rules of its schema file.
#pragma once
#include <functional>
#include <map>

#include "bind/bind.h"
#include "bind/value_rules.h"

namespace offprint::bind {

struct ColumnRule {
    SourcedText column;
    ValueRules rules;
    bool required = false, unique = false;
    std::string source;  // references: that of `column`
    std::string target;
    Span place;
};

/// A schema file.
struct TableRules {
    std::vector<ColumnRule> columns;
    std::optional<std::int64_t> least_rows, most_rows;
    Span rows_place;
    std::string fresh_column;  // freshness
    int fresh_days = 0;
    Span fresh_place;
    bool closed = false;
};

/// Reads a schema file's tree. Nothing, reported, when it is wrong.
std::optional<TableRules> read_table_rules(data::Value const& tree, Diagnostics& diagnostics);
/// Adds the types of a source's `types` map; a column that has rules already gets the type. False, reported, when one is wrong.
bool add_types(data::Value const& types, TableRules& rules, Diagnostics& diagnostics);

/// What a check needs besides the table.
struct CheckContext {
    Span asked;  // the place in the article that asked for the source
    std::optional<data::Date> as_of;
    bool of_part = false;  // the table may be a part of the source: how many rows it has, how new it is and what it refers to are not asked
    std::function<data::Table const*(std::string const&)> find_source;  // null, perhaps reported: no such source
};

/// Gives the columns their formats and holds every cell against the rules. Faults are told at the cells, with notes that lead to the rule and to the article.
/// False when there is one.
bool apply_rules(data::Table& table, TableRules const& rules, data::CellFormat const& dialect, CheckContext const& context, Diagnostics& diagnostics);

}  // namespace offprint::bind
