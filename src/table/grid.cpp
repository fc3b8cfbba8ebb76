#include "table/grid.h"

#include <algorithm>
#include <iterator>

namespace offprint::table {

std::size_t Grid::columns_of(std::size_t row, std::size_t column) const {
    auto const before = [](CellSpan const& cell, std::pair<std::size_t, std::size_t> key) {
        return std::pair<std::size_t, std::size_t>(cell.row, cell.column) < key;
    };
    auto const it = std::lower_bound(spans.begin(), spans.end(), std::pair(row, column), before);
    return it != spans.end() && it->row == row && it->column == column ? it->columns : 1;
}

void Grid::order_spans() {
    std::sort(spans.begin(), spans.end(), [](CellSpan const& a, CellSpan const& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); });
    for (std::uint32_t i = 0; i < spans.size(); ++i) {
        if (spans[i].rows < 2) continue;
        tall.resize(columns.size());
        for (std::size_t c = spans[i].column; c < std::min<std::size_t>(spans[i].column + spans[i].columns, columns.size()); ++c) tall[c].push_back(i);
    }
}

CellSpan const* Grid::over(std::size_t row, std::size_t column) const {
    if (tall.empty()) return nullptr;
    std::vector<std::uint32_t> const& here = tall[column];
    auto const next = std::upper_bound(here.begin(), here.end(), row, [&](std::size_t r, std::uint32_t cell) { return r < spans[cell].row; });
    if (next == here.begin() || row >= spans[*std::prev(next)].end()) return nullptr;
    return &spans[*std::prev(next)];
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
