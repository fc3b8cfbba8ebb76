#include "base/number.h"

#include <charconv>

namespace offprint {

void append_integer(std::string& out, std::int64_t value) {
    char buffer[24];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

void append_fixed(std::string& out, std::int64_t value, int decimals) {
    std::uint64_t magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    char buffer[48];  // filled from its end
    char* const end = buffer + sizeof buffer;
    char* at = end;
    for (int i = 0; i < decimals; ++i, magnitude /= 10)
        if (magnitude % 10 != 0 || at != end) *--at = static_cast<char>('0' + magnitude % 10);
    bool const whole = at == end;
    if (!whole) *--at = '.';
    for (bool first = whole; first || magnitude != 0; first = false, magnitude /= 10) *--at = static_cast<char>('0' + magnitude % 10);
    if (value < 0) *--at = '-';
    out.append(at, end);
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
