#include "text/compiled_lookups.h"

#include <algorithm>

#include "text/pair_kerning.h"

namespace offprint::text {
namespace {

/// Subtables and coverages read at most; a font with more (none is known) is left to HarfBuzz.
constexpr std::size_t kMostSubtables = 4096, kMostCoverages = 2048;
/// Ligatures looked at for all glyphs together at most.
constexpr std::int64_t kMostSteps = 4'000'000;

}  // namespace

CompiledLookups::CompiledLookups(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, hb_set_t const* unsure)
    : face_(face), table_(face, table), budget_(kMostSteps), number_of_(hb_face_get_glyph_count(face)) {
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup) && usable_;)
        add_lookup(table_.lookup(lookup), hb_set_has(unsure, lookup) != 0);
}

void CompiledLookups::add_lookup(std::size_t at, bool unsure) {
    std::size_t const count = table_.offset(at + 4);
    bool const doubtful = unsure || table_.skips_bases(at), substitutes = table_.substitutes();
    for (std::size_t i = 0; i < count && usable_; ++i) {
        LayoutTable::Subtable const found = table_.subtable(at, i);
        if (!unsure && PairKerning::reads(table_, at, found)) continue;
        bool const context = found.type == (substitutes ? 5 : 7), chain = found.type == (substitutes ? 6 : 8);
        int const format = table_.u16(found.at);
        Subtable subtable;
        subtable.at = found.at;
        subtable.lookup = lookups_;
        if (found.type == 1 && substitutes) subtable.kind = Kind::Single;
        if (chain && format == 2) subtable.kind = Kind::Classes;
        if ((context || chain) && format == 3) {
            subtable.kind = Kind::Coverages;
            read_contexts(subtable, chain);
            if (subtable.input == 0) continue;  // HarfBuzz passes over it too
            subtable.first = coverage(subtable, subtable.before);
        } else {
            subtable.first = coverage_number(found.at + table_.offset(found.at + 2));
        }
        if (doubtful) subtable.kind = Kind::Unknown;
        bool const ligates = found.type == 4 && substitutes && !doubtful;
        (ligates ? ligatures_ : subtables_).push_back(subtable);
        usable_ = usable_ && subtables_.size() + ligatures_.size() <= kMostSubtables;
    }
    ++lookups_;
}

/// Contexts of format 3: a coverage for each glyph in and, if chained, before (nearest first) and after the match.
void CompiledLookups::read_contexts(Subtable& s, bool chained) {
    std::size_t cursor = s.at + 2;
    s.sequence = static_cast<std::uint32_t>(sequence_.size());
    if (chained) {
        for (std::uint16_t* const part : {&s.before, &s.input, &s.after}) {
            *part = read_sequence(s, table_.offset(cursor), cursor + 2);
            cursor += 2 + 2 * table_.offset(cursor);
        }
        s.record_count = static_cast<std::uint16_t>(table_.u16(cursor));
        s.records = cursor + 2;
    } else {
        s.input = read_sequence(s, table_.offset(cursor), cursor + 4);
        s.record_count = static_cast<std::uint16_t>(table_.u16(cursor + 2));
        s.records = cursor + 4 + 2 * table_.offset(cursor);
    }
    if (!usable_) s.input = 0;
}

std::uint16_t CompiledLookups::read_sequence(Subtable const& s, std::size_t count, std::size_t from) {
    for (std::size_t k = 0; k < count && usable_; ++k) sequence_.push_back(coverage_number(s.at + table_.offset(from + 2 * k)));
    usable_ = usable_ && sequence_.size() <= 16 * kMostCoverages;
    return static_cast<std::uint16_t>(count);
}

std::uint16_t CompiledLookups::coverage_number(std::size_t at) {
    auto const known = std::find(coverages_.begin(), coverages_.end(), at);
    if (known == coverages_.end()) {
        usable_ = usable_ && coverages_.size() < kMostCoverages;
        coverages_.push_back(at);
        return static_cast<std::uint16_t>(coverages_.size() - 1);
    }
    return static_cast<std::uint16_t>(known - coverages_.begin());
}

std::uint16_t CompiledLookups::make_rules(std::uint32_t glyph) {
    GlyphRules rules;
    rules.odd = hb_ot_layout_get_glyph_class(face_, glyph) == HB_OT_LAYOUT_GLYPH_CLASS_MARK;
    rules.covered.reserve(coverages_.size());
    for (std::size_t const coverage : coverages_) rules.covered.push_back(table_.covers(coverage, glyph));
    for (std::size_t i = 0; i < subtables_.size(); ++i)
        if (rules.covered[subtables_[i].first]) rules.subtables.push_back(static_cast<std::uint16_t>(i));
    for (Subtable const& s : ligatures_)
        if (rules.covered[s.first]) add_joins(s, glyph, rules);
    std::sort(rules.joins.begin(), rules.joins.end());
    rules_.push_back(std::move(rules));
    number_of_[glyph] = static_cast<std::uint16_t>(rules_.size());
    return static_cast<std::uint16_t>(rules_.size() - 1);
}

/// Ligature substitution, format 1: the second components that a glyph has.
void CompiledLookups::add_joins(Subtable const& s, std::uint32_t glyph, GlyphRules& rules) {
    auto const index = static_cast<std::size_t>(table_.coverage_index(coverages_[s.first], glyph));
    std::size_t const set = s.at + table_.offset(s.at + 6 + 2 * index), count = table_.offset(set);
    for (std::size_t k = 0; k < count && usable_; ++k) {
        usable_ = --budget_ > 0;
        std::size_t const ligature = set + table_.offset(set + 2 + 2 * k);
        rules.odd = rules.odd || table_.u16(ligature + 2) < 2;
        rules.joins.push_back(static_cast<std::uint32_t>(table_.u16(ligature + 4)));
    }
}

}  // namespace offprint::text
