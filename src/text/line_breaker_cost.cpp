#include "text/line_breaker_cost.h"

namespace offprint::text {

namespace {

constexpr std::int64_t kInfinitePenalty = 10'000;
/// More than any sum of badness that one line can earn.
constexpr std::int64_t kOverfullDemerits = 10'000'000'000'000;
/// Less than a line that sticks out, more than any gap.
constexpr std::int64_t kLastResortDemerits = kOverfullDemerits / 2;
/// A gap of this many times the stretch is as bad as it gets: 100 * 21.6^3 > kWorstBadness.
constexpr std::int64_t kHopelessRatio = 22;

/// Ragged texts are mostly short ones: lines of any length look meant, a word alone on the last does not.
constexpr std::int64_t kRaggedRunt = 8;

/// A line that must be narrower than the one above it allows: that one will be set narrower too, and its spaces wider (`level_expansion`).
constexpr std::int64_t kLineAboveGivesWay = 30'000;

/// 100 r^3 rounded, r in 2^-bits.
constexpr std::int64_t cubed(std::int64_t ratio, int bits) { return (100 * ratio * ratio * ratio + (std::int64_t{1} << (3 * bits - 1))) >> (3 * bits); }

/// Costs come from a layout file: whatever it says, a million lines must not overflow.
LineCosts clamped(LineCosts costs) {
    for (std::int64_t* cost : {&costs.line, &costs.consecutive_hyphens, &costs.hyphen_on_last_but_one, &costs.fitness_jump, &costs.runt, &costs.equal_word})
        *cost = std::clamp<std::int64_t>(*cost, 0, kWorstBadness);
    costs.ragged_hyphen_factor = std::clamp(costs.ragged_hyphen_factor, 1, 1000);
    return costs;
}

}  // namespace

LinePricer::LinePricer(LineProblem const& problem, LineCosts const& costs, LinePass const& pass)
    : problem_(problem), costs_(clamped(costs)), pass_(pass), max_hyphen_run_(std::clamp(costs.max_hyphen_run, 0, kMostHyphens)) {
    if (problem.justified) most_steps_ = std::clamp(problem.expansion, 0, kMostExpansion);
    if (!problem.justified) extra_stretch_ = std::max<std::int64_t>(0, problem.ragged_stretch.raw());
    if (pass.emergency) extra_stretch_ += std::max<std::int64_t>(0, problem.emergency_stretch.raw());
    std::int64_t high = kHopelessRatio << kRatioBits;
    while (largest_ratio_ + 1 < high) {  // cubed(largest_ratio_) <= tolerance < cubed(high)
        std::int64_t const middle = (largest_ratio_ + high) / 2;
        (cubed(middle, kRatioBits) <= pass.tolerance ? largest_ratio_ : high) = middle;
    }
}

Length LinePricer::width(std::uint32_t from, std::uint32_t to) const {
    Break const& start = problem_.breaks[from];
    Break const& end = problem_.breaks[to];
    if (start.start_unit != 0 && start.start_unit == end.end_unit && problem_.exact_width) {
        if (auto const exact = problem_.exact_width(from, to)) return *exact;
    }
    return end.end - start.start;
}

std::int64_t LinePricer::badness(std::int64_t gap, std::int64_t stretch) const {
    if (gap <= 0) return 0;
    if (stretch <= 0 || gap / kHopelessRatio >= stretch) return kWorstBadness;
    return std::min(kWorstBadness, cubed((gap << kRatioBits) / stretch, kRatioBits));
}

std::int64_t LinePricer::penalty_demerits(Break const& to) const {
    if (to.forced) return 0;
    if (to.penalty >= kLastResort) return kLastResortDemerits;
    int const factor = to.discretionary && !problem_.justified ? costs_.ragged_hyphen_factor : 1;
    std::int64_t const p = std::clamp(std::clamp(to.penalty, -kInfinitePenalty, kInfinitePenalty) * factor, -kInfinitePenalty, kInfinitePenalty);
    return p > 0 ? p * p : -p * p;  // TeX's sign rule
}

std::int64_t LinePricer::neighbour_demerits(Break const& from, Break const& to) const {
    std::int64_t sum = 0;
    if (from.hyphen) sum += to.forced ? costs_.hyphen_on_last_but_one : to.hyphen ? costs_.consecutive_hyphens : 0;
    // A stack of equal words needs a line before (ends) or a line after (starts) in the same part.
    bool const first = from.forced || &from == problem_.breaks.data();
    if (!first && to.end_word != 0 && to.end_word == from.end_word) sum += costs_.equal_word;
    if (!to.forced && to.start_word != 0 && to.start_word == from.start_word) sum += costs_.equal_word;
    return sum;
}

std::int64_t LinePricer::runt_demerits(std::uint32_t from, std::uint32_t to, Length width) const {
    Break const& start = problem_.breaks[from];
    Break const& end = problem_.breaks[to];
    if (!end.forced || start.forced || from == 0) return 0;
    bool const one_word = end.stretch <= start.start_stretch;
    std::int64_t const limit = problem_.runt_length.raw() * (one_word ? 2 : 1);
    if (limit <= 0 || width.raw() >= limit) return 0;
    return costs_.runt * (problem_.justified ? 1 : kRaggedRunt) * (limit - std::max<std::int64_t>(0, width.raw())) / limit;
}

std::optional<LineFit> LinePricer::overfull(LineSpan const& line, int expansion, std::int64_t excess) const {
    if (!pass_.overfull || line.to != line.from + 1) return std::nullopt;
    constexpr std::int64_t kMostExcess = std::int64_t{1} << 40;
    return LineFit{kOverfullDemerits + std::min(excess, kMostExcess), Fitness::Tight, true, static_cast<std::int8_t>(expansion)};
}

int LinePricer::ideal_expansion(LineSpan const& line) const {
    std::int64_t const gap = line.last ? std::min<std::int64_t>(0, line.gap) : line.gap;
    std::int64_t const step = line.expandable * kExpansionStep / 1000;
    if (step <= 0) return 0;
    std::int64_t const nearest = gap >= 0 ? (gap + step / 2) / step : -((-gap + step / 2) / step);
    int const steps = static_cast<int>(std::clamp<std::int64_t>(nearest, -most_steps_, most_steps_));
    // Where spaces cannot give the rest, the glyphs must.
    std::int64_t const rest = line.gap - expansion_of(Length::from_raw(line.expandable), steps * kExpansionStep).raw();
    return rest < -line.shrink ? std::max(-most_steps_, steps - 1) : steps;
}

std::optional<LineSpan> LinePricer::span(std::uint32_t from, std::uint32_t to) const {
    Break const& start = problem_.breaks[from];
    Break const& end = problem_.breaks[to];
    Length const natural = width(from, to);
    LineSpan line;
    line.from = from, line.to = to;
    line.gap = (available(from) - natural).raw();
    line.last = end.forced;
    if (problem_.justified) {
        line.stretch = (end.stretch - start.start_stretch).raw();
        line.shrink = (end.shrink - start.start_shrink).raw();
        if (most_steps_ > 0) line.expandable = std::max<std::int64_t>(0, (natural - (end.rigid - start.start_rigid)).raw());
    }
    std::int64_t const reach = most_expansion(Length::from_raw(line.expandable)).raw();
    if (line.gap + reach < -std::max<std::int64_t>(0, line.shrink) && !pass_.overfull) return std::nullopt;
    if (!line.last && !fillable(Length::from_raw(line.gap - reach), Length::from_raw(line.stretch))) return std::nullopt;
    line.ideal = static_cast<std::int8_t>(ideal_expansion(line));
    line.fixed = penalty_demerits(end) + neighbour_demerits(start, end) + runt_demerits(from, to, natural);
    return line;
}

std::optional<LineFit> LinePricer::fit(LineSpan const& line, int expansion) const {
    std::int64_t const gap = line.gap - expansion_of(Length::from_raw(line.expandable), expansion * kExpansionStep).raw();
    std::int64_t bad = 0;
    LineFit fit;
    fit.expansion = static_cast<std::int8_t>(expansion);
    if (gap < 0) {
        if (-gap > line.shrink) return overfull(line, expansion, -gap - std::max<std::int64_t>(0, line.shrink));
        bad = badness(-gap, line.shrink);
        if (bad > 12) fit.fitness = Fitness::Tight;
    } else if (!line.last) {
        bad = badness(gap, std::max<std::int64_t>(0, line.stretch) + extra_stretch_);
        if (bad > 12) fit.fitness = bad > 99 ? Fitness::VeryLoose : Fitness::Loose;
    }
    if (bad > pass_.tolerance) return std::nullopt;
    std::int64_t const cost = costs_.line + bad;
    fit.demerits = cost * cost + line.fixed;
    return fit;
}

std::optional<LineFit> LinePricer::price(LineSpan const& line, int expansion_before, bool first) const {
    int const kept = first ? line.ideal : std::clamp<int>(line.ideal, expansion_before - kExpansionJump, expansion_before + kExpansionJump);
    auto fit = this->fit(line, kept);
    if (kept == line.ideal || (fit && !fit->overfull)) return fit;
    fit = this->fit(line, line.ideal);
    if (fit) fit->demerits += kLineAboveGivesWay;
    return fit;
}

std::int64_t LinePricer::unevenness(LineSpan const& line, int expansion) const {
    std::int64_t gap = line.gap - expansion_of(Length::from_raw(line.expandable), expansion * kExpansionStep).raw();
    if (line.last && gap > 0) gap = 0;
    std::int64_t const stretch = std::max<std::int64_t>(1, line.stretch), most = stretch * kHopelessRatio;
    std::int64_t const ratio = (std::clamp(gap, -most, most) << kRatioBits) / stretch;
    // Beyond all hope what is left still counts, and of equals the least expanded is best.
    constexpr std::int64_t kMostExcess = std::int64_t{1} << 40;
    return ratio * ratio + std::clamp<std::int64_t>(std::abs(gap) - most, 0, kMostExcess) + expansion * expansion;
}

}  // namespace offprint::text
