#include "text/lookup_rules.h"

#include <algorithm>

namespace offprint::text {
namespace {

/// Subtables read at most; a font with more (none is known) matches everywhere.
constexpr std::size_t kMostSubtables = 4096;
/// Ligatures, rules and subtables looked at for each glyph at most; Inter needs some 200.
constexpr std::int64_t kMostSteps = 10'000;
constexpr int kIgnoreBaseGlyphs = 2, kIgnoreLigatures = 4;

}  // namespace

LookupRules::LookupRules(hb_face_t* face, hb_tag_t table, hb_set_t const* lookups, bool pairs_too)
    : table_(face, table), substitutes_(table == HB_OT_TAG_GSUB), list_of_(hb_face_get_glyph_count(face)) {
    auto const list = static_cast<std::size_t>(table_.u16(8));
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup) && subtables_.size() <= kMostSubtables;)
        add_lookup(list + static_cast<std::size_t>(table_.u16(list + 2 + 2 * std::size_t{lookup})), pairs_too);
}

void LookupRules::add_lookup(std::size_t at, bool pairs_too) {
    int const lookup_type = table_.u16(at), flags = table_.u16(at + 2), count = table_.u16(at + 4);
    // Glyphs that a lookup passes over would part what stands side by side.
    bool const skips = (flags & (kIgnoreBaseGlyphs | kIgnoreLigatures)) != 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count) && subtables_.size() <= kMostSubtables; ++i) {
        std::size_t subtable = at + static_cast<std::size_t>(table_.u16(at + 6 + 2 * i));
        int type = lookup_type;
        if (type == (substitutes_ ? 7 : 9)) {
            type = table_.u16(subtable + 2);
            subtable += static_cast<std::size_t>(table_.i32(subtable + 4));
        }
        if (!skips && !pairs_too && is_plain_pair(type, subtable)) continue;
        Kind kind = Kind::Always;
        if (type == (substitutes_ ? 5 : 7)) kind = Kind::Context;
        if (type == (substitutes_ ? 6 : 8)) kind = Kind::Chain;
        if (type == 4 && substitutes_ && !skips) kind = Kind::Ligature;
        // Of a context in format 3 the first coverage stands elsewhere, so its kind must stay known.
        bool const elsewhere = (kind == Kind::Context || kind == Kind::Chain) && table_.u16(subtable) == 3;
        if (skips && !elsewhere) kind = Kind::Always;
        subtables_.push_back({subtable, kind, ignores(kind, subtable), lookups_});
        if (skips && elsewhere) subtables_.resize(kMostSubtables + 1);
    }
    ++lookups_;
}

/// Contexts in format 3 without an action, as feature files' "ignore" makes them.
bool LookupRules::ignores(Kind kind, std::size_t at) const {
    if (table_.u16(at) != 3) return false;
    if (kind == Kind::Context) return table_.u16(at + 4) == 0;
    if (kind != Kind::Chain) return false;
    std::size_t end = at + 2;
    for (int part = 0; part < 3; ++part) end += 2 + 2 * static_cast<std::size_t>(table_.u16(end));
    return table_.u16(end) == 0;
}

/// Pair positioning, format 1 or 2, that only changes the first glyph's advance.
bool LookupRules::is_plain_pair(int type, std::size_t at) const {
    constexpr int kXAdvance = 4;
    return !substitutes_ && type == 2 && (table_.u16(at + 4) & ~kXAdvance) == 0 && table_.u16(at + 6) == 0;
}

int LookupRules::coverage_index(std::size_t coverage, std::uint32_t glyph) const {
    int const format = table_.u16(coverage);
    std::size_t low = 0, high = static_cast<std::size_t>(table_.u16(coverage + 2));
    std::size_t const step = format == 1 ? 2 : 6;
    while (low < high) {
        std::size_t const middle = (low + high) / 2, entry = coverage + 4 + step * middle;
        auto const first = static_cast<std::uint32_t>(table_.u16(entry));
        auto const last = format == 1 ? first : static_cast<std::uint32_t>(table_.u16(entry + 2));
        if (glyph < first) {
            high = middle;
        } else if (glyph > last) {
            low = middle + 1;
        } else {
            return format == 1 ? static_cast<int>(middle) : table_.u16(entry + 4) + static_cast<int>(glyph - first);
        }
    }
    return -1;
}

int LookupRules::class_of(std::size_t definition, std::uint32_t glyph) const {
    if (table_.u16(definition) == 1) {
        auto const start = static_cast<std::uint32_t>(table_.u16(definition + 2)), count = static_cast<std::uint32_t>(table_.u16(definition + 4));
        return glyph >= start && glyph - start < count ? table_.u16(definition + 6 + 2 * std::size_t{glyph - start}) : 0;
    }
    std::size_t low = 0, high = static_cast<std::size_t>(table_.u16(definition + 2));
    while (low < high) {
        std::size_t const middle = (low + high) / 2, entry = definition + 4 + 6 * middle;
        if (glyph < static_cast<std::uint32_t>(table_.u16(entry))) {
            high = middle;
        } else if (glyph > static_cast<std::uint32_t>(table_.u16(entry + 2))) {
            low = middle + 1;
        } else {
            return table_.u16(entry + 4);
        }
    }
    return 0;
}

/// Where the coverage of a match's first glyph stands.
std::size_t LookupRules::first_coverage(Subtable const& s) const {
    bool const format3 = table_.u16(s.at) == 3;
    std::size_t place = s.at + 2;
    if (s.kind == Kind::Context && format3) place = s.at + 6;
    if (s.kind == Kind::Chain && format3) place = s.at + 4 + 2 * static_cast<std::size_t>(table_.u16(s.at + 2)) + 2;
    return s.at + static_cast<std::size_t>(table_.u16(place));
}

std::vector<std::uint16_t> const& LookupRules::starting_with(std::uint32_t glyph) {
    std::uint16_t& known = list_of_[glyph];
    if (known == 0) {
        std::vector<std::uint16_t> list;
        for (std::size_t i = 0; i < subtables_.size(); ++i)
            if (coverage_index(first_coverage(subtables_[i]), glyph) >= 0) list.push_back(static_cast<std::uint16_t>(i));
        lists_.push_back(std::move(list));
        known = static_cast<std::uint16_t>(lists_.size());
    }
    return lists_[known - 1U];
}

bool LookupRules::may_match(Glyphs glyphs, std::span<char const> apart) {
    if (subtables_.size() > kMostSubtables) return true;
    budget_ = kMostSteps * static_cast<std::int64_t>(glyphs.size());
    for (std::size_t i = 0; i < glyphs.size(); ++i)
        if (glyphs[i] >= list_of_.size() || may_act_at(glyphs, i, i < apart.size() && apart[i] != 0)) return true;
    return false;
}

bool LookupRules::may_act_at(Glyphs glyphs, std::size_t i, bool apart) {
    std::uint32_t ignored = lookups_;  // none
    for (std::uint16_t const number : starting_with(glyphs[i])) {
        if (--budget_ < 0) return true;
        Subtable const& subtable = subtables_[number];
        if (subtable.lookup == ignored || (apart && subtable.kind == Kind::Ligature)) continue;
        if (!may_match(subtable, glyphs, i)) continue;
        if (!subtable.ignores) return true;
        ignored = subtable.lookup;
    }
    return false;
}

bool LookupRules::may_match(Subtable const& s, Glyphs glyphs, std::size_t i) const {
    int const format = table_.u16(s.at);
    switch (s.kind) {
        case Kind::Always: return true;
        case Kind::Ligature: return may_ligate(s.at, glyphs, i);
        case Kind::Context: return format != 3 || context_coverages_match(s.at, glyphs, i);
        case Kind::Chain: return format == 3 ? chain_coverages_match(s.at, glyphs, i) : format != 2 || chain_matches(s.at, glyphs, i);
    }
    return true;
}

/// Ligature substitution, format 1: is the second component there?
bool LookupRules::may_ligate(std::size_t at, Glyphs glyphs, std::size_t i) const {
    int const index = coverage_index(at + static_cast<std::size_t>(table_.u16(at + 2)), glyphs[i]);
    if (index < 0) return false;
    std::size_t const set = at + static_cast<std::size_t>(table_.u16(at + 6 + 2 * static_cast<std::size_t>(index)));
    for (std::size_t k = 0; k < static_cast<std::size_t>(table_.u16(set)); ++k) {
        if (--budget_ < 0) return true;
        std::size_t const ligature = set + static_cast<std::size_t>(table_.u16(set + 2 + 2 * k));
        if (table_.u16(ligature + 2) < 2) return true;
        if (i + 1 < glyphs.size() && static_cast<std::uint32_t>(table_.u16(ligature + 4)) == glyphs[i + 1]) return true;
    }
    return false;
}

bool LookupRules::context_coverages_match(std::size_t at, Glyphs glyphs, std::size_t i) const {
    auto const count = static_cast<std::size_t>(table_.u16(at + 2));
    if (count > glyphs.size() - i) return false;
    for (std::size_t k = 0; k < count; ++k)
        if (coverage_index(at + static_cast<std::size_t>(table_.u16(at + 6 + 2 * k)), glyphs[i + k]) < 0) return false;
    return true;
}

/// Chained contexts, format 3: a coverage for each glyph before (nearest first), in and after the match.
bool LookupRules::chain_coverages_match(std::size_t at, Glyphs glyphs, std::size_t i) const {
    std::size_t cursor = at + 2;
    auto const count = [&] { return static_cast<std::size_t>(table_.u16(cursor)); };
    auto const covers = [&](std::size_t k, std::uint32_t glyph) {
        return coverage_index(at + static_cast<std::size_t>(table_.u16(cursor + 2 + 2 * k)), glyph) >= 0;
    };
    std::size_t const before = count();
    if (before > i) return false;
    for (std::size_t k = 0; k < before; ++k)
        if (!covers(k, glyphs[i - 1 - k])) return false;
    cursor += 2 + 2 * before;
    std::size_t const input = count();
    if (input > glyphs.size() - i) return false;
    for (std::size_t k = 0; k < input; ++k)
        if (!covers(k, glyphs[i + k])) return false;
    cursor += 2 + 2 * input;
    std::size_t const after = count();
    if (after > glyphs.size() - i - input) return false;
    for (std::size_t k = 0; k < after; ++k)
        if (!covers(k, glyphs[i + input + k])) return false;
    return true;
}

/// Chained contexts, format 2: rules over classes of glyphs, by the first glyph's class.
bool LookupRules::chain_matches(std::size_t at, Glyphs glyphs, std::size_t i) const {
    auto const part = [&](std::size_t place) { return at + static_cast<std::size_t>(table_.u16(place)); };
    std::size_t const before_classes = part(at + 4), input_classes = part(at + 6), after_classes = part(at + 8);
    int const first = class_of(input_classes, glyphs[i]);
    if (first >= table_.u16(at + 10) || table_.u16(at + 12 + 2 * static_cast<std::size_t>(first)) == 0) return false;
    std::size_t const set = part(at + 12 + 2 * static_cast<std::size_t>(first));
    auto const rule_matches = [&](std::size_t cursor) {
        auto const before = static_cast<std::size_t>(table_.u16(cursor));
        if (before > i) return false;
        for (std::size_t k = 0; k < before; ++k)
            if (class_of(before_classes, glyphs[i - 1 - k]) != table_.u16(cursor + 2 + 2 * k)) return false;
        cursor += 2 + 2 * before;
        auto const input = static_cast<std::size_t>(table_.u16(cursor));  // counts the first glyph, whose class is not written
        if (input == 0 || input > glyphs.size() - i) return input == 0;
        for (std::size_t k = 1; k < input; ++k)
            if (class_of(input_classes, glyphs[i + k]) != table_.u16(cursor + 2 * k)) return false;
        cursor += 2 * input;
        auto const after = static_cast<std::size_t>(table_.u16(cursor));
        if (after > glyphs.size() - i - input) return false;
        for (std::size_t k = 0; k < after; ++k)
            if (class_of(after_classes, glyphs[i + input + k]) != table_.u16(cursor + 2 + 2 * k)) return false;
        return true;
    };
    for (std::size_t k = 0; k < static_cast<std::size_t>(table_.u16(set)); ++k)
        if (--budget_ < 0 || rule_matches(set + static_cast<std::size_t>(table_.u16(set + 2 + 2 * k)))) return true;
    return false;
}

}  // namespace offprint::text
