// GSUB and GPOS lookups (OpenType, Chapter 2) applied to plain strings, as far as plain strings need them.
#pragma once
#include <span>
#include <vector>

#include "text/layout_table.h"

namespace offprint::text {

/// The lookups of a shaping plan. Does single substitutions, also those that a context calls for; of all else it only knows where it
/// could happen, and errs on the side of "could".
class LookupRules {
public:
    /// `lookups`: those of the plan. `unsure`: those of which it is not known where in a text they act. What PairKerning reads is left out.
    LookupRules(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, hb_set_t const* unsure);

    /// Makes of a whole text's glyphs, none of them a mark, what the lookups make of them. False when something may happen that is
    /// left to HarfBuzz; the glyphs are in no certain state then. `apart[i]`: whether glyphs i and i + 1 are known not to join; may end early.
    bool apply(std::vector<std::uint32_t>& glyphs, std::vector<char>& apart);
    /// True when a ligature may begin with these two.
    bool may_join(std::uint32_t first, std::uint32_t second);

private:
    enum class Kind : std::uint8_t { Other, Single, Ligature, Context, Chain };  // in terms of GSUB's types
    struct Subtable {
        std::size_t at = 0;  // byte of the table
        Kind kind = Kind::Other;
        bool known = false;        // what it does, and that it does it everywhere
        std::uint16_t lookup = 0;  // by its turn
    };
    /// What is known of a glyph: the subtables that can start at it, ascending.
    struct GlyphRules {
        std::vector<std::uint16_t> subtables;
        bool mark = false;
    };
    /// A context found in the text: glyphs that it takes, and what it does to them.
    struct Match {
        std::size_t input = 0;  // 0: none
        std::size_t records = 0, record_count = 0;
    };
    enum class Result : std::uint8_t { None, Done, Unknown };
    using Glyphs = std::vector<std::uint32_t>;

    void add_lookup(std::size_t at, bool unsure);
    std::size_t first_coverage(Subtable const& subtable) const;
    GlyphRules const& rules_of(std::uint32_t glyph);

    bool apply_lookup(std::uint16_t lookup, Glyphs& glyphs);
    Result apply_at(Subtable const& subtable, Glyphs& glyphs, std::size_t& i);
    Result apply_nested(std::size_t lookup, Glyphs& glyphs, std::size_t i);
    Result replace(std::size_t single, int covered, Glyphs& glyphs, std::size_t i);
    bool may_ligate(std::size_t at, std::uint32_t first, std::uint32_t second) const;
    Result context(Match const& match, Glyphs& glyphs, std::size_t& i);
    Match match_coverages(std::size_t at, Glyphs const& glyphs, std::size_t i) const;
    Match match_chain(std::size_t at, Glyphs const& glyphs, std::size_t i) const;
    Match match_classes(std::size_t at, Glyphs const& glyphs, std::size_t i) const;

    hb_face_t* face_;
    LayoutTable table_;
    mutable std::int64_t budget_ = 0;  // steps left: a hostile font must not take long
    std::uint16_t lookups_ = 0;
    bool beyond_ = false;  // a font that is not understood at all
    std::vector<Subtable> subtables_;
    std::vector<std::uint16_t> list_of_;  // by glyph: 1 + index of its rules, 0 while unknown
    std::vector<GlyphRules> rules_;
    std::vector<char>* apart_ = nullptr;                 // of the text in hand
    std::vector<std::span<std::uint16_t const>> ahead_;  // for each glyph of the text: subtables whose turn is still to come
};

}  // namespace offprint::text
