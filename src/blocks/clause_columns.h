// Small type in balanced columns of one box: a reader goes down one column before the next.
#pragma once
#include <cstdint>
#include <vector>

#include "layout/vlist.h"

namespace offprint::blocks {

/// A line of a text in columns.
struct ColumnLine {
    text::ParagraphPtr paragraph;
    std::uint32_t line;
    Length above;     // space above it, but at the head of a column
    bool opens;       // the first of its paragraph
    bool holds_next;  // of a heading: the line below it stands in the same column
};

/// Lines in columns: where each column starts, how high the tallest is, and what the choice costs (a length: lost height, and lines' worth of bad ends).
struct ColumnChoice {
    std::vector<std::size_t> starts;
    Length tallest, cost;
};

/// The best of the column heights from an even share upward. A column ends early where that saves a cut paragraph; never below a heading.
ColumnChoice choose_columns(std::vector<ColumnLine> const& lines, std::size_t columns, Length leading);

/// The columns' lines, side by side from `x` on, each `step` from the last.
std::vector<layout::Piece> column_pieces(std::vector<ColumnLine> const& lines, ColumnChoice const& columns, Length x, Length step, Length leading,
                                         Length first_baseline);

}  // namespace offprint::blocks
