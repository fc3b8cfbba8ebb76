// Which rows of a table have a value in a column, found once for all values: a batch over N clients reads its holdings once, not N times.
#pragma once
#include <map>
#include <string>
#include <unordered_map>

#include "data/table.h"

namespace offprint::bind {

/// How a value is looked up: its canonical text, numbers without zeros at their ends.
std::string lookup_key(data::CellType const* type, std::string_view canonical);

class RowIndex {
public:
    /// The rows of a column of `table`, always the same one, that have the value; none: an empty list.
    data::RowNumbers find(data::Table const& table, std::size_t column, std::string const& key);

private:
    using Rows = std::unordered_map<std::string, data::RowNumbers>;
    std::map<std::size_t, Rows> columns_;
};

}  // namespace offprint::bind
