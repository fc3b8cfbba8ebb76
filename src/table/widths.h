// Column widths, on plain numbers: start at the least that every cell needs and spend the spare width where it saves height
// (typesetting.md, section 6; asked for in TPPDF #46).
#pragma once
#include <cstdint>
#include <vector>

#include "base/length.h"

namespace offprint::table {

/// A text that may be broken between its words.
struct BreakableText {
    std::vector<Length> words;
    Length space, leading;

    Length widest_word() const;
    Length natural() const;  // on one line
    /// Lines at a width, first fit; a word wider than it stands alone.
    int lines_at(Length width) const;
    /// The least width at which it has at most `lines` lines (1 or more).
    Length least_width(int lines) const;
};

/// A cell whose height depends on the width of its column.
struct FlexibleCell {
    std::uint32_t column = 0;
    BreakableText text;
};

struct WidthProblem {
    std::vector<Length> minimum;                  // by column: what it needs at least
    std::vector<std::vector<FlexibleCell>> rows;  // each as high as its highest cell
    Length available;                             // for all columns, without the gaps
};

/// Sum of the heights of the rows at some widths.
Length height_at(WidthProblem const& problem, std::vector<Length> const& widths);

/// Widths of the least height that fit; of these the least wide ones. Exact where there are few cells; else step by step, the step
/// first that saves most height for its width. What is left of `available` is not given out. Where the minima do not fit, they come back.
std::vector<Length> spend_spare_width(WidthProblem const& problem);

}  // namespace offprint::table
