#include "text/line_breaker_cost.h"

namespace offprint::text {

namespace {

constexpr std::int64_t kInfinitePenalty = 10'000;
/// More than any sum of badness that one line can earn.
constexpr std::int64_t kOverfullDemerits = 10'000'000'000'000;
/// A gap of this many times the stretch is as bad as it gets: 100 * 21.6^3 > kWorstBadness.
constexpr std::int64_t kHopelessRatio = 22;

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
    return costs_.runt * (limit - std::max<std::int64_t>(0, width.raw())) / limit;
}

std::optional<LineFit> LinePricer::overfull(std::uint32_t from, std::uint32_t to, std::int64_t excess) const {
    if (!pass_.overfull || to != from + 1) return std::nullopt;
    constexpr std::int64_t kMostExcess = std::int64_t{1} << 40;
    return LineFit{kOverfullDemerits + std::min(excess, kMostExcess), Fitness::Tight, true};
}

std::optional<LineFit> LinePricer::price(std::uint32_t from, std::uint32_t to) const {
    Break const& start = problem_.breaks[from];
    Break const& end = problem_.breaks[to];
    Length const natural = width(from, to);
    std::int64_t const gap = (available(from) - natural).raw();
    std::int64_t bad = 0;
    LineFit fit;
    if (gap < 0) {
        std::int64_t const shrink = problem_.justified ? (end.shrink - start.start_shrink).raw() : 0;
        if (-gap > shrink) return overfull(from, to, -gap - std::max<std::int64_t>(0, shrink));
        bad = badness(-gap, shrink);
        if (bad > 12) fit.fitness = Fitness::Tight;
    } else if (!end.forced) {
        Length const glue = problem_.justified ? end.stretch - start.start_stretch : Length{};
        if (!fillable(Length::from_raw(gap), glue)) return std::nullopt;
        bad = badness(gap, std::max<std::int64_t>(0, glue.raw()) + extra_stretch_);
        if (bad > 12) fit.fitness = bad > 99 ? Fitness::VeryLoose : Fitness::Loose;
    }
    if (bad > pass_.tolerance) return std::nullopt;
    std::int64_t const cost = costs_.line + bad;
    fit.demerits = cost * cost + penalty_demerits(end) + neighbour_demerits(start, end) + runt_demerits(from, to, natural);
    return fit;
}

}  // namespace offprint::text
