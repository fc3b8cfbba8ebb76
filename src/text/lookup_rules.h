// GSUB and GPOS lookups applied to plain strings, as far as plain strings need them.
#pragma once
#include <span>

#include "text/compiled_lookups.h"

namespace offprint::text {

/// Does single substitutions, also those that a context calls for; of all else it only knows where it could happen, and errs on the
/// side of "could".
class LookupRules {
public:
    /// See CompiledLookups.
    LookupRules(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, hb_set_t const* unsure) : lookups_(face, table, lookups, unsure) {}

    /// Makes of a whole text's glyphs what the lookups make of them. False when something may happen that is left to HarfBuzz; the
    /// glyphs are in no certain state then.
    bool apply(std::vector<std::uint32_t>& glyphs);

private:
    using Subtable = CompiledLookups::Subtable;
    /// A context found in the text: how many glyphs it takes, and what it does to them.
    struct Match {
        std::size_t input = 0;  // 0: none
        std::size_t records = 0, record_count = 0;
    };
    enum class Result : std::uint8_t { None, Done, Unknown };

    bool put(std::size_t i, std::uint32_t glyph);
    bool joins(std::size_t i) const;
    bool apply_lookup(std::uint16_t lookup);
    Result apply_at(Subtable const& subtable, std::size_t& i);
    Result apply_nested(std::size_t lookup, std::size_t i);
    Result replace(std::size_t single, std::size_t i);
    Result context(Match const& match, std::size_t& i);
    Match match_coverages(Subtable const& subtable, std::size_t i) const;
    Match match_classes(std::size_t at, std::size_t i);
    Match match_rule(std::size_t at, std::size_t rule, std::size_t i) const;

    /// A glyph of the text in hand, its rules, and the subtables whose turn is still to come.
    struct Place {
        std::uint32_t glyph;
        std::uint16_t rules;
        std::span<std::uint16_t const> ahead;
    };
    CompiledLookups lookups_;
    std::int64_t budget_ = 0;  // steps left: a hostile font must not take long
    std::vector<Place> text_;
};

}  // namespace offprint::text
