#include "text/layout_table.h"

namespace offprint::text {

int LayoutTable::coverage_index(std::size_t coverage, std::uint32_t glyph) const {
    int const format = u16(coverage);
    std::size_t low = 0, high = offset(coverage + 2);
    std::size_t const step = format == 1 ? 2 : 6;
    while (low < high) {
        std::size_t const middle = (low + high) / 2, entry = coverage + 4 + step * middle;
        auto const first = static_cast<std::uint32_t>(u16(entry));
        auto const last = format == 1 ? first : static_cast<std::uint32_t>(u16(entry + 2));
        if (glyph < first) {
            high = middle;
        } else if (glyph > last) {
            low = middle + 1;
        } else {
            return format == 1 ? static_cast<int>(middle) : u16(entry + 4) + static_cast<int>(glyph - first);
        }
    }
    return -1;
}

void LayoutTable::collect(std::size_t coverage, hb_set_t* glyphs) const {
    std::size_t const count = offset(coverage + 2);
    for (std::size_t k = 0; k < count; ++k) {
        bool const listed = u16(coverage) == 1;
        std::size_t const entry = coverage + 4 + (listed ? 2 : 6) * k;
        auto const first = static_cast<hb_codepoint_t>(u16(entry)), last = listed ? first : static_cast<hb_codepoint_t>(u16(entry + 2));
        if (first <= last) hb_set_add_range(glyphs, first, last);
    }
}

int LayoutTable::class_of(std::size_t definition, std::uint32_t glyph) const {
    if (u16(definition) == 1) {
        auto const start = static_cast<std::uint32_t>(u16(definition + 2)), count = static_cast<std::uint32_t>(u16(definition + 4));
        return glyph >= start && glyph - start < count ? u16(definition + 6 + 2 * std::size_t{glyph - start}) : 0;
    }
    std::size_t low = 0, high = offset(definition + 2);
    while (low < high) {
        std::size_t const middle = (low + high) / 2, entry = definition + 4 + 6 * middle;
        if (glyph < static_cast<std::uint32_t>(u16(entry))) {
            high = middle;
        } else if (glyph > static_cast<std::uint32_t>(u16(entry + 2))) {
            low = middle + 1;
        } else {
            return u16(entry + 4);
        }
    }
    return 0;
}

}  // namespace offprint::text
