#include "base/color.h"

#include <cmath>

namespace offprint {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

double linear(std::uint8_t byte) {
    double const v = byte / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double luminance(Color c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

}  // namespace

std::optional<Color> parse_color(std::string_view text) {
    if (text.empty() || text[0] != '#' || (text.size() != 7 && text.size() != 4)) return std::nullopt;
    int digits[6];
    for (int i = 0; i < 6; ++i) {
        digits[i] = hex_digit(text.size() == 7 ? text[static_cast<std::size_t>(1 + i)] : text[static_cast<std::size_t>(1 + i / 2)]);
        if (digits[i] < 0) return std::nullopt;
    }
    auto byte = [&](int i) { return static_cast<std::uint8_t>(digits[i] * 16 + digits[i + 1]); };
    return Color{byte(0), byte(2), byte(4)};
}

std::string to_hex(Color c) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out = "#";
    for (std::uint8_t byte : {c.r, c.g, c.b}) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

double contrast_ratio(Color a, Color b) {
    double const la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Color mixed(Color a, Color b, int share_permille) {
    auto mix = [&](std::uint8_t x, std::uint8_t y) { return static_cast<std::uint8_t>((x * (1000 - share_permille) + y * share_permille + 500) / 1000); };
    return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}

}  // namespace offprint
