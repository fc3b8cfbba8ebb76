#include "data/decimal.h"

#include <charconv>
#include <cstdlib>

namespace offprint::data {
namespace {

__extension__ using Wide = __int128;

constexpr int kDigits = 18;
/// No quantity of a report is larger or smaller; the bound keeps every later sum of exponents small.
constexpr int kExponentLimit = 400;

constexpr std::int64_t kPower[kDigits + 1] = {1,
                                              10,
                                              100,
                                              1000,
                                              10000,
                                              100000,
                                              1000000,
                                              10000000,
                                              100000000,
                                              1000000000,
                                              10000000000,
                                              100000000000,
                                              1000000000000,
                                              10000000000000,
                                              100000000000000,
                                              1000000000000000,
                                              10000000000000000,
                                              100000000000000000,
                                              1000000000000000000};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without trailing zeros; zero has exponent 0. Equal values become equal spellings.
Decimal normalized(Decimal d) {
    if (d.mantissa == 0) return {};
    while (d.mantissa % 10 == 0) {
        d.mantissa /= 10;
        ++d.exponent;
    }
    return d;
}

int digit_count(std::int64_t mantissa) {
    int n = 0;
    for (; mantissa != 0; mantissa /= 10) ++n;
    return n;
}

/// The digits before and after the point; an underscore may part two digits. Gives false for anything else.
bool read_digits(std::string_view text, Decimal& out, int& digits) {
    bool after_point = false, any = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (c == '_' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1])) continue;
        if (!is_digit(c)) return false;
        any = true;
        if (after_point) --out.exponent;
        if (out.mantissa == 0 && c == '0') continue;
        if (++digits > kDigits) return false;
        out.mantissa = out.mantissa * 10 + (c - '0');
    }
    return any;
}

}  // namespace

double Decimal::to_double() const {
    // The correctly rounded value of the decimal spelling, not a product of two rounded factors.
    char buffer[48];
    char* end = std::to_chars(buffer, buffer + 24, mantissa).ptr;
    *end++ = 'e';
    end = std::to_chars(end, buffer + sizeof buffer, exponent).ptr;
    double value = 0;
    auto const [rest, error] = std::from_chars(buffer, end, value);
    if (error == std::errc::result_out_of_range) return exponent > 0 ? (mantissa < 0 ? -1e300 : 1e300) : 0;
    return value;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
    bool negative = false;
    if (text.starts_with("\xE2\x88\x92")) {  // U+2212, as typeset figures are pasted
        negative = true;
        text.remove_prefix(3);
    } else if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    int power = 0;
    if (std::size_t const e = text.find_first_of("eE"); e != std::string_view::npos) {
        std::string_view digits = text.substr(e + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        if (digits.starts_with("-+") || digits.empty()) return std::nullopt;
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), power);
        if (error != std::errc{} || end != digits.data() + digits.size() || std::abs(power) > kExponentLimit) return std::nullopt;
        text = text.substr(0, e);
    }
    if (text.size() > 64) return std::nullopt;
    Decimal out;
    int digits = 0;
    if (!read_digits(text, out, digits)) return std::nullopt;
    out.exponent += power;
    if (std::abs(out.exponent) > kExponentLimit) return std::nullopt;
    if (negative) out.mantissa = -out.mantissa;
    return out;
}

int compare(Decimal a, Decimal b) {
    a = normalized(a);
    b = normalized(b);
    int const sign_a = (a.mantissa > 0) - (a.mantissa < 0), sign_b = (b.mantissa > 0) - (b.mantissa < 0);
    if (sign_a != sign_b) return sign_a < sign_b ? -1 : 1;
    if (sign_a == 0) return 0;
    int const size_a = digit_count(a.mantissa) + a.exponent, size_b = digit_count(b.mantissa) + b.exponent;
    if (size_a != size_b) return (size_a < size_b) == (sign_a > 0) ? -1 : 1;
    // Equal sizes: the exponents differ by less than 19, so that one side fits 128 bits after lining up.
    Wide wide_a = a.mantissa, wide_b = b.mantissa;
    for (int e = b.exponent; e < a.exponent; ++e) wide_a *= 10;
    for (int e = a.exponent; e < b.exponent; ++e) wide_b *= 10;
    return wide_a < wide_b ? -1 : wide_a > wide_b ? 1 : 0;
}

std::optional<std::int64_t> rounded(Decimal value, int decimals) {
    value = normalized(value);
    std::int64_t const shift = std::int64_t{value.exponent} + decimals;
    if (value.mantissa == 0 || shift < -kDigits - 1) return 0;
    if (shift > kDigits) return std::nullopt;
    if (shift >= 0) {
        Wide const wide = static_cast<Wide>(value.mantissa) * kPower[shift];
        if (wide > INT64_MAX || wide < INT64_MIN) return std::nullopt;
        return static_cast<std::int64_t>(wide);
    }
    Wide const unit = shift == -kDigits - 1 ? static_cast<Wide>(kPower[kDigits]) * 10 : static_cast<Wide>(kPower[-shift]);
    Wide const magnitude = value.mantissa < 0 ? -static_cast<Wide>(value.mantissa) : static_cast<Wide>(value.mantissa);
    Wide const result = (magnitude + unit / 2) / unit;
    return static_cast<std::int64_t>(value.mantissa < 0 ? -result : result);
}

}  // namespace offprint::data
