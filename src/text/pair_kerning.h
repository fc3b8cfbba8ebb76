// Kerning of pairs as GPOS has it (OpenType, Chapter 2: pair adjustment), for pairs that nothing else acts on.
#pragma once
#include <optional>
#include <vector>

#include "text/layout_table.h"

namespace offprint::text {

/// The plain pair lookups of a shaping plan: they change the first glyph's advance and nothing else.
class PairKerning {
public:
    PairKerning(hb_face_t* face, hb_set_t const* lookups, hb_set_t const* unsure);

    /// True for a subtable that this class reads; LookupRules leaves it out then.
    static bool reads(LayoutTable const& table, std::size_t lookup, LayoutTable::Subtable const& subtable);

    /// What is added to the advance of the first of two glyphs that stand side by side. Nothing when the table leaves a doubt.
    std::optional<std::int32_t> kern(std::uint32_t first, std::uint32_t second) const;

private:
    struct Subtable {
        std::size_t at;
        bool last;  // of its lookup
    };
    enum class Found { No, Yes, Open };
    Found in_list(std::size_t at, int covered, std::uint32_t second, std::int32_t& value) const;
    Found in_classes(std::size_t at, std::uint32_t first, std::uint32_t second, std::int32_t& value) const;

    LayoutTable table_;
    std::vector<Subtable> subtables_;
};

}  // namespace offprint::text
