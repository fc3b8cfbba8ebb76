// GSUB and GPOS as tables (OpenType, Chapter 2): coverages, classes and the list of lookups, read where they stand.
#pragma once
#include "text/sfnt_table.h"

namespace offprint::text {

/// One of a font's two layout tables. Offsets are bytes from the table's start.
class LayoutTable : public SfntTable {
public:
    LayoutTable(hb_face_t* face, hb_tag_t tag) : SfntTable(face, tag), substitutes_(tag == HB_OT_TAG_GSUB) {}

    bool substitutes() const { return substitutes_; }
    std::size_t offset(std::size_t at) const { return static_cast<std::size_t>(u16(at)); }
    std::size_t lookup(std::size_t index) const { return offset(8) + offset(offset(8) + 2 + 2 * index); }

    /// A subtable of a lookup, extensions (GSUB 7, GPOS 9) followed to what they stand for.
    struct Subtable {
        int type = 0;
        std::size_t at = 0;
    };
    Subtable subtable(std::size_t lookup, std::size_t index) const {
        Subtable s{u16(lookup), lookup + offset(lookup + 6 + 2 * index)};
        if (s.type == (substitutes_ ? 7 : 9)) s = {u16(s.at + 2), s.at + static_cast<std::size_t>(i32(s.at + 4))};
        return s;
    }
    /// Lookup flags that pass over glyphs which are no marks: they part what stands side by side.
    bool skips_bases(std::size_t lookup) const { return (u16(lookup + 2) & (kIgnoreBaseGlyphs | kIgnoreLigatures)) != 0; }

    /// Place of a glyph in a coverage, or -1.
    int coverage_index(std::size_t coverage, std::uint32_t glyph) const;
    bool covers(std::size_t coverage, std::uint32_t glyph) const { return coverage_index(coverage, glyph) >= 0; }
    /// Adds all glyphs of a coverage to a set.
    void collect(std::size_t coverage, hb_set_t* glyphs) const;
    /// Class of a glyph by a class definition; 0 for what it does not name.
    int class_of(std::size_t definition, std::uint32_t glyph) const;

private:
    static constexpr int kIgnoreBaseGlyphs = 2, kIgnoreLigatures = 4;
    bool substitutes_;
};

}  // namespace offprint::text
