// Reading of GSUB and GPOS lookups (OpenType, Chapter 2): could any of them match in a string of glyphs?
#pragma once
#include <span>
#include <vector>

#include "text/sfnt_table.h"

namespace offprint::text {

/// The lookups of a shaping plan. Errs on the side of "may match": what is not understood matches wherever its coverage does.
class LookupRules {
public:
    /// `pairs_too`: false leaves out plain pair positioning (advance of the first glyph only), which the caller knows by trial.
    LookupRules(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, bool pairs_too);

    /// False when no lookup acts on a text of just these glyphs, none of them a mark. `apart[i]` (or nothing) says that glyphs i and
    /// i + 1 were found to form no ligature.
    bool may_match(std::span<std::uint32_t const> glyphs, std::span<char const> apart);

private:
    /// What a subtable needs for a match, in terms of GSUB's types.
    enum class Kind : std::uint8_t { Always, Ligature, Context, Chain };
    struct Subtable {
        std::size_t at = 0;  // byte of the table
        Kind kind = Kind::Always;
        bool ignores = false;  // an exception: where it matches, nothing is done and the rest of its lookup is not tried
        std::uint16_t lookup = 0;
    };
    using Glyphs = std::span<std::uint32_t const>;

    void add_lookup(std::size_t at, bool pairs_too);
    bool is_plain_pair(int type, std::size_t at) const;
    std::size_t first_coverage(Subtable const& subtable) const;
    int coverage_index(std::size_t coverage, std::uint32_t glyph) const;
    int class_of(std::size_t definition, std::uint32_t glyph) const;
    std::vector<std::uint16_t> const& starting_with(std::uint32_t glyph);

    bool may_act_at(Glyphs glyphs, std::size_t i, bool apart);
    bool ignores(Kind kind, std::size_t at) const;
    bool may_match(Subtable const& subtable, Glyphs glyphs, std::size_t i) const;
    bool may_ligate(std::size_t at, Glyphs glyphs, std::size_t i) const;
    bool chain_matches(std::size_t at, Glyphs glyphs, std::size_t i) const;
    bool chain_coverages_match(std::size_t at, Glyphs glyphs, std::size_t i) const;
    bool context_coverages_match(std::size_t at, Glyphs glyphs, std::size_t i) const;

    SfntTable table_;
    bool substitutes_;
    mutable std::int64_t budget_ = 0;  // steps left: a hostile font must not take long
    std::uint16_t lookups_ = 0;
    std::vector<Subtable> subtables_;
    std::vector<std::uint16_t> list_of_;             // by glyph: 1 + index of its list, 0 while unknown
    std::vector<std::vector<std::uint16_t>> lists_;  // subtables that can start at a glyph
};

}  // namespace offprint::text
