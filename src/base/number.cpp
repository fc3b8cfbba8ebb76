#include "base/number.h"

#include <charconv>
#include <limits>

namespace offprint {

void append_integer(std::string& out, std::int64_t value) {
    char buffer[24];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

namespace {

/// Digits of `magnitude`, a count of 10^-decimals, before `end`; gives where they begin.
template <class Unsigned>
char* put_fixed(char* const end, Unsigned magnitude, int decimals) {
    char* at = end;
    for (int i = 0; i < decimals; ++i) {
        Unsigned const rest = magnitude / 10;
        auto const digit = static_cast<char>(magnitude - rest * 10);
        if (digit != 0 || at != end) *--at = static_cast<char>('0' + digit);
        magnitude = rest;
    }
    if (at != end) *--at = '.';
    bool const is_bare = at != end && magnitude == 0;  // .5
    while (magnitude >= 10) {
        Unsigned const rest = magnitude / 10;
        *--at = static_cast<char>('0' + (magnitude - rest * 10));
        magnitude = rest;
    }
    if (!is_bare) *--at = static_cast<char>('0' + magnitude);
    return at;
}

}  // namespace

void append_fixed(std::string& out, std::int64_t value, int decimals) {
    std::uint64_t const magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    char buffer[48];  // filled from its end
    char* const end = buffer + sizeof buffer;
    // Nearly all are short, and 32 bits are divided in half the time.
    bool const is_short = magnitude <= std::numeric_limits<std::uint32_t>::max();
    char* at = is_short ? put_fixed(end, static_cast<std::uint32_t>(magnitude), decimals) : put_fixed(end, magnitude, decimals);
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
