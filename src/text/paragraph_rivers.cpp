// Rivers: spaces that stand under each other on successive lines and run down the text as white streaks. Their price needs the places of all
// spaces of the lines above, which no state of the search holds; so it is asked of the chosen lines, and where they have a river the best
// lines without one of its breaks compete with them.
#include <algorithm>

#include "text/paragraph_parts.h"

namespace offprint::text {
namespace {

/// Shorter ones are as frequent as chance makes them, and nobody sees them (docs/typography.md).
constexpr std::uint32_t kLeastRiver = 4;

struct Space {
    Length from, to;
    std::uint32_t length = 1;  // lines that the river has come down so far
};

/// Where the spaces of a line stand once it is justified. Kerning at its edges and a hyphen's width are left out: they move spaces by less than a hair.
void place_spaces(Pieces const& pieces, Candidates const& candidates, BrokenLines const& lines, std::size_t line, std::vector<Space>& out) {
    LineProblem const& problem = candidates.problem;
    std::uint32_t const first = lines.breaks[line], last = lines.breaks[line + 1];
    Place const &from = candidates.places[first], &to = candidates.places[last];
    Length const indent = line == 0 ? problem.first_indent : problem.hanging_indent, room = problem.measure - indent;
    int const permille = lines.expansion.empty() ? 0 : lines.expansion[line] * kExpansionStep;
    Length const start = problem.breaks[first].start, rigid = problem.breaks[first].start_rigid;
    Length natural = problem.breaks[last].end - start;
    natural += expansion_of(natural - (problem.breaks[last].rigid - rigid), permille);
    std::int64_t spaces = 0;
    for (std::uint32_t i = from.start_piece; i < to.end_piece; ++i) spaces += stretches(pieces.pieces[i].kind);
    bool const set_out = !to.forced && spaces > 0;
    Length const more = set_out ? (room - natural) / spaces : Length{};
    std::int64_t passed = 0;
    out.clear();
    for (std::uint32_t i = from.start_piece; i < to.end_piece; ++i) {
        if (!stretches(pieces.pieces[i].kind)) continue;
        Length const before = pieces.x[i] - start;
        Length const x = indent + before + expansion_of(before - (pieces.rigid[i] - rigid), permille) + more * passed;
        out.push_back({x, x + pieces.pieces[i].width + more});
        ++passed;
    }
}

bool runs_on(Space const& above, Space const& below) {
    Length const overlap = min(above.to, below.to) - max(above.from, below.from);
    return overlap * 2 >= min(above.to - above.from, below.to - below.from);
}

}  // namespace

std::vector<River> find_rivers(Pieces const& pieces, Candidates const& candidates, BrokenLines const& lines) {
    std::vector<River> rivers;
    if (lines.breaks.size() <= kLeastRiver) return rivers;
    std::vector<Space> above, here;
    for (std::size_t line = 0; line + 1 < lines.breaks.size(); ++line) {
        place_spaces(pieces, candidates, lines, line, here);
        std::size_t first = 0;  // of those above that are not left behind
        for (Space& space : here) {
            while (first < above.size() && above[first].to < space.from) ++first;
            for (std::size_t k = first; k < above.size() && above[k].from < space.to; ++k)
                if (runs_on(above[k], space)) space.length = std::max(space.length, above[k].length + 1);
            if (space.length < kLeastRiver) continue;
            auto const end = static_cast<std::uint32_t>(line + 1);
            // One that came down to the line above is longer now.
            auto const known = std::find_if(rivers.begin(), rivers.end(), [&](River const& r) { return r.end + 1 == end && r.length + 1 == space.length; });
            if (known == rivers.end())
                rivers.push_back({end, space.length});
            else
                *known = {end, space.length};
        }
        above.swap(here);
    }
    return rivers;
}

std::int64_t cost_of(std::vector<River> const& rivers, LineCosts const& costs) {
    std::int64_t cost = 0;
    for (River const& river : rivers) {
        std::int64_t const lines = river.length - kLeastRiver + 1;
        cost += costs.river * lines * lines;
    }
    return cost;
}

}  // namespace offprint::text
