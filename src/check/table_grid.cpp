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
    bool holes = false;
    for (std::uint32_t i = 0; i < taken_.size(); ++i) {
        if (taken_[i] > 0)
            width = i + 1;
        else
            holes = true;
    }
    holes = holes && width > 0 && std::any_of(taken_.begin(), taken_.begin() + static_cast<std::ptrdiff_t>(width), [](std::uint32_t n) { return n == 0; });
    if (row_ == 1) columns_ = width;
    if (fault_.empty() && (width != columns_ || holes))
        fault_ = "row " + std::to_string(row_) + " covers " + std::to_string(width) + " columns, the first " + std::to_string(columns_);
    for (std::uint32_t& rows : taken_)
        if (rows > 0) --rows;
}

void TableGrid::add(std::uint32_t element, std::uint32_t columns, std::uint32_t rows) {
    while (at_ < taken_.size() && taken_[at_] > 0) ++at_;
    if (at_ + columns > kMostColumns) {
        fault_ = "more than " + std::to_string(kMostColumns) + " columns";
        return;
    }
    taken_.resize(std::max<std::size_t>(taken_.size(), at_ + columns));
    for (std::uint32_t i = at_; i < at_ + columns; ++i) {
        if (taken_[i] > 0 && fault_.empty()) fault_ = "cells of row " + std::to_string(row_) + " cover one place";
        taken_[i] = rows;
    }
    cells_.push_back({element, row_ - 1, at_, rows, columns});
    at_ += columns;
}

std::string TableGrid::finish() {
    if (row_ == 0) return {};
    end_row();
    for (Cell const& cell : cells_)
        if (fault_.empty() && cell.row + cell.rows > row_) fault_ = "a cell of row " + std::to_string(cell.row + 1) + " covers rows that are not there";
    return fault_;
}

}  // namespace offprint::check
