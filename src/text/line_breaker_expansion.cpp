// The expansion of lines whose breaks are chosen: of all ways in which no two neighbours differ by more than the eye allows the one that
// leaves the spaces most even. The search goes down the paragraph and holds each line to the one above it; here that one gives way too.
#include <array>
#include <limits>

#include "text/line_breaker_cost.h"

namespace offprint::text {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

/// A line at one number of steps, and the best way to it from the first line on.
struct Way {
    std::int64_t unevenness = kNever;
    std::int64_t demerits = 0;
    Fitness fitness = Fitness::Decent;
    int above = 0;  // which of the ways of the line above
};
/// By steps from -kMostExpansion on.
using Ways = std::array<Way, 2 * kMostExpansion + 1>;

Ways add_line(LinePricer const& pricer, LineSpan const& line, Ways const& before, bool first) {
    Ways ways;
    auto const count = static_cast<int>(ways.size());
    for (int way = 0; way < count; ++way) {
        int const steps = way - kMostExpansion;
        auto const fit = std::abs(steps) <= pricer.most_steps() ? pricer.fit(line, steps) : std::nullopt;
        if (!fit) continue;
        Way& best = ways[static_cast<std::size_t>(way)];
        int const low = first ? 0 : std::max(0, way - kExpansionJump), high = first ? count - 1 : std::min(count - 1, way + kExpansionJump);
        for (int from = low; from <= high; ++from) {
            Way const& above = before[static_cast<std::size_t>(from)];
            if (above.unevenness >= best.unevenness) continue;
            best = {above.unevenness, above.demerits + fit->demerits + pricer.jump(above.fitness, fit->fitness), fit->fitness, from};
        }
        if (best.unevenness != kNever) best.unevenness += pricer.unevenness(line, steps);
    }
    return ways;
}

std::size_t best_of(Ways const& ways) {
    auto const less = [](Way const& a, Way const& b) { return a.unevenness < b.unevenness; };
    return static_cast<std::size_t>(std::min_element(ways.begin(), ways.end(), less) - ways.begin());
}

}  // namespace

void level_expansion(LineProblem const& problem, LineCosts const& costs, LinePass const& pass, BrokenLines& lines) {
    LinePass any = pass;  // what the glyphs may not give is left to the spaces
    any.tolerance = kWorstBadness;
    LinePricer const pricer(problem, costs, any);
    if (!pricer.expands() || lines.breaks.size() < 2) return;
    std::vector<Ways> reached(1);
    reached[0][kMostExpansion].unevenness = 0;
    for (std::size_t i = 1; i < lines.breaks.size(); ++i) {
        auto const line = pricer.span(lines.breaks[i - 1], lines.breaks[i]);
        if (!line) return;
        reached.push_back(add_line(pricer, *line, reached.back(), i == 1));
    }
    std::size_t way = best_of(reached.back());
    if (reached.back()[way].unevenness == kNever) return;
    lines.demerits = reached.back()[way].demerits;
    lines.expansion.resize(lines.breaks.size() - 1);
    for (std::size_t i = reached.size(); --i > 0;) {
        lines.expansion[i - 1] = static_cast<std::int8_t>(static_cast<int>(way) - kMostExpansion);
        way = static_cast<std::size_t>(reached[i][way].above);
    }
}

}  // namespace offprint::text
