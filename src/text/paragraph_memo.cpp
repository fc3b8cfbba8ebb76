#include "text/paragraph_memo.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "text/paragraph_parts.h"

namespace offprint::text {
namespace {

std::size_t hash_of(StyledText const& text, ParagraphStyle const& style) {
    return std::hash<std::string_view>{}(text.text.text) ^ static_cast<std::size_t>(style.measure.raw()) * 0x9E3779B97F4A7C15u;
}

/// Other bits than those that choose the slot.
std::uint16_t short_hash(std::size_t hash) { return static_cast<std::uint16_t>(hash >> 32); }

bool looks_alike(StyledText const& a, StyledText const& b) {
    auto const same_run = [](StyledText::Run const& x, StyledText::Run const& y) { return x.begin == y.begin && x.end == y.end && x.style == y.style; };
    return a.text.text == b.text.text && a.runs.size() == b.runs.size() && std::equal(a.runs.begin(), a.runs.end(), b.runs.begin(), same_run) &&
           a.styles == b.styles;
}

/// A paragraph as it was broken, for a text that is the same but for its places and marks.
ParagraphPtr broken_alike(Paragraph::Data const& known, StyledText text, SharedStyle const& style, std::shared_ptr<SetLines const> set = nullptr) {
    auto data = std::make_unique<Paragraph::Data>(Paragraph::Data{known.shelf, std::move(text), style, known.soft, known.lines, known.pieces, known.first_piece,
                                                                  known.segments, known.demerits, known.width, std::move(set)});
    auto run = data->text.runs.begin();
    for (Segment& segment : data->segments) {
        while (run != data->text.runs.end() && run->end <= segment.begin) ++run;
        if (run != data->text.runs.end()) segment.mark = run->mark;
    }
    return std::make_shared<Paragraph const>(std::move(data));
}

}  // namespace

ParagraphMemo::Kept* ParagraphMemo::find(std::size_t hash, StyledText const& text, std::vector<std::uint32_t> const& soft, ParagraphStyle const& style) {
    for (Generation* const generation : {&young_, &old_}) {
        if (generation->slots.empty()) continue;
        for (std::size_t at = hash % Generation::kSlots; generation->slots[at].number != 0; at = (at + 1) % Generation::kSlots) {
            if (generation->slots[at].hash != short_hash(hash)) continue;
            Kept& found = generation->kept[generation->slots[at].number - 1U];
            if (!found.paragraph) continue;
            Paragraph::Data const& known = found.paragraph->data();
            if (!looks_alike(known.text, text) || known.soft != soft || !(*known.style == style)) continue;
            return generation == &young_ ? &found : &add(hash, std::exchange(found, {}));
        }
    }
    return nullptr;
}

/// Among the young, who all become the old when they are too many.
ParagraphMemo::Kept& ParagraphMemo::add(std::size_t hash, Kept kept) {
    if (young_.kept.size() >= kMost) {
        old_ = std::exchange(young_, {});
        set_bytes_ = 0;
        for (Kept const& one : old_.kept) set_bytes_ += one.set ? one.set->bytes : 0;
        if (kept.set) set_bytes_ += kept.set->bytes;
    }
    if (young_.slots.empty()) young_.slots.resize(Generation::kSlots);
    young_.kept.push_back(std::move(kept));
    std::size_t at = hash % Generation::kSlots;
    while (young_.slots[at].number != 0) at = (at + 1) % Generation::kSlots;
    young_.slots[at] = {short_hash(hash), static_cast<std::uint16_t>(young_.kept.size())};
    return young_.kept.back();
}

ParagraphPtr ParagraphMemo::find(StyledText& text, std::vector<std::uint32_t> const& soft, SharedStyle const& style) {
    Kept* const known = find(hash_of(text, *style), text, soft, *style);
    if (known == nullptr) return nullptr;
    if (!known->set && set_bytes_ < kMostSetBytes) {
        known->set = set_lines(known->paragraph->data());
        set_bytes_ += known->set->bytes;
    }
    return broken_alike(known->paragraph->data(), std::move(text), style, known->set);
}

/// Whether such a paragraph was to be kept here before.
bool ParagraphMemo::is_known(std::size_t hash) {
    if (seen_.empty()) seen_.resize(4 * kMost);
    return std::exchange(seen_[hash % seen_.size()], static_cast<std::uint32_t>(hash >> 32)) == static_cast<std::uint32_t>(hash >> 32);
}

void ParagraphMemo::keep(ParagraphPtr paragraph) {
    std::size_t const hash = hash_of(paragraph->text(), paragraph->style());
    if (young_.kept.size() < kFirst || is_known(hash)) add(hash, Kept{std::move(paragraph), {}, {}});
}

void ParagraphMemo::clear() {
    young_ = {};
    old_ = {};
    seen_ = {};
    set_bytes_ = 0;
}

std::optional<std::vector<ParagraphVariant>> ParagraphMemo::variants(Paragraph const& paragraph) {
    Paragraph::Data const& data = paragraph.data();
    Kept const* const known = find(hash_of(data.text, *data.style), data.text, data.soft, *data.style);
    if (known == nullptr || !known->variants) return std::nullopt;
    std::vector<ParagraphVariant> variants;
    for (ParagraphVariant const& one : *known->variants) variants.push_back({broken_alike(one.paragraph->data(), data.text, data.style), one.lines, one.extra});
    return variants;
}

void ParagraphMemo::keep_variants(Paragraph const& paragraph, std::vector<ParagraphVariant> const& variants) {
    Paragraph::Data const& data = paragraph.data();
    if (Kept* const known = find(hash_of(data.text, *data.style), data.text, data.soft, *data.style)) known->variants = variants;
}

}  // namespace offprint::text
