#include "table/text_setter.h"

#include <algorithm>

#include "table/note_marks.h"

namespace offprint::table {
namespace {

/// Words whose widths are kept for a style.
constexpr std::size_t kMostWords = 20'000;

}  // namespace

text::CharStyle mark_style(text::CharStyle const& chars) {
    text::CharStyle style = chars;
    style.size = scaled(chars.size, 68, 100);
    style.rise = scaled(chars.size, 34, 100);
    style.tracking = Length{};
    return style;
}

// Fonts make more than figures tabular (Inter the hyphen too), which would pull words apart.
TextSetter::Known& TextSetter::known(TextLook const& look) {
    auto const [it, fresh] = known_.try_emplace(&look);
    if (fresh) {
        it->second.chars = look.chars;
        if (!look.tabular) std::erase_if(it->second.chars.features, [](text::Feature const& f) { return std::string_view(f.tag, 4) == "tnum"; });
    }
    return it->second;
}

text::StyledText TextSetter::styled(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark) {
    text::StyledText out;
    out.append(set_off_marks(text, grid.marks), known(look).chars, mark);
    return raise_marks(std::move(out), grid.marks);
}

Length TextSetter::word_width(std::string_view word, TextLook const& look) {
    auto& widths = known(look).words;
    std::string key(word);
    auto const found = widths.find(key);
    if (found != widths.end()) return found->second;
    if (widths.size() >= kMostWords) widths.clear();
    text::StyledText styled;
    styled.append(SourcedText(key), known(look).chars, 0);
    // What a font lacks is told when the text itself is set, with its place.
    Diagnostics ignored;
    Length const width = text::line_width(text::shape_line(shaper_, styled, ignored));
    widths.emplace(std::move(key), width);
    return width;
}

template <class Use>
void TextSetter::each_unit(std::string_view text, TextLook const& look, Use const& use) {
    if (text.find_first_of(" \n") == text.npos) return text.empty() ? void() : use(0, text.size());
    shaper_.break_finder().find(text, look.chars.language, text::BreakTaste::Prose, opportunities_);
    std::size_t begin = 0;
    for (text::Opportunity const& o : opportunities_) {
        // A break inside a word, after a hyphen, is not counted on.
        if (o.kind != text::Opportunity::Kind::Forced && (o.offset == 0 || text[o.offset - 1] != ' ')) continue;
        std::size_t end = o.offset;
        while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
        if (end > begin) use(begin, end);
        begin = o.offset;
    }
}

BreakableText TextSetter::words(SourcedText const& text, TextLook const& look, Grid const& grid) {
    if (!grid.marks.empty() && text.text.find('[') != std::string::npos) return words(styled(text, look, grid, 0), look);
    BreakableText out;
    out.leading = look.leading;
    out.space = word_width(" ", look);
    std::string_view const whole = text.text;
    each_unit(whole, look, [&](std::size_t begin, std::size_t end) { out.words.push_back(word_width(whole.substr(begin, end - begin), look)); });
    return out;
}

BreakableText TextSetter::words(text::StyledText const& text, TextLook const& look) {
    BreakableText out;
    out.leading = look.leading;
    out.space = word_width(" ", look);
    std::string_view const whole = text.text.text;
    Diagnostics ignored;
    each_unit(whole, look, [&](std::size_t at, std::size_t end) {
        text::StyledText word;
        for (text::StyledText::Run const& run : text.runs) {
            std::size_t const from = std::max<std::size_t>(run.begin, at), to = std::min<std::size_t>(run.end, end);
            if (from < to) word.append(SourcedText(std::string(whole.substr(from, to - from))), text.styles[run.style], 0);
        }
        out.words.push_back(text::line_width(text::shape_line(shaper_, word, ignored)));
    });
    return out;
}

BreakableText TextSetter::cell_words(CellKey key, TextLook const& look, Grid const& grid) {
    return grid.rich.contains(key) ? words(rich_(key, look, 0), look) : words(grid.words(key), look, grid);
}

Length TextSetter::mark_width(std::string const& marks, TextLook const& look) {
    auto& widths = known(look).marks;
    auto const found = widths.find(marks);
    if (found != widths.end()) return found->second;
    text::StyledText styled;
    styled.append(SourcedText(marks), mark_style(look.chars), 0);
    return widths[marks] = text::line_width(text::shape_line(shaper_, styled, diagnostics_));
}

std::vector<text::PlacedRun> TextSetter::marks(std::string const& marks, TextLook const& look, std::uint32_t mark) {
    text::StyledText styled;
    styled.append(SourcedText(marks), mark_style(look.chars), mark);
    return text::shape_line(shaper_, styled, diagnostics_);
}

CellLines TextSetter::lines(SourcedText const& text, TextLook const& look, Grid const& grid, Length measure, bool balanced, std::uint32_t mark) {
    return lines(styled(text, look, grid, mark), measure, balanced);
}

CellLines TextSetter::cell_lines(CellKey key, TextLook const& look, Grid const& grid, Length measure, bool balanced, std::uint32_t mark) {
    return grid.rich.contains(key) ? lines(rich_(key, look, 0), measure, balanced) : lines(grid.words(key), look, grid, measure, balanced, mark);
}

CellLines TextSetter::lines(text::StyledText text, Length measure, bool balanced) {
    text::ParagraphStyle style;
    style.alignment = balanced ? text::Alignment::Balanced : text::Alignment::Ragged;
    style.measure = measure;
    style.hyphenate = false;
    style.protrude = false;
    style.costs.pretolerance = -1;
    return {text::break_paragraph(shaper_, std::move(text), style, diagnostics_)};
}

std::vector<text::PlacedRun> TextSetter::line(SourcedText const& text, TextLook const& look, Grid const& grid, std::uint32_t mark) {
    return text::shape_line(shaper_, styled(text, look, grid, mark), diagnostics_);
}

}  // namespace offprint::table
