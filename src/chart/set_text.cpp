#include "chart/set_text.h"

#include <algorithm>

#include "base/utf8.h"
#include "chart/messages.h"

namespace offprint::chart {
namespace {

/// Line ends inside a label are spaces; a typewriter apostrophe is set as one (Q1'26, '26), since data files have no other.
SourcedText one_line(SourcedText text) {
    std::replace_if(
        text.text.begin(), text.text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    if (text.text.find('\'') == std::string::npos) return text;
    SourcedText out;
    for (std::size_t at = 0; at < text.text.size();) {
        std::size_t const next = std::min(text.text.find('\'', at), text.text.size());
        out.append(text.substr(at, next - at));
        if (next < text.text.size()) out.append("\u2019", text.span(next, next + 1));
        at = next + 1;
    }
    return out;
}

}  // namespace

SetText TextSetter::set(SourcedText const& text, text::CharStyle const& style) const {
    SetText out;
    SourcedText const line = one_line(text);
    out.words = line.text;
    text::StyledText styled;
    styled.append(line, style, 0);
    if (!line.empty()) out.runs = text::shape_line(*shaper_, styled, *diagnostics_);
    out.width = text::line_width(out.runs);
    if (!style.faces.empty()) {
        text::FontMetrics const& metrics = style.faces.front()->metrics();
        int const capital = metrics.cap_height > 0 ? metrics.cap_height : metrics.units_per_em * 7 / 10;
        out.ascent = style.faces.front()->at_size(capital, style.size);
    }
    out.descent = scaled(style.size, 22, 100);  // figures and commas reach 0.15 em down, letters 0.21
    return out;
}

SetText TextSetter::fit(SourcedText const& text, text::CharStyle const& style, Length width) const {
    SetText whole = set(text, style);
    if (whole.width <= width) return whole;
    messages::label_cut(*diagnostics_, text.span(), text.text);
    // The longest beginning that fits, found by halving: widths grow with the number of code points.
    std::vector<std::size_t> ends{0};
    for (std::size_t at = 0; at < text.text.size();) {
        utf8::next(text.text, at);
        ends.push_back(at);
    }
    std::size_t low = 0, high = ends.size() - 1;
    auto beginning = [&](std::size_t n) {
        std::string words = text.text.substr(0, ends[n]);
        while (!words.empty() && words.back() == ' ') words.pop_back();
        return set(words + "…", style);
    };
    while (low + 1 < high) {
        std::size_t const middle = (low + high) / 2;
        (beginning(middle).width <= width ? low : high) = middle;
    }
    return beginning(low);
}

std::vector<SetText> TextSetter::wrap(SourcedText const& text, text::CharStyle const& style, Length width, std::size_t lines) const {
    SourcedText const all = one_line(text);
    std::vector<SetText> out;
    std::size_t begin = 0;
    while (begin < all.text.size() || out.empty()) {
        if (out.size() + 1 == lines) {
            out.push_back(fit(all.substr(begin), style, width));
            break;
        }
        SetText best = set(all.substr(begin), style);
        std::size_t end = all.text.size();
        if (best.width > width) {
            // The last space that fits; else the last code point that fits, and one at least.
            std::size_t fit = 0, space = 0;
            for (std::size_t at = begin; at < all.text.size();) {
                bool const is_space = all.text[at] == ' ';
                if (is_space && at > begin) space = at;
                utf8::next(all.text, at);
                if (!is_space && set(all.substr(begin, at - begin), style).width > width) break;
                fit = at;
            }
            end = space > begin ? space : std::max(fit, begin + 1);
            while (end < all.text.size() && utf8::is_continuation(all.text[end])) ++end;
            best = set(all.substr(begin, end - begin), style);
        }
        out.push_back(std::move(best));
        begin = end;
        while (begin < all.text.size() && all.text[begin] == ' ') ++begin;
    }
    return out;
}

text::CharStyle in_color(text::CharStyle style, Color color) {
    style.color = color;
    return style;
}

Length leading(text::CharStyle const& style) { return scaled(style.size, 12, 10); }

}  // namespace offprint::chart
