#include "data/arithmetic.h"

#include <algorithm>

namespace offprint::data {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kLargest = 999'999'999'999'999'999;
constexpr int kQuotientDigits = 15;
constexpr int kMostZeros = 40;  // of a number in plain digits

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

}  // namespace

Decimal normalized(Decimal value) {
    if (value.mantissa == 0) return {};
    while (value.mantissa % 10 == 0) {
        value.mantissa /= 10;
        ++value.exponent;
    }
    return value;
}

std::optional<Decimal> add(Decimal a, Decimal b) {
    if (a.mantissa == 0) return b;
    if (b.mantissa == 0) return a;
    if (a.exponent < b.exponent) std::swap(a, b);
    Wide sum = a.mantissa;
    for (int e = a.exponent; e > b.exponent; --e) {
        sum *= 10;
        if (magnitude(sum) > static_cast<Wide>(kLargest) * kLargest) return std::nullopt;
    }
    sum += b.mantissa;
    int exponent = b.exponent;
    while (magnitude(sum) > kLargest && sum % 10 == 0) {
        sum /= 10;
        ++exponent;
    }
    if (magnitude(sum) > kLargest) return std::nullopt;
    return Decimal{static_cast<std::int64_t>(sum), exponent};
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
    if (b.mantissa == 0) return std::nullopt;
    if (a.mantissa == 0) return Decimal{};
    a = normalized(a);
    b = normalized(b);
    Wide const divisor = magnitude(b.mantissa);
    Wide top = magnitude(a.mantissa);
    int exponent = a.exponent - b.exponent;
    Wide limit = 1;
    for (int i = 0; i < kQuotientDigits; ++i) limit *= 10;
    while (top / divisor < limit / 10) {
        top *= 10;
        --exponent;
    }
    Wide quotient = (top + divisor / 2) / divisor;
    while (quotient >= limit) {
        quotient = (quotient + 5) / 10;
        ++exponent;
    }
    bool const negative = (a.mantissa < 0) != (b.mantissa < 0);
    return normalized({static_cast<std::int64_t>(negative ? -quotient : quotient), exponent});
}

std::string decimal_text(Decimal value) {
    std::string digits = std::to_string(value.mantissa);
    if (value.mantissa == 0) return "0";
    if (value.exponent > kMostZeros || value.exponent < -2 * kMostZeros) return digits + "e" + std::to_string(value.exponent);
    if (value.exponent >= 0) return digits + std::string(static_cast<std::size_t>(value.exponent), '0');
    bool const negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    auto const decimals = static_cast<std::size_t>(-value.exponent);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    return negative ? "-" + digits : digits;
}

}  // namespace offprint::data
