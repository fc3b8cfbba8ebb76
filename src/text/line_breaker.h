// Total-fit line breaking over boxes, glue and penalties (Knuth and Plass, "Breaking Paragraphs into Lines", 1981),
// with exact widths at every break. Knows nothing about fonts: a paragraph hands it numbers.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/length.h"

namespace offprint::text {

/// The prices of line breaking. Badness and penalties on TeX's scale, the rest are demerits (typesetting.md, section 5).
struct LineCosts {
    std::int64_t line = 10;
    std::int64_t hyphen_inside = 80, hyphen_near_edge = 140;
    std::int64_t consecutive_hyphens = 8000;
    std::int64_t hyphen_on_last_but_one = 5000;
    std::int64_t fitness_jump = 8000;
    std::int64_t runt = 6000;
    std::int64_t equal_word = 2000;
    int max_hyphen_run = 2;  // hard cap on hyphens on successive lines
    int stretch_permille_of_space = 500, shrink_permille_of_space = 300;
    std::int64_t tolerance = 800;  // badness beyond which a line is not acceptable in the first passes
};

/// A place at which a line may end, in order of the text. Positions are absolute along the unbroken paragraph.
struct Break {
    Length end;                          // x at which a line that ends here ends: hyphen and protrusion counted
    Length start;                        // x at which a line that starts after here starts: discarded space skipped, protrusion counted
    Length stretch, shrink;              // sums of glue up to the end of a line ending here
    Length start_stretch, start_shrink;  // the same sums at the start of a line that begins here
    std::int64_t penalty = 0;            // TeX's scale
    bool hyphen = false;
    bool forced = false;
    std::uint32_t end_word = 0, start_word = 0;  // tokens of the last and first word, for stacks of equal words; 0 = none
};

/// The width of a line for a pair of breaks where the plain difference of positions does not hold (both ends in one word).
using ExactWidth = std::function<std::optional<Length>(std::uint32_t from, std::uint32_t to)>;

struct LineProblem {
    std::vector<Break> breaks;  // breaks[0] is the start of the paragraph; the last one is its forced end
    Length measure, first_indent, hanging_indent;
    bool justified = true;  // false: ragged, spaces rigid, line-end glue of `ragged_stretch`
    Length ragged_stretch;
    Length runt_length;      // a last line shorter than this is charged, the more the shorter
    ExactWidth exact_width;  // may be empty
};

struct BrokenLines {
    std::vector<std::uint32_t> breaks;  // indices chosen, the first is 0, the last is breaks.size()-1
    std::int64_t demerits = 0;
    bool overfull = false;  // at least one line does not fit even fully shrunk
};

/// Demerits of a sequence of breaks, or nothing when it holds an impossible line. The definition that the search and brute force share.
std::optional<std::int64_t> demerits_of(LineProblem const& problem, LineCosts const& costs, std::vector<std::uint32_t> const& breaks, std::int64_t tolerance);
/// The best sequence; ties go to fewer lines, then to the earlier break. Passes: tolerance, emergency stretch, overfull.
BrokenLines break_lines(LineProblem const& problem, LineCosts const& costs);
/// As many lines as greedy filling gives, with the widest line as narrow as can be (headings, captions, tile labels).
BrokenLines balance_lines(LineProblem const& problem, LineCosts const& costs);

}  // namespace offprint::text
