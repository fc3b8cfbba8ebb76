#include "table/number_setter.h"

#include <algorithm>

namespace offprint::table {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Shapes kept for a style; tables have a few dozen.
constexpr std::size_t kMostShapes = 4096;

}  // namespace

Length width_before(std::vector<text::PlacedRun> const& runs, std::size_t end) {
    std::int64_t sum = 0;
    std::size_t offset = 0;
    for (text::PlacedRun const& placed : runs) {
        for (text::Glyph const& glyph : placed.run.glyphs) {
            if (offset + glyph.cluster < end) sum += glyph.advance;
        }
        offset += placed.run.text.size();
    }
    return Length::from_raw(sum);
}

std::vector<text::PlacedRun> cut_at(std::vector<text::PlacedRun> runs, std::size_t point) {
    std::size_t offset = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::size_t const size = runs[i].run.text.size();
        if (point <= offset || point >= offset + size) {
            offset += size;
            continue;
        }
        std::size_t const cut = point - offset;
        text::PlacedRun fraction = runs[i];
        std::vector<text::Glyph>& whole = runs[i].run.glyphs;
        auto const first = std::find_if(whole.begin(), whole.end(), [&](text::Glyph const& g) { return g.cluster >= cut; });
        fraction.run.glyphs.assign(first, whole.end());
        whole.erase(first, whole.end());
        fraction.run.text.erase(0, cut);
        runs[i].run.text.resize(cut);
        for (text::Glyph& glyph : fraction.run.glyphs) glyph.cluster -= static_cast<std::uint32_t>(cut);
        fraction.x += runs[i].run.width();
        runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(fraction));
        break;
    }
    return runs;
}

std::vector<text::PlacedRun> NumberSetter::shape(std::string const& text, TextLook const& look) {
    text::StyledText styled;
    styled.append(SourcedText(text), look.chars, 0);
    return text::shape_line(shaper_, styled, diagnostics_);
}

NumberSetter::Style& NumberSetter::style_of(TextLook const& look) {
    auto const [it, added] = styles_.try_emplace(&look);
    Style& style = it->second;
    if (!added) return style;
    // Every pair of digits once: digits are alike where each is one glyph, of one width, whatever stands before it.
    std::string pairs;
    for (char first = '0'; first <= '9'; ++first) {
        for (char second = '0'; second <= '9'; ++second) {
            pairs += first;
            pairs += second;
        }
    }
    std::vector<text::PlacedRun> const runs = shape(pairs, look);
    if (runs.size() != 1 || runs.front().run.glyphs.size() != pairs.size()) return style;
    std::vector<text::Glyph> const& glyphs = runs.front().run.glyphs;
    for (std::size_t d = 0; d < 10; ++d) style.digits[d] = glyphs[d * 22].id;
    style.alike = true;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        text::Glyph const& g = glyphs[i];
        style.alike = style.alike && g.cluster == i && g.id == style.digits[static_cast<std::size_t>(pairs[i] - '0')] && g.advance == glyphs[0].advance &&
                      g.x_offset == 0 && g.y_offset == 0;
    }
    return style;
}

NumberSetter::Shape const& NumberSetter::shape_of(PrintedNumber const& number, TextLook const& look, Style& style) {
    key_ = number.text;
    if (style.alike && !number.words) std::replace_if(key_.begin(), key_.end(), is_digit, '0');
    auto const found = style.shapes.find(key_);
    if (found != style.shapes.end()) return found->second;
    if (style.shapes.size() >= kMostShapes) style.shapes.clear();
    Shape shaped{shape(key_, look), {}};
    Length const left = width_before(shaped.runs, number.point), digits = width_before(shaped.runs, number.tail);
    shaped.widths = {left, digits - left, text::line_width(shaped.runs) - digits};
    return style.shapes.emplace(key_, std::move(shaped)).first->second;
}

NumberWidths NumberSetter::measure(PrintedNumber const& number, TextLook const& look) { return shape_of(number, look, style_of(look)).widths; }

std::vector<text::PlacedRun> NumberSetter::set(PrintedNumber const& number, TextLook const& look, std::uint32_t mark) {
    Style& style = style_of(look);
    std::vector<text::PlacedRun> runs = shape_of(number, look, style).runs;
    std::size_t offset = 0;
    for (text::PlacedRun& placed : runs) {
        placed.run.mark = mark;
        if (style.alike && !number.words) {
            placed.run.text = number.text.substr(offset, placed.run.text.size());
            for (text::Glyph& glyph : placed.run.glyphs) {
                char const c = placed.run.text[glyph.cluster];
                if (is_digit(c)) glyph.id = style.digits[static_cast<std::size_t>(c - '0')];
            }
        }
        offset += placed.run.text.size();
    }
    return runs;
}

}  // namespace offprint::table
