#include "base/number.h"

#include <charconv>

namespace offprint {

void append_integer(std::string& out, std::int64_t value) {
    char buffer[24];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

void append_fixed(std::string& out, std::int64_t value, int decimals) {
    if (value < 0) out += '-';
    std::uint64_t const magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::uint64_t unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    std::uint64_t const whole = magnitude / unit;
    std::uint64_t fraction = magnitude % unit;
    if (whole != 0 || fraction == 0) append_integer(out, static_cast<std::int64_t>(whole));
    if (fraction == 0) return;
    char digits[20];
    int length = decimals;
    for (int i = decimals - 1; i >= 0; --i) {
        digits[i] = static_cast<char>('0' + fraction % 10);
        fraction /= 10;
    }
    while (digits[length - 1] == '0') --length;
    out += '.';
    out.append(digits, static_cast<std::size_t>(length));
}

void append_points(std::string& out, Length length, int decimals) {
    std::int64_t unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    append_fixed(out, scaled(length, unit, Length::kUnitsPerPoint).raw(), decimals);
}

void append_factor(std::string& out, double factor, int decimals) {
    double unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    append_fixed(out, static_cast<std::int64_t>(factor * unit + (factor < 0 ? -0.5 : 0.5)), decimals);
}

}  // namespace offprint
