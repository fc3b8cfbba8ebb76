// Widths out of an embedded TrueType program.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::check {

struct GlyphWidths {
    std::uint32_t units_per_em = 1000;
    std::vector<std::uint16_t> advances;  // by glyph; the last stands for those behind it
    std::uint32_t glyphs = 0;
    /// Thousandths of an em; nothing for a glyph that the program does not have.
    std::optional<double> width(std::uint32_t glyph) const;
};

/// Reads head, hhea, hmtx and maxp. Nothing if one is not there or torn.
std::optional<GlyphWidths> read_truetype_widths(std::string_view program);

}  // namespace offprint::check
