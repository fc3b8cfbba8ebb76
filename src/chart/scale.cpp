#include "chart/scale.h"

#include <algorithm>
#include <optional>

#include "chart/ticks.h"

namespace offprint::chart {
namespace {

__extension__ using Wide = __int128;

/// mantissa * 10^gap; 18 digits and 11 more stay below 2^97, so that a difference times a length of any page fits 128 bits.
std::optional<Wide> widened(data::Decimal v, int exponent) {
    constexpr int kMostGap = 11;
    int const gap = v.zero() ? 0 : v.exponent - exponent;
    if (gap > kMostGap) return std::nullopt;
    Wide m = v.mantissa;
    for (int i = 0; i < gap; ++i) m *= 10;
    return m;
}

}  // namespace

LinearScale::LinearScale(data::Decimal low, data::Decimal high, Length at_low, Length at_high)
    : low_(canonical(low)), high_(canonical(high)), at_low_(at_low), at_high_(at_high) {}

Length LinearScale::at(data::Decimal value) const {
    value = canonical(value);
    auto exponent_of = [](data::Decimal v, int other) { return v.zero() ? other : v.exponent; };
    int exponent = std::min(exponent_of(low_, 1000), exponent_of(high_, 1000));
    exponent = std::min(exponent, exponent_of(value, exponent));
    auto const low = widened(low_, exponent), high = widened(high_, exponent), v = widened(value, exponent);
    if (low && high && v) {
        Wide numerator = (*v - *low) * (at_high_ - at_low_).raw(), denominator = *high - *low;
        if (denominator < 0) {
            numerator = -numerator;
            denominator = -denominator;
        }
        Wide const half = denominator / 2;
        Wide const place = numerator < 0 ? -((-numerator + half) / denominator) : (numerator + half) / denominator;
        return at_low_ + Length::from_raw(static_cast<std::int64_t>(place));
    }
    // Values more than eleven orders of magnitude apart: a double is finer than a Length there.
    int const shift = -std::max({low_.zero() ? -99 : magnitude(low_), high_.zero() ? -99 : magnitude(high_), value.zero() ? -99 : magnitude(value)});
    double const l = shifted(low_, shift), h = shifted(high_, shift), x = shifted(value, shift);
    return at_low_ + scaled(at_high_ - at_low_, (x - l) / (h - l));
}

BandScale::BandScale(std::size_t count, Length left, Length right, int share, Length most)
    : count_(std::max<std::size_t>(count, 1)), left_(left), right_(right), step_((right - left) / static_cast<std::int64_t>(count_)) {
    bar_ = min(scaled(step_, share, 1000), most);
}

Length BandScale::left(std::size_t i) const { return left_ + scaled(right_ - left_, static_cast<std::int64_t>(i), static_cast<std::int64_t>(count_)); }

Length BandScale::centre(std::size_t i) const {
    return left_ + scaled(right_ - left_, 2 * static_cast<std::int64_t>(i) + 1, 2 * static_cast<std::int64_t>(count_));
}

}  // namespace offprint::chart
