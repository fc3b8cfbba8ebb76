#include "ops/explain.h"

#include "base/number.h"
#include "fmt/format.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kWords = 44;  // letters of a line that are quoted

constexpr std::size_t kMark = 5;  // a shorter line is a bullet or a number beside the one that is meant

/// A price of which it is said that it cannot be paid.
constexpr std::int64_t kImpossible = 50'000'000;

/// Figures in groups of three, as people read them.
std::string grouped(std::int64_t value) {
    std::string text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string points(Length length) {
    std::string text;
    append_points(text, length, 1);
    return text;
}

/// The first words of a line, or its last ones.
std::string quoted(std::string_view line, bool last) {
    auto const is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    std::size_t begin = 0, end = line.size();
    if (line.size() > kWords && last) {
        begin = line.find(' ', line.size() - kWords);
        begin = begin == line.npos ? line.size() - kWords : begin + 1;
        while (begin < line.size() && is_inside(line[begin])) ++begin;
    } else if (line.size() > kWords) {
        end = line.rfind(' ', kWords);
        if (end == line.npos || end == 0) end = kWords;
        while (end > 0 && is_inside(line[end])) --end;
    }
    return fmt::format("\u201C{}{}{}\u201D", begin > 0 ? "\u2026" : "", line.substr(begin, end - begin), end < line.size() ? "\u2026" : "");
}

std::string place(Span span, Sources const& sources) {
    if (!span) return {};
    Place const p = sources.place(span.source, span.begin);
    return fmt::format("{}:{}:{}", p.file, p.line, p.column);
}

/// A box in words: the words of a line in it (the first, or the last), and where its author wrote it.
std::string box_words(layout::VBox const& box, Length from, Length to, bool last, Sources const& sources) {
    std::string words;
    for (layout::Piece const& piece : box.pieces) {
        auto const* content = std::get_if<layout::LineContent>(&piece.content);
        if (content == nullptr || content->paragraph == nullptr || piece.at.y < from || piece.at.y >= to) continue;
        text::Line const& line = content->paragraph->lines()[content->line];
        std::string_view const text = std::string_view(content->paragraph->text().text.text).substr(line.begin, line.end - line.begin);
        if (text.size() < kMark && !words.empty()) continue;
        words = quoted(text, last);
        if (!last && text.size() >= kMark) break;
    }
    std::string const where = place(box.span, sources);
    if (words.empty()) return where.empty() ? "what the layout adds" : "the block at " + where;
    return where.empty() ? words : fmt::format("{} ({})", words, where);
}

/// What begins the page after an end.
std::string beginning(layout::PageEnd const& end, layout::VList const& list, Sources const& sources) {
    if (end.item >= list.size()) return "nothing: the article ends";
    auto const& box = std::get<layout::VBox>(list[end.item]);
    Length const from = end.step == 0 ? Length{} : box.step_height(end.step - 1);
    return (end.step == 0 || box.parts ? "" : "the rest of a block: ") + box_words(box, from, box.height + Length::points(1), false, sources);
}

/// What ends the page.
std::string ending(layout::PageEnd const& end, layout::VList const& list, Sources const& sources) {
    if (end.item < list.size() && end.step > 0) {
        auto const& box = std::get<layout::VBox>(list[end.item]);
        return box_words(box, {}, box.step_height(end.step - 1), true, sources);
    }
    for (std::uint32_t i = end.item; i-- > 0;) {
        if (auto const* box = std::get_if<layout::VBox>(&list[i])) return box_words(*box, {}, box->height + Length::points(1), true, sources);
    }
    return "nothing";
}

std::string terms(std::vector<layout::CostTerm> const& costs) {
    std::string out;
    for (layout::CostTerm const& term : costs) {
        out += fmt::format("{}{}", out.empty() ? "" : ", ", term.reason);
        if (term.cost < kImpossible) out += ' ' + grouped(term.cost);
    }
    return out.empty() ? "nothing" : out;
}

std::string why(layout::PageExplanation const& explained, layout::VList const& list) {
    if (explained.end.item >= list.size()) return "The article ends here.\n";
    if (!explained.avoiding) return "The page ends here because its author begins a new one, or because a footnote needs the rest of it.\n";
    if (explained.unavoidable) return "No other end is possible without parting what must stay together: these costs cannot be avoided.\n";
    if (*explained.avoiding == 0) return "Not to end a page here would cost as much: of equal plans the one with fewer and fuller pages is taken.\n";
    return fmt::format("Not to end a page here would cost the whole document {} more, wherever else its pages ended.\n", grouped(*explained.avoiding));
}

/// Paragraphs that begin on the page and are set in a line more or less than at their best.
std::string variants_on(layout::PagePlan const& page, layout::FlowPlan const& plan, layout::VList const& list, Sources const& sources) {
    std::string out;
    for (layout::SetVariant const& variant : plan.variants) {
        if (variant.first_item < page.begin_item || variant.first_item >= page.end_item) continue;
        auto const& box = std::get<layout::VBox>(list[variant.first_item]);
        out += fmt::format("  set {}  {}: a line {} than at its best, {}\n", variant.lines > 0 ? "longer " : "shorter",
                           box_words(box, {}, box.height + Length::points(1), false, sources), variant.lines > 0 ? "more" : "less", grouped(variant.cost));
    }
    return out;
}

/// A line about a page, or about each of its columns.
std::string fills(layout::PageExplanation const& explained) {
    auto line = [&](std::string_view what, Length from, Length used, Length notes) {
        Length const height = explained.height - from;
        std::int64_t const permille = height > Length{} ? used.raw() * 1000 / height.raw() : 0;
        std::string text = fmt::format("  {:<13}{}.{} %: {} of {} pt", what, permille / 10, permille % 10, points(used), points(height));
        if (notes > Length{}) text += fmt::format(", {} pt of them footnotes", points(notes));
        return text + '\n';
    };
    if (explained.columns.empty()) return line("filled", {}, explained.flow + explained.notes, explained.notes);
    std::string out;
    int number = 0;
    Length band = explained.columns.front().top;
    for (layout::ColumnFill const& column : explained.columns) {
        if (column.top != band || column.across) number = 0;
        band = column.top;
        if (column.across)
            out += fmt::format("  {:<13}{} to {} pt\n", "across", points(column.top), points(column.flow));
        else
            out += line(fmt::format("column {}", ++number), column.top, column.flow - column.top + column.notes, column.notes);
    }
    return out;
}

}  // namespace

std::string explanation_text(layout::PageExplanation const& explained, layout::VList const& list, layout::FlowPlan const& plan, Sources const& sources,
                             std::size_t page) {
    layout::PageEnd const& end = explained.end;
    std::string out = fmt::format("page {} of {}\n", page, end.pages);
    out += fmt::format("  ends with    {}\n  next begins  {}\n", ending(end, list, sources), beginning(end, list, sources));
    out += fills(explained);
    out += fmt::format("  costs        {}\n{}\n{}", terms(end.costs), variants_on(plan.pages[page - 1], plan, list, sources), why(explained, list));
    if (explained.others.empty()) return out;
    out += "\nThe nearest other ends, and what the whole document would cost more:\n";
    for (layout::PageEnd const& other : explained.others) {
        out += fmt::format("  {:>13}  next begins {}\n                 costs {}", other.more < kImpossible ? "+" + grouped(other.more) : "never",
                           beginning(other, list, sources), terms(other.costs));
        if (other.pages != end.pages) out += fmt::format("; {} pages", other.pages);
        out += '\n';
    }
    return out;
}

}  // namespace offprint::ops
