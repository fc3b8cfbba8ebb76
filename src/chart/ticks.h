// Ticks of a linear axis in exact decimals: labels never show 0.30000000000000004.
#pragma once
#include <span>
#include <utility>

#include "data/decimal.h"

namespace offprint::chart {

/// Ticks (first + i*step) * 10^exponent for i in [0, count). `step` > 0, `count` >= 2.
struct Ticks {
    std::int64_t first = 0, step = 1;
    int exponent = 0;
    int count = 2;

    data::Decimal at(int i) const { return {first + i * step, exponent}; }
    data::Decimal low() const { return at(0); }
    data::Decimal high() const { return at(count - 1); }
    /// Decimals that the most precise tick needs, at least 0.
    int decimals() const;
};

/// What an axis must show: two values, low <= high.
struct Extent {
    data::Decimal low, high;
    /// Extends to a value.
    void include(data::Decimal v);
};

/// The same value with no trailing zero in the mantissa; zero has exponent 0. Then x1000 changes the exponent only.
data::Decimal canonical(data::Decimal v);
/// floor(log10 |v|) of a value that is not zero, exact.
int magnitude(data::Decimal v);
/// True for 0 and for 1e-15 <= |v| < 1e16: what an axis can show.
bool valid_magnitude(data::Decimal v);
/// Nearest double of v * 10^shift.
double shifted(data::Decimal v, int shift);

/// Ticks that cover the extent, about `target` of them (Talbot, Lin, Hanrahan 2010, "An Extension of Wilkinson's Algorithm", the variant whose
/// labels enclose the data). An extent of one value is padded first.
Ticks nice_ticks(Extent extent, int target);

/// Ticks of a left and a right axis with the same number of intervals and their zeros on the same line; both extents are first made to include zero.
/// `pairs`: values that stand above one another, one of each axis. Two scales are free to choose, so one is preferred that does not lay them on one another.
std::pair<Ticks, Ticks> aligned_ticks(Extent left, Extent right, int target, std::span<std::pair<data::Decimal, data::Decimal> const> pairs = {});

}  // namespace offprint::chart
