#include "text/lookup_rules.h"

#include <algorithm>
#include <limits>

namespace offprint::text {
namespace {

/// Rules and subtables looked at for each glyph at most; Inter needs some 200.
constexpr std::int64_t kMostSteps = 10'000;
constexpr std::uint16_t kNoLookup = std::numeric_limits<std::uint16_t>::max();

}  // namespace

// As HarfBuzz goes: lookup by lookup, each over the whole text. Only lookups that can start at some glyph get their turn.
bool LookupRules::apply(std::vector<std::uint32_t>& glyphs) {
    if (!lookups_.usable()) return false;
    budget_ = kMostSteps * static_cast<std::int64_t>(glyphs.size());
    text_.assign(glyphs.size(), {});
    for (std::size_t i = glyphs.size(); i-- > 0;)
        if (!put(i, glyphs[i])) return false;
    for (;;) {
        std::uint16_t turn = kNoLookup;
        for (Place const& place : text_)
            if (!place.ahead.empty()) turn = std::min(turn, lookups_.subtable(place.ahead.front()).lookup);
        if (turn == kNoLookup) break;
        if (!apply_lookup(turn)) return false;
        for (Place& place : text_)
            while (!place.ahead.empty() && lookups_.subtable(place.ahead.front()).lookup <= turn) place.ahead = place.ahead.subspan(1);
    }
    for (std::size_t i = 0; i < glyphs.size(); ++i) glyphs[i] = text_[i].glyph;
    return true;
}

/// Puts a glyph in its place; false if it is none for plain strings, or may become a ligature with the next one, whose turn ever that is.
bool LookupRules::put(std::size_t i, std::uint32_t glyph) {
    if (!lookups_.knows(glyph)) return false;
    std::uint16_t const number = lookups_.rules_of(glyph);
    CompiledLookups::GlyphRules const& rules = lookups_.rules(number);
    text_[i] = {glyph, number, rules.subtables};
    return !rules.odd && !joins(i) && lookups_.usable();
}

bool LookupRules::joins(std::size_t i) const {
    auto const& joins = lookups_.rules(text_[i].rules).joins;
    return !joins.empty() && i + 1 < text_.size() && std::binary_search(joins.begin(), joins.end(), text_[i + 1].glyph);
}

bool LookupRules::apply_lookup(std::uint16_t lookup) {
    for (std::size_t i = 0; i < text_.size();) {
        Result result = Result::None;
        for (std::uint16_t const number : text_[i].ahead) {
            Subtable const& subtable = lookups_.subtable(number);
            if (subtable.lookup > lookup || result != Result::None) break;
            if (subtable.lookup < lookup) continue;
            if (--budget_ < 0) return false;
            result = apply_at(subtable, i);
        }
        if (result == Result::Unknown) return false;
        if (result == Result::None) ++i;
    }
    return true;
}

/// One subtable at one place; moves `i` past what it took.
LookupRules::Result LookupRules::apply_at(Subtable const& s, std::size_t& i) {
    switch (s.kind) {
        case CompiledLookups::Kind::Single: {
            Result const result = replace(s.at, i);
            if (result == Result::Done) ++i;
            return result;
        }
        case CompiledLookups::Kind::Coverages: return context(match_coverages(s, i), i);
        case CompiledLookups::Kind::Classes: return context(match_classes(s.at, i), i);
        case CompiledLookups::Kind::Unknown: break;
    }
    return Result::Unknown;
}

/// Single substitution, format 1 or 2.
LookupRules::Result LookupRules::replace(std::size_t at, std::size_t i) {
    LayoutTable const& table = lookups_.table();
    int const format = table.u16(at), covered = table.coverage_index(at + table.offset(at + 2), text_[i].glyph);
    if (covered < 0 || (format == 2 && covered >= table.u16(at + 4))) return Result::None;
    if (format != 1 && format != 2) return Result::Unknown;
    std::uint32_t const next = format == 1 ? (text_[i].glyph + static_cast<std::uint32_t>(table.u16(at + 4))) & 0xFFFF
                                           : static_cast<std::uint32_t>(table.u16(at + 6 + 2 * static_cast<std::size_t>(covered)));
    return put(i, next) && (i == 0 || !joins(i - 1)) ? Result::Done : Result::Unknown;
}

/// What a context calls for at a glyph that it took.
LookupRules::Result LookupRules::apply_nested(std::size_t lookup, std::size_t i) {
    LayoutTable const& table = lookups_.table();
    if (!table.substitutes() || table.skips_bases(lookup)) return Result::Unknown;
    for (std::size_t k = 0; k < table.offset(lookup + 4); ++k) {
        if (--budget_ < 0) return Result::Unknown;
        LayoutTable::Subtable const found = table.subtable(lookup, k);
        if (found.type < 1 || found.type > 4) return Result::Unknown;
        if (!table.covers(found.at + table.offset(found.at + 2), text_[i].glyph)) continue;
        Result const result = found.type == 1 ? replace(found.at, i) : Result::Unknown;
        if (result != Result::None) return result;
    }
    return Result::None;
}

LookupRules::Result LookupRules::context(Match const& match, std::size_t& i) {
    if (budget_ < 0) return Result::Unknown;
    if (match.input == 0) return Result::None;
    LayoutTable const& table = lookups_.table();
    for (std::size_t k = 0; k < match.record_count; ++k) {
        std::size_t const record = match.records + 4 * k, place = table.offset(record);
        if (place >= match.input) continue;
        if (apply_nested(table.lookup(table.offset(record + 2)), i + place) == Result::Unknown) return Result::Unknown;
    }
    i += match.input;
    return Result::Done;
}

LookupRules::Match LookupRules::match_coverages(Subtable const& s, std::size_t i) const {
    std::size_t const before = s.before, behind = std::size_t{s.input} + s.after;
    if (before > i || behind > text_.size() - i) return {};
    auto const covers = [&](std::size_t k, std::size_t place) { return lookups_.rules(text_[place].rules).covered[lookups_.coverage(s, k)]; };
    for (std::size_t k = 0; k < before; ++k)
        if (!covers(k, i - 1 - k)) return {};
    for (std::size_t k = 0; k < behind; ++k)
        if (!covers(before + k, i + k)) return {};
    return {s.input, s.records, s.record_count};
}

/// Chained context, format 2: rules over classes of glyphs, by the first glyph's class; the first rule that fits counts.
LookupRules::Match LookupRules::match_classes(std::size_t at, std::size_t i) {
    LayoutTable const& table = lookups_.table();
    auto const first = static_cast<std::size_t>(table.class_of(at + table.offset(at + 6), text_[i].glyph));
    if (first >= table.offset(at + 10) || table.u16(at + 12 + 2 * first) == 0) return {};
    std::size_t const set = at + table.offset(at + 12 + 2 * first), count = table.offset(set);
    for (std::size_t k = 0; k < count && --budget_ >= 0; ++k)
        if (Match const match = match_rule(at, set + table.offset(set + 2 + 2 * k), i); match.input > 0) return match;
    return {};
}

LookupRules::Match LookupRules::match_rule(std::size_t at, std::size_t rule, std::size_t i) const {
    LayoutTable const& table = lookups_.table();
    auto const fits = [&](std::size_t classes, std::size_t place, std::size_t wanted) {
        return table.class_of(at + table.offset(at + classes), text_[place].glyph) == table.u16(wanted);
    };
    std::size_t cursor = rule;
    std::size_t const before = table.offset(cursor);
    if (before > i) return {};
    for (std::size_t k = 0; k < before; ++k)
        if (!fits(4, i - 1 - k, cursor + 2 + 2 * k)) return {};
    cursor += 2 + 2 * before;
    std::size_t const input = table.offset(cursor);  // counts the first glyph, whose class is not written
    if (input == 0 || input > text_.size() - i) return {};
    for (std::size_t k = 1; k < input; ++k)
        if (!fits(6, i + k, cursor + 2 * k)) return {};
    cursor += 2 * input;
    std::size_t const after = table.offset(cursor);
    if (after > text_.size() - i - input) return {};
    for (std::size_t k = 0; k < after; ++k)
        if (!fits(8, i + input + k, cursor + 2 + 2 * k)) return {};
    cursor += 2 + 2 * after;
    return {input, cursor + 2, table.offset(cursor)};
}

}  // namespace offprint::text
