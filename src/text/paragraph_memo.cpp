#include "text/paragraph_memo.h"

#include <algorithm>
#include <functional>

#include "text/paragraph_parts.h"

namespace offprint::text {
namespace {

std::size_t hash_of(StyledText const& text, ParagraphStyle const& style) {
    return std::hash<std::string_view>{}(text.text.text) ^ static_cast<std::size_t>(style.measure.raw()) * 0x9E3779B97F4A7C15u;
}

bool looks_alike(StyledText const& a, StyledText const& b) {
    auto const same_run = [](StyledText::Run const& x, StyledText::Run const& y) { return x.begin == y.begin && x.end == y.end && x.style == y.style; };
    return a.text.text == b.text.text && a.runs.size() == b.runs.size() && std::equal(a.runs.begin(), a.runs.end(), b.runs.begin(), same_run) &&
           a.styles == b.styles;
}

}  // namespace

ParagraphPtr ParagraphMemo::find(StyledText& text, std::vector<std::uint32_t> const& soft, SharedStyle const& style) const {
    auto const [first, last] = kept_.equal_range(hash_of(text, *style));
    for (auto it = first; it != last; ++it) {
        Paragraph::Data const& known = it->second->data();
        if (!looks_alike(known.text, text) || known.soft != soft || !(*known.style == *style)) continue;
        auto data = std::make_unique<Paragraph::Data>(Paragraph::Data{known.shelf, std::move(text), style, known.soft, known.lines, known.pieces,
                                                                      known.first_piece, known.segments, known.demerits, known.width});
        auto run = data->text.runs.begin();
        for (Segment& segment : data->segments) {
            while (run != data->text.runs.end() && run->end <= segment.begin) ++run;
            if (run != data->text.runs.end()) segment.mark = run->mark;
        }
        return std::make_shared<Paragraph const>(std::move(data));
    }
    return nullptr;
}

void ParagraphMemo::keep(ParagraphPtr paragraph) {
    if (kept_.size() >= kMost) kept_.clear();
    std::size_t const hash = hash_of(paragraph->text(), paragraph->style());
    kept_.emplace(hash, std::move(paragraph));
}

}  // namespace offprint::text
