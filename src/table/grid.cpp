#include "table/grid.h"

#include <algorithm>

namespace offprint::table {

std::size_t Grid::columns_of(std::size_t row, std::size_t column) const {
    auto const before = [](CellSpan const& cell, std::pair<std::size_t, std::size_t> key) {
        return std::pair<std::size_t, std::size_t>(cell.row, cell.column) < key;
    };
    auto const it = std::lower_bound(spans.begin(), spans.end(), std::pair(row, column), before);
    return it != spans.end() && it->row == row && it->column == column ? it->columns : 1;
}

}  // namespace offprint::table
