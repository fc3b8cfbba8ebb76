#include "check/table_grid.h"

#include <algorithm>

namespace offprint::check {
namespace {
/// Columns that a table may have; a hostile one could ask for any number.
constexpr std::uint32_t kMostColumns = 10'000;
}  // namespace

void TableGrid::begin_row() {
    if (row_ > 0) end_row();
    ++row_;
    at_ = 0;
}

void TableGrid::end_row() {
    std::uint32_t width = 0;
    for (std::uint32_t i = 0; i < taken_.size(); ++i)
        if (taken_[i].taken > 0) width = i + 1;
    bool const holes = std::any_of(taken_.begin(), taken_.begin() + width, [](Column const& column) { return column.taken == 0; });
    if (row_ == 1) columns_ = width;
    if (fault_.empty() && (width != columns_ || holes))
        fault_ = "row " + std::to_string(row_) + " covers " + std::to_string(width) + " columns, the first " + std::to_string(columns_);
    for (Column& column : taken_)
        if (column.taken > 0) --column.taken;
}

TableGrid::Place TableGrid::add(std::uint32_t columns, std::uint32_t rows) {
    while (at_ < taken_.size() && taken_[at_].taken > 0) ++at_;
    Place const place{row_ - 1, at_};
    if (at_ + columns > kMostColumns) {
        fault_ = "more than " + std::to_string(kMostColumns) + " columns";
        return place;
    }
    taken_.resize(std::max<std::size_t>(taken_.size(), at_ + columns));
    for (std::uint32_t i = at_; i < at_ + columns; ++i) {
        if (taken_[i].taken > 0 && fault_.empty()) fault_ = "cells of row " + std::to_string(row_) + " cover one place";
        taken_[i] = {rows, row_};
    }
    at_ += columns;
    return place;
}

std::string TableGrid::finish() {
    if (row_ == 0) return {};
    end_row();
    std::uint32_t first = row_ + 1;
    for (Column const& column : taken_)
        if (column.taken > 0) first = std::min(first, column.since);
    if (fault_.empty() && first <= row_) fault_ = "a cell of row " + std::to_string(first) + " covers rows that are not there";
    return fault_;
}

}  // namespace offprint::check
