#include "data/calculation.h"

#include <algorithm>
#include <cmath>

namespace offprint::data {
namespace {

__extension__ using Wide = __int128;

constexpr Wide kLargest = 999'999'999'999'999'999;  // 18 digits
/// Beyond these powers of ten no result is a quantity of a report.
constexpr int kExponentLimit = 400;

Wide size_of(Wide value) { return value < 0 ? -value : value; }

/// Rounded half to even to 18 digits.
std::optional<Decimal> made(Wide mantissa, std::int64_t exponent) {
    Wide unit = 1;
    while (size_of(mantissa) / unit > kLargest) {
        unit *= 10;
        ++exponent;
    }
    Wide kept = mantissa / unit;
    Wide const left = size_of(mantissa % unit), half = unit / 2;
    if (unit > 1 && (left > half || (left == half && kept % 2 != 0))) kept += mantissa < 0 ? -1 : 1;
    while (kept != 0 && kept % 10 == 0) {
        kept /= 10;
        ++exponent;
    }
    if (kept == 0) return Decimal{};
    if (exponent > kExponentLimit || exponent < -kExponentLimit) return std::nullopt;
    return Decimal{static_cast<std::int64_t>(kept), static_cast<int>(exponent)};
}

Decimal shortest(Decimal value) { return made(value.mantissa, value.exponent).value_or(value); }

}  // namespace

std::optional<Decimal> sum(Decimal a, Decimal b) {
    a = shortest(a);
    b = shortest(b);
    if (a.zero()) return b;
    if (b.zero()) return a;
    if (a.exponent < b.exponent) std::swap(a, b);
    Wide mantissa = a.mantissa;
    int exponent = a.exponent;
    // Lined up as far as 128 bits reach; what lies further down only says on which side of a half the sum is.
    while (exponent > b.exponent && size_of(mantissa) < kLargest * 1'000'000'000'000'000'000) {
        mantissa *= 10;
        --exponent;
    }
    Wide other = b.mantissa;
    bool lost = false;
    for (; exponent > b.exponent && other != 0; --exponent) {
        lost = lost || other % 10 != 0;
        other /= 10;
        ++b.exponent;
    }
    int const below = lost || (other == 0 && exponent > b.exponent) ? (b.mantissa < 0 ? -1 : 1) : 0;
    exponent = other == 0 && exponent > b.exponent ? exponent : b.exponent;
    return made(mantissa + other + below, exponent);
}

std::optional<Decimal> difference(Decimal a, Decimal b) { return sum(a, {-b.mantissa, b.exponent}); }

std::optional<Decimal> product(Decimal a, Decimal b) { return made(static_cast<Wide>(a.mantissa) * b.mantissa, std::int64_t{a.exponent} + b.exponent); }

std::optional<Decimal> quotient(Decimal a, Decimal b) {
    if (b.zero()) return std::nullopt;
    if (a.zero()) return Decimal{};
    b = shortest(b);
    Wide top = a.mantissa;
    std::int64_t exponent = std::int64_t{a.exponent} - b.exponent;
    while (size_of(top) < kLargest * 1'000'000'000'000'000'000) {
        top *= 10;
        --exponent;
    }
    Wide result = top / b.mantissa;
    // What is left makes no half of a half: the last two digits are rounded away in any case.
    if (top % b.mantissa != 0 && result % 5 == 0) result += result < 0 ? -1 : 1;
    return made(result, exponent);
}

std::optional<Decimal> remainder(Decimal a, Decimal b) {
    auto const ratio = quotient(a, b);
    if (!ratio) return std::nullopt;
    auto floor = rounded(*ratio, 0);
    if (!floor) return std::nullopt;
    if (compare(Decimal{*floor, 0}, *ratio) > 0) --*floor;
    auto const taken = product(b, Decimal{*floor, 0});
    return taken ? difference(a, *taken) : std::nullopt;
}

std::optional<Decimal> power(Decimal base, int exponent) {
    if (exponent < -1000 || exponent > 1000) return std::nullopt;
    if (exponent < 0) {
        auto const positive = power(base, -exponent);
        return positive ? quotient(Decimal{1, 0}, *positive) : std::nullopt;
    }
    std::optional<Decimal> result = Decimal{1, 0};
    for (; exponent > 0 && result; exponent /= 2) {
        if (exponent % 2 != 0) result = product(*result, base);
        if (exponent > 1) {
            auto const square = product(base, base);
            if (!square) return std::nullopt;
            base = *square;
        }
    }
    return result;
}

std::optional<Decimal> root(Decimal value, int degree) {
    if (value.negative() || degree < 1 || degree > 1000) return std::nullopt;
    if (value.zero() || degree == 1) return value;
    // A guess to a few digits; Newton's steps in decimals make it the same everywhere.
    double const guess = std::pow(value.to_double(), 1.0 / degree);
    int const size = static_cast<int>(std::floor(std::log10(guess)));
    Decimal x{static_cast<std::int64_t>(std::llround(guess * std::pow(10.0, 6 - size))), size - 6};
    for (int step = 0; step < 8; ++step) {
        auto const below = power(x, degree - 1);
        auto const other = below ? quotient(value, *below) : std::nullopt;
        auto const most = product(x, Decimal{degree - 1, 0});
        auto const top = other && most ? sum(*most, *other) : std::nullopt;
        auto const next = top ? quotient(*top, Decimal{degree, 0}) : std::nullopt;
        if (!next) return std::nullopt;
        if (compare(*next, x) == 0) break;
        x = *next;
    }
    int digits = 0;
    for (std::int64_t m = x.mantissa; m != 0; m /= 10) ++digits;
    return digits > 15 ? round_to(x, -(x.exponent + digits - 15)) : x;
}

std::optional<Decimal> round_to(Decimal value, int decimals) {
    auto const whole = rounded(value, decimals);
    return whole ? std::optional(shortest({*whole, -decimals})) : shortest(value);
}

std::optional<std::int64_t> whole_number(Decimal value) {
    auto const whole = rounded(value, 0);
    return whole && compare(Decimal{*whole, 0}, value) == 0 ? whole : std::nullopt;
}

std::string plain_text(Decimal value) {
    value = shortest(value);
    std::string digits = std::to_string(value.mantissa);
    bool const negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    if (value.exponent > 0) digits.append(static_cast<std::size_t>(value.exponent), '0');
    if (value.exponent < 0) {
        auto const decimals = static_cast<std::size_t>(-value.exponent);
        if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return negative ? "-" + digits : digits;
}

std::int64_t day_number(Date date) {
    std::int64_t const year = date.month <= 2 ? date.year - 1 : date.year;
    std::int64_t const month = (date.month + 9) % 12;
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1;
}

std::optional<Date> date_of(std::int64_t number) {
    if (number < 306 || number > 4'000'000) return std::nullopt;
    std::int64_t const era = number / 146'097, day_of_era = number % 146'097;
    std::int64_t const year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    std::int64_t const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    std::int64_t const month = (5 * day_of_year + 2) / 153;
    Date date;
    date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
    return date.year >= 1 && date.year <= 9999 ? std::optional(date) : std::nullopt;
}

}  // namespace offprint::data
