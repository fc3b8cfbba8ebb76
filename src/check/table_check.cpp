#include "check/table_check.h"

#include <algorithm>

#include "check/check.h"

namespace offprint::check {

void TableCheck::First::add(std::uint32_t order, std::uint32_t number) {
    std::pair const cell(order, number);
    if (cells.size() == kMostFindings && cell > cells.back()) return;
    cells.insert(std::upper_bound(cells.begin(), cells.end(), cell), cell);
    if (cells.size() > kMostFindings) cells.pop_back();
}

void TableCheck::begin_cell(Cell const& cell, std::string_view id) {
    cell_ = {cell, grid_.add(cell.columns, cell.rows)};
    if (cell.heads_rows) headed_rows_ = std::max(headed_rows_, cell_.at.row + cell.rows);
    if (cell.heads_columns) {
        std::size_t const end = std::size_t{cell_.at.column} + cell.columns;
        if (column_heads_.size() < end) column_heads_.resize(end);
        std::fill(column_heads_.begin() + cell_.at.column, column_heads_.begin() + static_cast<std::ptrdiff_t>(end), true);
    }
    if (!cell.is_header || ids_.contains(id)) return;
    ids_.emplace(id);
    if (auto const it = unknown_.find(id); it != unknown_.end()) unknown_.erase(it);
}

void TableCheck::name_header(std::string_view id) {
    if (!ids_.contains(id)) unknown_[std::string(id)].add(cell_.cell.order, cell_.cell.number);
}

bool TableCheck::is_column_headed(std::uint32_t column, std::uint32_t columns) const {
    auto const begin = std::min<std::size_t>(column, column_heads_.size()), end = std::min<std::size_t>(std::size_t{column} + columns, column_heads_.size());
    auto const at = [&](std::size_t index) { return column_heads_.begin() + static_cast<std::ptrdiff_t>(index); };
    return std::find(at(begin), at(end), true) != at(end);
}

void TableCheck::end_cell(bool is_blank) {
    if (!cell_.cell.is_header && !cell_.cell.names_headers && !is_blank && !is_column_headed(cell_.at.column, cell_.cell.columns)) unheaded_.push_back(cell_);
}

void TableCheck::end_row() {
    if (grid_.is_wrong()) return unheaded_.clear();  // nobody will ask
    auto const row = static_cast<std::uint32_t>(grid_.rows() - 1);
    if (row < headed_rows_) unheaded_.clear();
    auto const ended = std::stable_partition(unheaded_.begin(), unheaded_.end(), [&](Place const& place) { return place.at.row + place.cell.rows - 1 > row; });
    for (auto it = ended; it != unheaded_.end(); ++it)
        if (!is_column_headed(it->at.column, it->cell.columns)) waiting_[{it->at.column, it->cell.columns}].add(it->cell.order, it->cell.number);
    unheaded_.erase(ended, unheaded_.end());
}

std::vector<TableCheck::Fault> TableCheck::faults() const {
    std::vector<Fault> all;
    auto const take = [&](First const& first, char const* words) {
        for (auto const& [order, number] : first.cells) all.push_back({order, number, words});
    };
    for (auto const& [columns, first] : waiting_)
        if (!is_column_headed(columns.first, columns.second)) take(first, "no header reaches it");
    for (auto const& [id, first] : unknown_) take(first, "it names a header that its table does not have");
    std::sort(all.begin(), all.end(), [](Fault const& a, Fault const& b) { return a.order < b.order; });
    return all;
}

}  // namespace offprint::check
