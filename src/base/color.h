// Colours are sRGB bytes; what may stand on what is decided by the WCAG 2.1 contrast ratio.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offprint {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0;
    friend constexpr auto operator<=>(Color, Color) = default;
};

inline constexpr Color kWhite{255, 255, 255};

/// "#RRGGBB" or "#RGB"; nothing for any other text.
std::optional<Color> parse_color(std::string_view text);
std::string to_hex(Color color);
/// WCAG 2.1 relative luminance contrast, 1 to 21. Used for checks only, never for output.
double contrast_ratio(Color a, Color b);
/// The colour `share` of the way from `a` to `b`, in 1/1000 steps of each byte.
Color mixed(Color a, Color b, int share_permille);

}  // namespace offprint
