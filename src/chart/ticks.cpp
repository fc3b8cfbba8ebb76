#include "chart/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace offprint::chart {
namespace {

using data::Decimal;

/// Preferred steps in order (Talbot et al., Q), as tenths so that 2.5 is a whole number.
struct Nice {
    std::int64_t tenths;
    double value;
};
constexpr std::array<Nice, 6> kNice{{{10, 1}, {50, 5}, {20, 2}, {25, 2.5}, {40, 4}, {30, 3}}};

/// Weights of the paper's section 4: simplicity, coverage, density, legibility.
constexpr double kSimplicity = 0.25, kCoverage = 0.2, kDensity = 0.5, kLegibility = 0.05;
/// Search limits. Coverage would rather have many ticks than a free tenth of the axis; a page has no room for that.
constexpr int kMaxSkip = 4, kMaxDecadesUp = 2;
int most_ticks(int target) { return target * 3 / 2 + 1; }

double weighted(double simplicity, double coverage, double density, double legibility) {
    return kSimplicity * simplicity + kCoverage * coverage + kDensity * density + kLegibility * legibility;
}

double simplicity(std::size_t q, int skip, bool zero) { return 1.0 - static_cast<double>(q) / (kNice.size() - 1) - skip + (zero ? 2.0 : 1.0); }

double coverage(double low, double high, double axis_low, double axis_high) {
    double const range = high - low, a = high - axis_high, b = low - axis_low;
    return 1.0 - 0.5 * (a * a + b * b) / (0.01 * range * range);
}

double best_coverage(double range, double span) {
    if (span <= range) return 1.0;
    double const half = (span - range) / 2;
    return 1.0 - half * half / (0.01 * range * range);
}

double density(int count, int target) {
    double const ratio = static_cast<double>(count - 1) / (target - 1);
    return 2.0 - std::max(ratio, 1.0 / ratio);
}

/// Fewer digits read better: 2.5 asks for one more than 2.
double legibility(std::size_t q) { return kNice[q].tenths % 10 == 0 ? 1.0 : 0.5; }

/// Powers of ten as correctly rounded doubles; pow() differs between libraries in the last place.
double power_of_ten(int exponent) {
    constexpr int kMost = 22;  // 10^22 is the last exact one
    constexpr std::array<double, kMost + 1> kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double value = kPowers[static_cast<std::size_t>(std::abs(exponent) % (kMost + 1))];
    for (int i = 0; i < std::abs(exponent) / (kMost + 1) && i < 20; ++i) value *= 1e23;
    return exponent < 0 ? 1.0 / value : value;
}

/// Smallest z with 10^z >= v, for v > 0.
int ceil_log10(double v) {
    int z = -12;
    while (z < 12 && power_of_ten(z) < v) ++z;
    return z;
}

/// Whole numbers of ticks above and below zero, all in 10^exponent.
Ticks make_ticks(std::int64_t first_index, int skip, std::size_t q, int power, int count) {
    std::int64_t mantissa = kNice[q].tenths;
    int exponent = power - 1;
    while (mantissa % 10 == 0) {
        mantissa /= 10;
        ++exponent;
    }
    return {first_index * mantissa, mantissa * skip, exponent, count};
}

bool covers(Ticks const& ticks, Extent extent) { return compare(ticks.low(), extent.low) <= 0 && compare(ticks.high(), extent.high) >= 0; }

/// An extent of one value shows a tenth of it on both sides, or one unit around zero.
Extent padded(Extent extent) {
    if (compare(extent.low, extent.high) != 0) return extent;
    Decimal const v = canonical(extent.low);
    if (v.zero()) return {{-1, 0}, {1, 0}};
    // |v| has at most 18 digits; its leading digit is enough to pad by.
    Decimal const pad{1, magnitude(v) - 1};
    auto sum = [&](std::int64_t sign) -> Decimal {
        int const e = std::min(v.exponent, pad.exponent);
        if (v.exponent - e > 17 || pad.exponent - e > 17) return {sign, magnitude(v)};
        std::int64_t a = v.mantissa, b = sign;
        for (int i = v.exponent; i > e; --i) a *= 10;
        for (int i = pad.exponent; i > e; --i) b *= 10;
        return {a + b, e};
    };
    return {sum(-1), sum(1)};
}

/// The search of the paper over skip, step, number of ticks, power and start, with its upper bounds to leave loops early.
class Search {
public:
    Search(Extent extent, int target)
        : extent_(extent),
          target_(std::max(target, 2)),
          scale_(std::max(extent.low.zero() ? -99 : magnitude(extent.low), extent.high.zero() ? -99 : magnitude(extent.high))),
          low_(shifted(extent.low, -scale_)),
          high_(shifted(extent.high, -scale_)),
          spans_zero_(extent.low.negative() && !extent.high.negative() && !extent.high.zero()) {}

    Ticks run() {
        // With zero among them only the steps themselves are nice: 1.6 is none.
        for (int skip = 1; skip <= (spans_zero_ ? 1 : kMaxSkip); ++skip)
            for (std::size_t q = 0; q < kNice.size(); ++q)
                for (int count = 2; count <= most_ticks(target_); ++count) {
                    if (found_ && weighted(simplicity(q, skip, true), 1, density(count, target_), 1) < best_score_) continue;
                    try_steps(skip, q, count);
                }
        return best_;
    }

private:
    void try_steps(int skip, std::size_t q, int count) {
        double const delta = (high_ - low_) / (count + 1) / (skip * kNice[q].value);
        int const power = ceil_log10(delta);
        for (int z = power; z <= power + kMaxDecadesUp; ++z) {
            double const step = kNice[q].value * power_of_ten(z);
            double const span = step * skip * (count - 1);
            if (found_ && weighted(simplicity(q, skip, true), best_coverage(high_ - low_, span), density(count, target_), 1) < best_score_) break;
            std::int64_t const from = (static_cast<std::int64_t>(std::floor(high_ / (step * skip))) - (count - 1)) * skip;
            std::int64_t const to = static_cast<std::int64_t>(std::ceil(low_ / (step * skip))) * skip;
            for (std::int64_t start = from - skip; start <= to + skip; ++start) try_axis(start, skip, q, z, count, step);
        }
    }

    void try_axis(std::int64_t start, int skip, std::size_t q, int z, int count, double step) {
        double const axis_low = static_cast<double>(start) * step, axis_high = axis_low + step * skip * (count - 1);
        std::int64_t const last = start + static_cast<std::int64_t>(skip) * (count - 1);
        bool const zero = start <= 0 && last >= 0 && start % skip == 0;
        if (spans_zero_ && !zero) return;
        double const score = weighted(simplicity(q, skip, zero), coverage(low_, high_, axis_low, axis_high), density(count, target_), legibility(q));
        if (found_ && score <= best_score_) return;
        Ticks const ticks = make_ticks(start, skip, q, z + scale_, count);
        if (!covers(ticks, extent_)) return;
        best_ = ticks;
        best_score_ = score;
        found_ = true;
    }

    Extent extent_;
    int target_;
    int scale_;  // values are searched as multiples of 10^scale_, so that x1000 takes the very same path
    double low_, high_;
    bool spans_zero_;  // then its line is drawn, and wants its label
    Ticks best_;
    double best_score_ = 0;
    bool found_ = false;
};

/// A step for one side of a pair of axes: covers `extent` with `below` intervals under zero and `above` over it.
struct SideStep {
    Ticks ticks;
    double cost;  // the share of the axis beyond the data, and how far down the list of nice steps
};

/// The best steps of a side, the best first; not one, where none covers.
std::vector<SideStep> side_steps(Extent extent, int below, int above) {
    constexpr std::size_t kMost = 3;
    std::vector<SideStep> steps;
    int const scale = std::max(extent.low.zero() ? -99 : magnitude(extent.low), extent.high.zero() ? -99 : magnitude(extent.high));
    double const range = shifted(extent.high, -scale) - shifted(extent.low, -scale);
    for (int power = -2; power <= 1; ++power)
        for (std::size_t q = 0; q < kNice.size(); ++q) {
            Ticks const ticks = make_ticks(-below, 1, q, power + scale, below + above + 1);
            if (!covers(ticks, extent)) continue;
            double const axis = kNice[q].value * power_of_ten(power) * (below + above);
            steps.push_back({ticks, 1.0 - range / axis + 0.2 * static_cast<double>(q) / (kNice.size() - 1)});
        }
    std::stable_sort(steps.begin(), steps.end(), [](SideStep const& a, SideStep const& b) { return a.cost < b.cost; });
    steps.resize(std::min(steps.size(), kMost));
    return steps;
}

/// Where a value stands on an axis, as a share of its length.
double share_of(Decimal value, Ticks const& ticks) {
    int const scale = std::max(ticks.low().zero() ? -99 : magnitude(ticks.low()), ticks.high().zero() ? -99 : magnitude(ticks.high()));
    double const low = shifted(ticks.low(), -scale), high = shifted(ticks.high(), -scale);
    return (shifted(value, -scale) - low) / (high - low);
}

/// How much the points are in the way of the tops they stand above or below, 0 to 1 a pair: most where they lie as good as on them, less inside a column.
double meeting(std::span<std::pair<Decimal, Decimal> const> pairs, Ticks const& left, Ticks const& right) {
    constexpr double kNear = 0.06, kInside = 0.7;
    double sum = 0;
    for (auto const& [top, point] : pairs) {
        double const above = share_of(point, right) - share_of(top, left);
        bool const inside = top.negative() ? above > 0 : above < 0;
        sum += std::abs(above) < kNear ? 1 : inside ? kInside : 0;
    }
    return pairs.empty() ? 0 : sum / static_cast<double>(pairs.size());
}

/// Zero in, and not zero alone.
Extent with_zero(Extent extent) {
    extent.include({0, 0});
    if (extent.low.zero() && extent.high.zero()) extent.high = {1, 0};
    return extent;
}

}  // namespace

int Ticks::decimals() const {
    int most = 0;
    for (int i = 0; i < count; ++i) most = std::max(most, -canonical(at(i)).exponent);
    return most;
}

void Extent::include(Decimal v) {
    if (compare(v, low) < 0) low = v;
    if (compare(v, high) > 0) high = v;
}

Decimal canonical(Decimal v) {
    if (v.mantissa == 0) return {};
    while (v.mantissa % 10 == 0) {
        v.mantissa /= 10;
        ++v.exponent;
    }
    return v;
}

int magnitude(Decimal v) {
    int digits = -1;
    for (std::int64_t m = v.mantissa; m != 0; m /= 10) ++digits;
    return digits + v.exponent;
}

bool valid_magnitude(Decimal v) {
    if (v.zero()) return true;
    int const m = magnitude(v);
    return m >= -15 && m <= 15;
}

double shifted(Decimal v, int shift) {
    v = canonical(v);
    int const e = v.exponent + shift;
    double const m = static_cast<double>(v.mantissa);
    return e < 0 ? m / power_of_ten(-e) : m * power_of_ten(e);
}

Ticks nice_ticks(Extent extent, int target) { return Search(padded(extent), target).run(); }

std::pair<Ticks, Ticks> aligned_ticks(Extent left, Extent right, int target, std::span<std::pair<Decimal, Decimal> const> pairs) {
    left = with_zero(left);
    right = with_zero(right);
    bool const below_any = left.low.negative() || right.low.negative();
    bool const above_any = !left.high.zero() || !right.high.zero();
    std::pair<Ticks, Ticks> best;
    double best_cost = 0;
    bool found = false;
    auto try_pair = [&](SideStep const& a, SideStep const& b, int intervals) {
        constexpr double kMeeting = 0.6;
        double const cost = a.cost + b.cost + 0.12 * std::abs(intervals - (target - 1)) + kMeeting * meeting(pairs, a.ticks, b.ticks);
        if (found && cost >= best_cost) return;
        best = {a.ticks, b.ticks};
        best_cost = cost;
        found = true;
    };
    for (int intervals = 2; intervals <= 8; ++intervals)
        for (int below = below_any ? 1 : 0; below <= (above_any ? intervals - 1 : intervals); ++below) {
            if (!below_any && below > 0) break;
            for (SideStep const& a : side_steps(left, below, intervals - below))
                for (SideStep const& b : side_steps(right, below, intervals - below)) try_pair(a, b, intervals);
        }
    return best;
}

}  // namespace offprint::chart
