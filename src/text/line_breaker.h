// Total-fit line breaking over boxes, glue and penalties (Knuth and Plass, "Breaking Paragraphs into Lines", 1981),
// with exact widths at every break. Knows nothing about fonts: a paragraph hands it numbers. All arithmetic is in whole
// numbers, so that the same paragraph breaks alike on every machine.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/length.h"

namespace offprint::text {

/// The worst badness there is; as a tolerance it lets every line pass that is not overfull.
inline constexpr std::int64_t kWorstBadness = 1'000'000;

/// The prices of line breaking. Badness and penalties on TeX's scale, the rest are demerits (typesetting.md, section 5).
struct LineCosts {
    std::int64_t line = 10;
    std::int64_t hyphen_inside = 80, hyphen_near_edge = 140;
    std::int64_t consecutive_hyphens = 30000;
    std::int64_t hyphen_on_last_but_one = 20000;
    std::int64_t fitness_jump = 8000;
    std::int64_t runt = 90000;
    std::int64_t equal_word = 2000;
    std::int64_t river = 15000;  // spaces under each other on four lines; on five four times as much
    int max_hyphen_run = 2;      // hard cap on hyphens on successive lines; at most 7
    int stretch_permille_of_space = 500, shrink_permille_of_space = 300;
    std::int64_t pretolerance = 100;  // badness beyond which a line is not acceptable without hyphens
    std::int64_t tolerance = 800;     // badness beyond which a line is not acceptable in the passes after
    int ragged_hyphen_factor = 4;     // a hyphen's penalty times this where lines are ragged

    friend bool operator==(LineCosts const&, LineCosts const&) = default;
};

/// Glyphs of a line may all be made wider or narrower alike, by whole steps (microtype's font expansion; typesetting.md, section 4).
inline constexpr int kExpansionStep = 5;  // permille
inline constexpr int kMostExpansion = 4;  // steps either way: beyond 2 % the eye sees it
inline constexpr int kExpansionJump = 2;  // steps by which neighbouring lines may differ: beyond 1 % the eye sees it too

/// What is added to glyphs of this width by `permille` of expansion. Halves go away from zero.
constexpr Length expansion_of(Length width, int permille) {
    std::int64_t const product = width.raw() * permille;
    return Length::from_raw((product < 0 ? product - 500 : product + 500) / 1000);
}

/// A place at which a line may end, in order of the text. Positions are absolute along the unbroken paragraph and need not
/// ascend (kerning, ligatures, protrusion). The glue sums never fall: what a break says as end is at least what any
/// earlier break says as start.
struct Break {
    Length end;                          // x at which a line that ends here ends: hyphen and protrusion counted
    Length start;                        // x at which a line that starts after here starts: discarded space skipped, protrusion counted
    Length stretch, shrink;              // sums of glue up to the end of a line ending here
    Length start_stretch, start_shrink;  // the same sums at the start of a line that begins here
    Length rigid, start_rigid;           // the same sums of natural width that never expands: spaces, code
    std::int64_t penalty = 0;            // TeX's scale
    bool hyphen = false;                 // the line ends with a hyphen: ladders are counted
    bool discretionary = false;          // a hyphen that only the break makes: not in the first pass, dearer when ragged
    bool forced = false;
    std::uint32_t end_word = 0, start_word = 0;  // tokens of the last and first word, for stacks of equal words; 0 = none
    std::uint32_t end_unit = 0, start_unit = 0;  // ascending; a line whose ends lie in one unit asks `exact_width`; 0 = none
};

/// The width of a line for a pair of breaks where the plain difference of positions does not hold (both ends in one unit).
using ExactWidth = std::function<std::optional<Length>(std::uint32_t from, std::uint32_t to)>;

struct LineProblem {
    std::vector<Break> breaks;  // breaks[0] is the start of the paragraph; the last one is its forced end
    Length measure, first_indent, hanging_indent;
    bool justified = true;  // false: ragged, spaces rigid, line-end glue of `ragged_stretch`
    Length ragged_stretch;
    Length emergency_stretch;  // what a line may stretch by besides its glue, in the emergency pass
    Length runt_length;        // a last line shorter than this is charged, the more the shorter; one word: twice this
    int expansion = 0;         // steps by which glyphs may be widened or narrowed where justified; at most kMostExpansion
    ExactWidth exact_width;    // may be empty
};

/// What a pass over the paragraph allows.
struct LinePass {
    std::int64_t tolerance = kWorstBadness;
    bool hyphens = true;      // discretionary breaks count
    bool emergency = false;   // lines may stretch by `emergency_stretch`
    bool cap_hyphens = true;  // `max_hyphen_run` holds
    bool overfull = false;    // a line that no break could make shorter may stick out
};

/// The passes in order: no hyphens, hyphens, emergency stretch, any looseness, overfull. The last always finds something.
std::array<LinePass, 5> line_passes(LineCosts const& costs);

struct BrokenLines {
    std::vector<std::uint32_t> breaks;  // indices chosen, the first is 0, the last is breaks.size()-1
    std::int64_t demerits = 0;
    bool overfull = false;               // at least one line does not fit even fully shrunk
    std::vector<std::int8_t> expansion;  // steps, of each line; empty where nothing expands
};

/// Demerits of a sequence of breaks, or nothing when it holds an impossible line. The definition that the search and brute force share. A line
/// expands by the steps that bring its spaces nearest to their natural width, as far as the line above it lets it; only one that would stick
/// out then goes by itself, at a charge.
std::optional<std::int64_t> demerits_of(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, std::vector<std::uint32_t> const& breaks);
/// The best sequence in one pass, if there is one. Ties go to fewer lines, then, from the last line backward, to the earlier break.
std::optional<BrokenLines> break_in_pass(LineProblem const& problem, LineCosts const& costs, LinePass const& pass);
/// The best sequence of each number of lines from `least` to `most` that one pass can set the paragraph in, fewest lines first; ties as
/// above. What a page breaker chooses from (typesetting.md, section 2, "Looseness").
std::vector<BrokenLines> frontier_in_pass(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, std::uint32_t least, std::uint32_t most);
/// The best sequence in the first pass that has one, from pass number `first_pass` on.
BrokenLines break_lines(LineProblem const& problem, LineCosts const& costs, std::size_t first_pass = 0);

/// Chooses the expansion of lines whose breaks are settled, and their demerits with it: of all ways in which no two neighbours differ by more
/// than kExpansionJump steps the one whose spaces are most even, be they looser than the pass has it. Lines of a search are levelled already.
void level_expansion(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, BrokenLines& lines);

/// How even a sequence is, for `balance_lines`; less is better, in this order.
struct Balance {
    std::uint32_t lines = 0;
    Length widest;             // right edge of the widest line; a break's penalty adds as many permille of the measure, being the last line 60
    std::int64_t squares = 0;  // of the right edges in 1/64 pt
    friend auto operator<=>(Balance const&, Balance const&) = default;
};
/// The balance of each part between forced breaks, or nothing when a line is impossible. Discretionary breaks do not count.
std::optional<std::vector<Balance>> balance_of(LineProblem const& problem, std::vector<std::uint32_t> const& breaks);
/// Each part in as few lines as it needs, the widest as narrow as can be, then even; ties go to longer earlier lines
/// (headings, captions, tile labels). Spaces are rigid.
BrokenLines balance_lines(LineProblem const& problem);

}  // namespace offprint::text
