#include "text/pair_kerning.h"

namespace offprint::text {
namespace {

/// Subtables read at most, as in LookupRules; of a font with more no pair is known.
constexpr std::size_t kMostSubtables = 4096;

}  // namespace

PairKerning::PairKerning(hb_face_t* face, hb_set_t const* lookups, hb_set_t const* unsure) : table_(face, HB_OT_TAG_GPOS) {
    for (hb_codepoint_t number = HB_SET_VALUE_INVALID; hb_set_next(lookups, &number);) {
        if (hb_set_has(unsure, number)) continue;
        std::size_t const lookup = table_.lookup(number), before = subtables_.size();
        for (std::size_t i = 0; i < table_.offset(lookup + 4) && subtables_.size() <= kMostSubtables; ++i)
            if (auto const found = table_.subtable(lookup, i); reads(table_, lookup, found)) subtables_.push_back({found.at, false});
        if (subtables_.size() > before) subtables_.back().last = true;
    }
}

/// Format 1 or 2, no value but the first glyph's advance.
bool PairKerning::reads(LayoutTable const& table, std::size_t lookup, LayoutTable::Subtable const& s) {
    constexpr int kXAdvance = 4;
    int const format = table.u16(s.at);
    return !table.substitutes() && s.type == 2 && (format == 1 || format == 2) && (table.u16(s.at + 4) & ~kXAdvance) == 0 && table.u16(s.at + 6) == 0 &&
           !table.skips_bases(lookup);
}

std::optional<std::int32_t> PairKerning::kern(std::uint32_t first, std::uint32_t second) const {
    if (subtables_.size() > kMostSubtables) return std::nullopt;
    std::int32_t sum = 0;
    bool done = false;  // with this lookup: the first subtable that acts is the only one
    bool open = false;  // a subtable of this lookup has the pair, but may leave it to a later one
    for (Subtable const& s : subtables_) {
        int const covered = done ? -1 : table_.coverage_index(s.at + table_.offset(s.at + 2), first);
        if (covered >= 0) {
            std::int32_t value = 0;
            Found const found = table_.u16(s.at) == 1 ? in_list(s.at, covered, second, value) : in_classes(s.at, first, second, value);
            done = found == Found::Yes;
            if (done && open && value != 0) return std::nullopt;
            if (found == Found::Open && value != 0) return std::nullopt;
            open = open || found == Found::Open;
            if (done) sum += value;
        }
        if (s.last) done = open = false;
    }
    return sum;
}

/// Format 1: for each first glyph a list of second ones, ascending.
PairKerning::Found PairKerning::in_list(std::size_t at, int covered, std::uint32_t second, std::int32_t& value) const {
    if (covered >= table_.u16(at + 8)) return Found::No;
    std::size_t const set = at + table_.offset(at + 10 + 2 * static_cast<std::size_t>(covered));
    std::size_t const step = table_.u16(at + 4) != 0 ? 4 : 2;
    std::size_t low = 0, high = table_.offset(set);
    while (low < high) {
        std::size_t const middle = (low + high) / 2, entry = set + 2 + step * middle;
        auto const here = static_cast<std::uint32_t>(table_.u16(entry));
        if (here == second) {
            value = step == 4 ? table_.i16(entry + 2) : 0;
            return Found::Yes;
        }
        (here < second ? low : high) = here < second ? middle + 1 : middle;
    }
    return Found::No;
}

/// Format 2: a value for each pair of classes. HarfBuzz has not always taken a second glyph of class 0 in the same way (as a pair, or
/// as one that a later subtable may know), so that is left open.
PairKerning::Found PairKerning::in_classes(std::size_t at, std::uint32_t first, std::uint32_t second, std::int32_t& value) const {
    auto const row = static_cast<std::size_t>(table_.class_of(at + table_.offset(at + 8), first));
    auto const column = static_cast<std::size_t>(table_.class_of(at + table_.offset(at + 10), second));
    std::size_t const rows = table_.offset(at + 12), columns = table_.offset(at + 14);
    if (row >= rows || column >= columns) return Found::No;
    value = table_.u16(at + 4) != 0 ? table_.i16(at + 16 + 2 * (row * columns + column)) : 0;
    return column == 0 ? Found::Open : Found::Yes;
}

}  // namespace offprint::text
