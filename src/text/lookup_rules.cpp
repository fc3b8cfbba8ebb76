#include "text/lookup_rules.h"

#include <algorithm>
#include <limits>

#include "text/pair_kerning.h"

namespace offprint::text {
namespace {

/// Subtables read at most; a font with more (none is known) is left to HarfBuzz.
constexpr std::size_t kMostSubtables = 4096;
/// Ligatures, rules and subtables looked at for each glyph at most; Inter needs some 200.
constexpr std::int64_t kMostSteps = 10'000;
constexpr std::uint16_t kNoLookup = std::numeric_limits<std::uint16_t>::max();

}  // namespace

LookupRules::LookupRules(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, hb_set_t const* unsure)
    : face_(face), table_(face, table), list_of_(hb_face_get_glyph_count(face)) {
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup) && !beyond_;)
        add_lookup(table_.lookup(lookup), hb_set_has(unsure, lookup) != 0);
}

void LookupRules::add_lookup(std::size_t at, bool unsure) {
    std::size_t const count = table_.offset(at + 4);
    bool const skips = table_.skips_bases(at), substitutes = table_.substitutes();
    for (std::size_t i = 0; i < count && !beyond_; ++i) {
        LayoutTable::Subtable const found = table_.subtable(at, i);
        if (!unsure && PairKerning::reads(table_, at, found)) continue;
        Kind kind = Kind::Other;
        if (found.type == (substitutes ? 5 : 7)) kind = Kind::Context;
        if (found.type == (substitutes ? 6 : 8)) kind = Kind::Chain;
        if (found.type == 1 && substitutes) kind = Kind::Single;
        if (found.type == 4 && substitutes) kind = Kind::Ligature;
        beyond_ = subtables_.size() == kMostSubtables;
        subtables_.push_back({found.at, kind, kind != Kind::Other && !skips && !unsure, lookups_});
    }
    ++lookups_;
}

/// Where the coverage of a match's first glyph stands: in format 3 not where it does in all others.
std::size_t LookupRules::first_coverage(Subtable const& s) const {
    bool const format3 = table_.u16(s.at) == 3;
    std::size_t place = s.at + 2;
    if (s.kind == Kind::Context && format3) place = s.at + 6;
    if (s.kind == Kind::Chain && format3) place = s.at + 4 + 2 * table_.offset(s.at + 2) + 2;
    return s.at + table_.offset(place);
}

LookupRules::GlyphRules const& LookupRules::rules_of(std::uint32_t glyph) {
    std::uint16_t& known = list_of_[glyph];
    if (known == 0) {
        GlyphRules rules;
        rules.mark = hb_ot_layout_get_glyph_class(face_, glyph) == HB_OT_LAYOUT_GLYPH_CLASS_MARK;
        for (std::size_t i = 0; i < subtables_.size(); ++i)
            if (table_.covers(first_coverage(subtables_[i]), glyph)) rules.subtables.push_back(static_cast<std::uint16_t>(i));
        rules_.push_back(std::move(rules));
        known = static_cast<std::uint16_t>(rules_.size());
    }
    return rules_[known - 1U];
}

// As HarfBuzz goes: lookup by lookup, each over the whole text. Only lookups that can start at some glyph get their turn.
bool LookupRules::apply(Glyphs& glyphs, std::vector<char>& apart) {
    if (beyond_) return false;
    apart_ = &apart;
    budget_ = kMostSteps * static_cast<std::int64_t>(glyphs.size());
    ahead_.clear();
    for (std::uint32_t const glyph : glyphs) {
        if (glyph >= list_of_.size()) return false;
        ahead_.emplace_back(rules_of(glyph).subtables);
    }
    for (;;) {
        std::uint16_t turn = kNoLookup;
        for (auto const& ahead : ahead_)
            if (!ahead.empty()) turn = std::min(turn, subtables_[ahead.front()].lookup);
        if (turn == kNoLookup) return true;
        if (!apply_lookup(turn, glyphs)) return false;
        for (auto& ahead : ahead_)
            while (!ahead.empty() && subtables_[ahead.front()].lookup <= turn) ahead = ahead.subspan(1);
    }
}

bool LookupRules::apply_lookup(std::uint16_t lookup, Glyphs& glyphs) {
    for (std::size_t i = 0; i < glyphs.size();) {
        Result result = Result::None;
        for (std::uint16_t const number : ahead_[i]) {
            Subtable const& subtable = subtables_[number];
            if (subtable.lookup > lookup || result != Result::None) break;
            if (subtable.lookup < lookup) continue;
            if (--budget_ < 0) return false;
            result = apply_at(subtable, glyphs, i);
        }
        if (result == Result::Unknown) return false;
        if (result == Result::None) ++i;
    }
    return true;
}

/// One subtable at one place; moves `i` past what it took.
LookupRules::Result LookupRules::apply_at(Subtable const& s, Glyphs& glyphs, std::size_t& i) {
    if (!s.known) return Result::Unknown;
    int const format = table_.u16(s.at);
    switch (s.kind) {
        case Kind::Single: {
            Result const result = replace(s.at, table_.coverage_index(s.at + table_.offset(s.at + 2), glyphs[i]), glyphs, i);
            if (result == Result::Done) ++i;
            return result;
        }
        case Kind::Ligature: {
            if (i + 1 == glyphs.size() || (i < apart_->size() && (*apart_)[i] != 0)) return Result::None;
            return may_ligate(s.at, glyphs[i], glyphs[i + 1]) ? Result::Unknown : Result::None;
        }
        case Kind::Context: return format == 3 ? context(match_coverages(s.at, glyphs, i), glyphs, i) : Result::Unknown;
        case Kind::Chain:
            if (format == 3) return context(match_chain(s.at, glyphs, i), glyphs, i);
            return format == 2 ? context(match_classes(s.at, glyphs, i), glyphs, i) : Result::Unknown;
        case Kind::Other: break;
    }
    return Result::Unknown;
}

/// Single substitution, format 1 or 2, of a glyph that is number `covered` of the coverage.
LookupRules::Result LookupRules::replace(std::size_t at, int covered, Glyphs& glyphs, std::size_t i) {
    if (covered < 0) return Result::None;
    int const format = table_.u16(at);
    if (format == 2 && covered >= table_.u16(at + 4)) return Result::None;
    std::uint32_t const next = format == 1 ? (glyphs[i] + static_cast<std::uint32_t>(table_.u16(at + 4))) & 0xFFFF
                                           : static_cast<std::uint32_t>(table_.u16(at + 6 + 2 * static_cast<std::size_t>(covered)));
    if (format > 2 || next >= list_of_.size()) return Result::Unknown;
    GlyphRules const& rules = rules_of(next);
    glyphs[i] = next;
    for (std::size_t const pair : {i, i - 1})
        if (pair < apart_->size()) (*apart_)[pair] = 0;
    ahead_[i] = rules.subtables;
    return rules.mark ? Result::Unknown : Result::Done;
}

/// What a context calls for at a glyph that it took.
LookupRules::Result LookupRules::apply_nested(std::size_t lookup, Glyphs& glyphs, std::size_t i) {
    if (!table_.substitutes() || table_.skips_bases(lookup)) return Result::Unknown;
    for (std::size_t k = 0; k < table_.offset(lookup + 4); ++k) {
        if (--budget_ < 0) return Result::Unknown;
        LayoutTable::Subtable const found = table_.subtable(lookup, k);
        if (found.type < 1 || found.type > 4) return Result::Unknown;
        int const covered = table_.coverage_index(found.at + table_.offset(found.at + 2), glyphs[i]);
        if (covered < 0) continue;
        Result const result = found.type == 1 ? replace(found.at, covered, glyphs, i) : Result::Unknown;
        if (result != Result::None) return result;
    }
    return Result::None;
}

LookupRules::Result LookupRules::context(Match const& match, Glyphs& glyphs, std::size_t& i) {
    if (budget_ < 0) return Result::Unknown;
    if (match.input == 0) return Result::None;
    for (std::size_t k = 0; k < match.record_count; ++k) {
        std::size_t const record = match.records + 4 * k, place = table_.offset(record);
        if (place >= match.input) continue;
        if (apply_nested(table_.lookup(table_.offset(record + 2)), glyphs, i + place) == Result::Unknown) return Result::Unknown;
    }
    i += match.input;
    return Result::Done;
}

/// Ligature substitution, format 1: do two components fit? (No ligature has but one: such a font is taken for one that joins all.)
bool LookupRules::may_ligate(std::size_t at, std::uint32_t first, std::uint32_t second) const {
    int const index = table_.coverage_index(at + table_.offset(at + 2), first);
    if (index < 0) return false;
    std::size_t const set = at + table_.offset(at + 6 + 2 * static_cast<std::size_t>(index)), count = table_.offset(set);
    for (std::size_t k = 0; k < count; ++k) {
        if (--budget_ < 0) return true;
        std::size_t const ligature = set + table_.offset(set + 2 + 2 * k);
        if (table_.u16(ligature + 2) < 2 || static_cast<std::uint32_t>(table_.u16(ligature + 4)) == second) return true;
    }
    return false;
}

bool LookupRules::may_join(std::uint32_t first, std::uint32_t second) {
    if (beyond_ || first >= list_of_.size()) return true;
    budget_ = kMostSteps;
    auto const& numbers = rules_of(first).subtables;
    return std::any_of(numbers.begin(), numbers.end(), [&](std::uint16_t number) {
        Subtable const& s = subtables_[number];
        return s.known && s.kind == Kind::Ligature && may_ligate(s.at, first, second);
    });
}

/// Context, format 3: a coverage for each glyph.
LookupRules::Match LookupRules::match_coverages(std::size_t at, Glyphs const& glyphs, std::size_t i) const {
    std::size_t const count = table_.offset(at + 2);
    if (count > glyphs.size() - i) return {};
    for (std::size_t k = 0; k < count; ++k)
        if (!table_.covers(at + table_.offset(at + 6 + 2 * k), glyphs[i + k])) return {};
    return {count, at + 6 + 2 * count, table_.offset(at + 4)};
}

/// Chained context, format 3: a coverage for each glyph before (nearest first), in and after the match.
LookupRules::Match LookupRules::match_chain(std::size_t at, Glyphs const& glyphs, std::size_t i) const {
    std::size_t cursor = at + 2;
    auto const covers = [&](std::size_t k, std::uint32_t glyph) { return table_.covers(at + table_.offset(cursor + 2 + 2 * k), glyph); };
    std::size_t const before = table_.offset(cursor);
    if (before > i) return {};
    for (std::size_t k = 0; k < before; ++k)
        if (!covers(k, glyphs[i - 1 - k])) return {};
    cursor += 2 + 2 * before;
    std::size_t const input = table_.offset(cursor);
    if (input > glyphs.size() - i) return {};
    for (std::size_t k = 0; k < input; ++k)
        if (!covers(k, glyphs[i + k])) return {};
    cursor += 2 + 2 * input;
    std::size_t const after = table_.offset(cursor);
    if (after > glyphs.size() - i - input) return {};
    for (std::size_t k = 0; k < after; ++k)
        if (!covers(k, glyphs[i + input + k])) return {};
    cursor += 2 + 2 * after;
    return {input, cursor + 2, table_.offset(cursor)};
}

/// Chained context, format 2: rules over classes of glyphs, by the first glyph's class; the first rule that fits counts.
LookupRules::Match LookupRules::match_classes(std::size_t at, Glyphs const& glyphs, std::size_t i) const {
    auto const part = [&](std::size_t place) { return at + table_.offset(place); };
    std::size_t const before_classes = part(at + 4), input_classes = part(at + 6), after_classes = part(at + 8);
    auto const first = static_cast<std::size_t>(table_.class_of(input_classes, glyphs[i]));
    if (first >= table_.offset(at + 10) || table_.u16(at + 12 + 2 * first) == 0) return {};
    std::size_t const set = part(at + 12 + 2 * first), count = table_.offset(set);
    auto const match_rule = [&](std::size_t cursor) -> Match {
        std::size_t const before = table_.offset(cursor);
        if (before > i) return {};
        for (std::size_t k = 0; k < before; ++k)
            if (table_.class_of(before_classes, glyphs[i - 1 - k]) != table_.u16(cursor + 2 + 2 * k)) return {};
        cursor += 2 + 2 * before;
        std::size_t const input = table_.offset(cursor);  // counts the first glyph, whose class is not written
        if (input == 0 || input > glyphs.size() - i) return {};
        for (std::size_t k = 1; k < input; ++k)
            if (table_.class_of(input_classes, glyphs[i + k]) != table_.u16(cursor + 2 * k)) return {};
        cursor += 2 * input;
        std::size_t const after = table_.offset(cursor);
        if (after > glyphs.size() - i - input) return {};
        for (std::size_t k = 0; k < after; ++k)
            if (table_.class_of(after_classes, glyphs[i + input + k]) != table_.u16(cursor + 2 + 2 * k)) return {};
        cursor += 2 + 2 * after;
        return {input, cursor + 2, table_.offset(cursor)};
    };
    for (std::size_t k = 0; k < count && --budget_ >= 0; ++k)
        if (Match const match = match_rule(set + table_.offset(set + 2 + 2 * k)); match.input > 0) return match;
    return {};
}

}  // namespace offprint::text
