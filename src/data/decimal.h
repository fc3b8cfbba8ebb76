// Decimal numbers as finance writes them: an integer mantissa and a power of ten. No binary float before geometry.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offprint::data {

/// mantissa x 10^exponent. 0.615 is {615, -3}.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;

    /// Nearest double, for geometry only.
    double to_double() const;
    bool negative() const { return mantissa < 0; }
    bool zero() const { return mantissa == 0; }
};

/// Reads "367.15", "-1", "62.9e9", "1_000", "+.5". Nothing when it is no number or does not fit 18 digits.
std::optional<Decimal> parse_decimal(std::string_view text);
/// Compares values, not spellings.
int compare(Decimal a, Decimal b);
/// value x 10^decimals as an integer, rounded half away from zero; nothing on overflow.
std::optional<std::int64_t> rounded(Decimal value, int decimals);

}  // namespace offprint::data
