// The one number writer: whatever is printed as a number goes through here. No locale, no binary float formatting.
#pragma once
#include <cstdint>
#include <string>

#include "base/length.h"

namespace offprint {

void append_integer(std::string& out, std::int64_t value);
/// `value` is a count of 10^-decimals; trailing zeros and a bare point are dropped: (12500, 3) gives 12.5.
void append_fixed(std::string& out, std::int64_t value, int decimals);
/// A length in points, rounded half away from zero to `decimals` (0..5) places, trailing zeros dropped.
void append_points(std::string& out, Length length, int decimals = 3);
/// A plain factor (scale, matrix entry) rounded to `decimals` places.
void append_factor(std::string& out, double factor, int decimals = 5);

}  // namespace offprint
