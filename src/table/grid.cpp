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

SourcedText Grid::cell(std::size_t row, std::size_t column) const {
    Row const& r = rows[row];
    if (r.made) return column < made[r.source].size() ? made[r.source][column] : SourcedText{};
    if (cells[column] == nullptr) return {};
    SourcedText cell = cells[column]->cells[r.source];
    return column < printers.size() && printers[column] ? printers[column](cell) : cell;
}

std::string_view Grid::text(std::size_t row, std::size_t column, std::string& room) const {
    Row const& r = rows[row];
    if (r.made) return column < made[r.source].size() ? std::string_view(made[r.source][column].text) : std::string_view{};
    if (cells[column] == nullptr) return {};
    if (column < printers.size() && printers[column]) return room = cell(row, column).text;
    return cells[column]->cells.text(r.source, room);
}

}  // namespace offprint::table
