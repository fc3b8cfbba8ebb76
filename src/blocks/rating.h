// What a rating box computes by itself.
#pragma once
#include <optional>

#include "data/decimal.h"

namespace offprint::blocks {

/// to / from - 1, exact until it is rounded once, half away from zero, to `decimals` decimals of the ratio (3 for 12.3%). Nothing when
/// `from` is not above zero or the numbers are too far apart for 128 bits.
std::optional<data::Decimal> change_ratio(data::Decimal from, data::Decimal to, int decimals);

}  // namespace offprint::blocks
