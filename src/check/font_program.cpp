#include "check/font_program.h"

#include <algorithm>

namespace offprint::check {
namespace {

std::optional<std::uint32_t> number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    if (at + size > bytes.size() || at + size < at) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < size; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

/// A table of the font, cut to what is there.
std::string_view table(std::string_view font, std::string_view name) {
    std::uint32_t const count = number_at(font, 4, 2).value_or(0);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::size_t const entry = 12 + std::size_t{16} * i;
        if (entry + 16 > font.size()) return {};
        if (font.substr(entry, 4) != name) continue;
        std::size_t const at = *number_at(font, entry + 8, 4), size = *number_at(font, entry + 12, 4);
        return at < font.size() ? font.substr(at, size) : std::string_view{};
    }
    return {};
}

}  // namespace

std::optional<double> GlyphWidths::width(std::uint32_t glyph) const {
    if (advances.empty() || glyph >= glyphs) return std::nullopt;
    return 1000.0 * advances[std::min<std::size_t>(glyph, advances.size() - 1)] / units_per_em;
}

std::optional<GlyphWidths> read_truetype_widths(std::string_view program) {
    GlyphWidths widths;
    auto const units = number_at(table(program, "head"), 18, 2), count = number_at(table(program, "hhea"), 34, 2),
               glyphs = number_at(table(program, "maxp"), 4, 2);
    if (!units || *units == 0 || !count || !glyphs) return std::nullopt;
    widths.units_per_em = *units;
    widths.glyphs = *glyphs;
    std::string_view const metrics = table(program, "hmtx");
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto const advance = number_at(metrics, std::size_t{4} * i, 2);
        if (!advance) return std::nullopt;
        widths.advances.push_back(static_cast<std::uint16_t>(*advance));
    }
    return widths;
}

}  // namespace offprint::check
