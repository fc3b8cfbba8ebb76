// GSUB or GPOS lookups read once (OpenType, Chapter 2), as far as plain strings need them: what can start at a glyph, what a context asks for.
#pragma once
#include <vector>

#include "text/layout_table.h"

namespace offprint::text {

/// The lookups of a shaping plan in their order, and what they have to do with each glyph that was met.
class CompiledLookups {
public:
    /// In terms of GSUB's types. Of what is Unknown only the first glyphs are known. Coverages: a context of format 3, chained or not;
    /// Classes: a chained one of format 2.
    enum class Kind : std::uint8_t { Unknown, Single, Coverages, Classes };
    struct Subtable {
        std::size_t at = 0;  // byte of the table
        Kind kind = Kind::Unknown;
        std::uint16_t lookup = 0;  // by its turn
        std::uint16_t first = 0;   // number of the coverage of a match's first glyph
        // Of Coverages: how many glyphs it looks at, and where in `sequence` their coverages begin: before (nearest first), input, after.
        std::uint16_t before = 0, input = 0, after = 0;
        std::uint32_t sequence = 0;
        std::uint16_t record_count = 0;  // what it does, at `records`
        std::size_t records = 0;
    };
    /// A glyph: the coverages that have it, the subtables that can start at it, the glyphs that it may join with (both ascending).
    struct GlyphRules {
        std::vector<bool> covered;
        std::vector<std::uint16_t> subtables;
        std::vector<std::uint32_t> joins;
        bool odd = false;  // a mark, or a ligature by itself: not to be set plainly
    };

    /// `lookups`: those of the plan. `unsure`: those of which it is not known where in a text they act. What PairKerning reads is left out.
    CompiledLookups(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, hb_set_t const* unsure);

    /// False for a font that is beyond this reader; nothing else may be asked for then.
    bool usable() const { return usable_; }
    LayoutTable const& table() const { return table_; }
    Subtable const& subtable(std::uint16_t number) const { return subtables_[number]; }
    /// Number of the coverage that a context asks for at its place `k`, all places counted.
    std::uint16_t coverage(Subtable const& context, std::size_t k) const { return sequence_[context.sequence + k]; }
    bool knows(std::uint32_t glyph) const { return glyph < number_of_.size(); }
    /// Number of a glyph's rules, which are made when it is first met. May make the font unusable.
    std::uint16_t rules_of(std::uint32_t glyph) {
        std::uint16_t const known = number_of_[glyph];
        return known != 0 ? static_cast<std::uint16_t>(known - 1) : make_rules(glyph);
    }
    GlyphRules const& rules(std::uint16_t number) const { return rules_[number]; }

private:
    std::uint16_t make_rules(std::uint32_t glyph);
    void add_lookup(std::size_t at, bool unsure);
    void read_contexts(Subtable& subtable, bool chained);
    std::uint16_t read_sequence(Subtable const& subtable, std::size_t count, std::size_t from);
    std::uint16_t coverage_number(std::size_t at);
    void add_joins(Subtable const& ligatures, std::uint32_t glyph, GlyphRules& rules);

    hb_face_t* face_;
    LayoutTable table_;
    bool usable_ = true;
    std::int64_t budget_;  // steps left: a hostile font must not take long
    std::uint16_t lookups_ = 0;
    std::vector<Subtable> subtables_, ligatures_;
    std::vector<std::size_t> coverages_;    // where they stand
    std::vector<std::uint16_t> sequence_;   // numbers of coverages
    std::vector<std::uint16_t> number_of_;  // by glyph: 1 + number of its rules, 0 while unknown
    std::vector<GlyphRules> rules_;
};

}  // namespace offprint::text
