// Code: lines kept as they were written, in the mono face, coloured by what they are made of. A line that is too long goes on below
// with a mark at its end. The block may run over a page break, never with one line alone.
#include <algorithm>

#include "base/utf8.h"
#include "blocks/block_type.h"
#include "blocks/highlight.h"
#include "blocks/panel.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"text", data::Kind::Text, data::Required::Yes, "The code, best after `|`; its lines and blanks are kept."},
    {"language", data::Kind::Choice, data::Required::No, "What it is written in; plain when missing.", kCodeLanguages},
    {"title", data::Kind::Text, data::Required::No, "What stands over it: the name of a file or query."},
    {"numbers", data::Kind::Bool, data::Required::No, "Number the lines."},
    {"first", data::Kind::Integer, data::Required::No, "Number of the first line, 1 when missing."},
    {"wrap", data::Kind::Bool, data::Required::No, "Lines that are too long go on below; false makes them errors."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "code", "The code.", "fill"},
    {"title", doc::SlotKind::Text, "label", "What stands over it.", "fill"},
    {"fill", doc::SlotKind::Color, "tint", "The ground.", {}, true},
    {"nested_fill", doc::SlotKind::Color, "paper", "The ground inside a callout.", {}, true},
    {"keyword", doc::SlotKind::Color, "accent", "Keywords.", "fill"},
    {"name", doc::SlotKind::Color, "accent", "Keys and variables.", "fill"},
    {"string", doc::SlotKind::Color, "counter", "Strings.", "fill"},
    {"number", doc::SlotKind::Color, "ink", "Numbers, true, null.", "fill"},
    {"comment", doc::SlotKind::Color, "soft", "Comments.", "fill"},
    {"line_number", doc::SlotKind::Color, "soft", "Numbers of lines and the mark of a line that goes on.", "fill"},
    {"keyword_weight", doc::SlotKind::Number, "600", "Weight of keywords."},
    {"comment_italic", doc::SlotKind::Flag, "true", "Comments are slanted."},
    {"edge", doc::SlotKind::Color, "hair", "A bar at the left.", {}, true},
    {"edge_width", doc::SlotKind::Length, "0", "Its width; 0 for none."},
    {"tab", doc::SlotKind::Number, "4", "Columns from one tab stop to the next."},
    {"pad_x", doc::SlotKind::Length, "10", "Padding at the sides."},
    {"pad_y", doc::SlotKind::Length, "7.5", "Padding above and below."},
    {"title_gap", doc::SlotKind::Length, "4", "Space below the title."},
    {"number_gap", doc::SlotKind::Length, "9", "Space between numbers and code."},
    {"above", doc::SlotKind::Length, "11", "Space above."},
    {"below", doc::SlotKind::Length, "11", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};
constexpr std::size_t kContinuedColumns = 2;  // further in than the line that goes on

struct Code final : doc::Block {
    SourcedText text, title;
    std::string_view language = "plain";
    bool numbers = false, wrap = true;
    std::int64_t first = 1;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "code", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Code>();
    block->text = *record.text("text");
    std::size_t const end = block->text.text.find_last_not_of(" \t\r\n");
    if (end == std::string::npos) {
        context.diagnostics.error("E202", record.span_of("text"), "code needs at least one line");
        return nullptr;
    }
    block->text = block->text.substr(0, end + 1);
    if (auto const language = record.choice("language")) block->language = kCodeLanguages[*language];
    block->title = record.text("title").value_or(SourcedText{});
    block->name.title = block->title;
    block->numbers = record.boolean("numbers", record.has("first"));
    block->wrap = record.boolean("wrap", true);
    block->first = record.integer("first").value_or(1);
    if (block->first < 0 || block->first > 999'999) {
        context.diagnostics.error("E206", record.span_of("first"), "'first' must be 0 to 999999");
        return nullptr;
    }
    return block;
}

/// A stretch of one line in one colour.
struct Segment {
    SourcedText text;
    Token token;
};
using CodeLine = std::vector<Segment>;

/// Appends a stretch of a line with its tabs turned into blanks. `column` counts code points.
void append_expanded(CodeLine& line, SourcedText const& text, CodeSpan const& span, std::size_t tab, std::size_t& column) {
    SourcedText out;
    out.source = text.source;
    std::size_t from = span.begin;
    for (std::size_t at = span.begin; at < span.end;) {
        std::size_t const begin = at;
        if (utf8::next(text.text, at) != '\t') {
            ++column;
            continue;
        }
        if (begin > from) out.append(text.substr(from, begin - from));
        std::size_t const blanks = tab - column % tab;
        out.append(std::string(blanks, ' '), text.span(begin, begin + 1));
        column += blanks;
        from = at;
    }
    if (span.end > from) out.append(text.substr(from, span.end - from));
    if (!out.empty()) line.push_back({std::move(out), span.token});
}

std::vector<CodeLine> lines_of(Code const& code, std::size_t tab) {
    std::vector<CodeLine> lines(1);
    std::size_t column = 0;
    std::string const& text = code.text.text;
    for (CodeSpan const& span : highlight(text, code.language)) {
        for (std::size_t at = span.begin; at < span.end;) {
            std::size_t const end = std::min(text.find('\n', at), span.end);
            std::size_t const shown = end > at && text[end - 1] == '\r' ? end - 1 : end;
            if (shown > at) append_expanded(lines.back(), code.text, {at, shown, span.token}, tab, column);
            if (end < span.end) {
                lines.emplace_back();
                column = 0;
            }
            at = end + 1;
        }
    }
    return lines;
}

/// Sets lines in their colours and cuts those that are too long.
class CodeSetter {
public:
    CodeSetter(Code const& code, doc::BlockStyle const& style, BuildContext& context, draw::NodeId node, Region region)
        : code_(code), style_(style), context_(context), node_(node), region_(region), look_(style.text("text")) {
        look_.hyphenate = false;
        blank_ = width_of("0");
        std::size_t const last =
            static_cast<std::size_t>(code.first) + static_cast<std::size_t>(std::count(code.text.text.begin(), code.text.text.end(), '\n'));
        if (code.numbers) numbers_ = width_of(std::string(std::to_string(last).size(), '0')) + style.length("number_gap");
    }

    /// A line as the rows that it takes.
    void set(CodeLine const& line, std::size_t index, std::vector<draw::Frame>& rows) {
        text::StyledText text = styled(line);
        std::size_t const indent = std::min(text.text.text.find_first_not_of(' '), text.text.text.size());
        Length x = numbers_;
        for (bool first = true;; first = false) {
            std::vector<text::PlacedRun> const runs = text::shape_line(context_.type.shaper(), text, context_.diagnostics);
            Length const room = region_.width - x;
            std::size_t const cut = text::line_width(runs) <= room ? std::string::npos : cut_of(runs, text, room - mark_room());
            draw::Frame frame;
            frame.size = {region_.width, look_.leading};
            if (first && code_.numbers) add_number(frame, index);
            std::size_t offset = 0;
            for (text::PlacedRun const& run : runs) {
                place(frame, run, x, cut - std::min(cut, offset));
                offset += run.run.text.size();
            }
            if (cut != std::string::npos) add_mark(frame);
            rows.push_back(std::move(frame));
            if (cut == std::string::npos) return;
            text = tail(text, cut);
            if (text.text.empty()) return;
            // The rest stands further in, unless that would leave less than half of the room.
            Length const further = blank_ * static_cast<std::int64_t>(indent + kContinuedColumns);
            x = numbers_ + (further * 2 < region_.width - numbers_ ? further : Length{});
        }
    }

private:
    Length width_of(std::string const& words) { return text::line_width(context_.type.line(SourcedText(words), look_, node_)); }
    Length mark_room() const { return Length::points(7); }

    text::CharStyle chars(Token token) {
        doc::TextStyle look = look_;
        switch (token) {
            case Token::Keyword:
                look.color = style_.color("keyword");
                look.weight = static_cast<int>(style_.number("keyword_weight"));
                break;
            case Token::Name: look.color = style_.color("name"); break;
            case Token::String: look.color = style_.color("string"); break;
            case Token::Number: look.color = style_.color("number"); break;
            case Token::Comment:
                look.color = style_.color("comment");
                look.italic = style_.flag("comment_italic");
                break;
            case Token::Plain: break;
        }
        return context_.type.chars(look);
    }

    text::StyledText styled(CodeLine const& line) {
        text::StyledText text;
        for (Segment const& segment : line) text.append(segment.text, chars(segment.token), node_);
        return text;
    }

    /// Where a line is cut: behind the last blank or mark in the second half of what fits, else behind the last character that fits.
    std::size_t cut_of(std::vector<text::PlacedRun> const& runs, text::StyledText const& text, Length room) {
        std::string const& words = text.text.text;
        std::size_t const begin = std::min(words.find_first_not_of(' '), words.size());
        std::size_t fits = 0, good = 0, offset = 0;
        for (text::PlacedRun const& placed : runs) {
            Length x = placed.x;
            std::vector<text::Glyph> const& glyphs = placed.run.glyphs;
            for (std::size_t i = 0; i < glyphs.size(); ++i) {
                x += Length::from_raw(glyphs[i].advance);
                bool const last = i + 1 == glyphs.size();
                if (!last && glyphs[i + 1].cluster == glyphs[i].cluster) continue;
                std::size_t const end = offset + (last ? placed.run.text.size() : glyphs[i + 1].cluster);
                if (x > room) break;
                fits = end;
                if (std::string_view(" ,;()[]{}=&|+/").find(words[end - 1]) != std::string_view::npos && x * 2 > room) good = end;
            }
            offset += placed.run.text.size();
        }
        std::size_t const cut = good > begin ? good : fits;
        if (code_.wrap && cut > begin) return cut;
        Length const over = text::line_width(runs) - room - mark_room();
        context_.diagnostics.error("E659", text.text.span(), fmt::format("this line of code is {:.1f} points wider than its place", over.to_points()),
                                   code_.wrap ? "shorten it" : "shorten it, or leave out 'wrap: false'");
        return std::string::npos;
    }

    static text::StyledText tail(text::StyledText const& text, std::size_t from) {
        while (from < text.text.text.size() && text.text.text[from] == ' ') ++from;
        text::StyledText out;
        for (text::StyledText::Run const& run : text.runs) {
            std::size_t const begin = std::max<std::size_t>(run.begin, from);
            if (begin < run.end) out.append(text.text.substr(begin, run.end - begin), text.styles[run.style], run.mark);
        }
        return out;
    }

    /// Puts the first `keep` bytes of a run on the row.
    void place(draw::Frame& frame, text::PlacedRun const& placed, Length x, std::size_t keep) {
        text::GlyphRun run = placed.run;
        if (run.text.size() > keep) {
            std::erase_if(run.glyphs, [&](text::Glyph const& glyph) { return glyph.cluster >= keep; });
            run.text.resize(keep);
        }
        if (!run.text.empty()) frame.text(node_, {x + placed.x, baseline()}, std::move(run));
    }

    void add_number(draw::Frame& frame, std::size_t index) {
        doc::TextStyle look = look_;
        look.color = style_.color("line_number");
        SourcedText const words(std::to_string(static_cast<std::size_t>(code_.first) + index));
        std::vector<text::PlacedRun> const runs = context_.type.line(words, look, draw::kArtifactLayout);
        Length const left = numbers_ - style_.length("number_gap") - text::line_width(runs);
        for (text::PlacedRun const& run : runs) frame.text(draw::kArtifactLayout, {left + run.x, baseline()}, run.run);
    }

    /// A hook back to the left, drawn, so that it needs no font.
    void add_mark(draw::Frame& frame) {
        Length const right = region_.width - Length::points(0.5), foot = baseline() - look_.size / 5, unit = look_.size / 10;
        Path hook;
        hook.move_to({right, foot - unit * 4}).line_to({right, foot}).line_to({right - unit * 5, foot});
        hook.move_to({right - unit * 3, foot - unit * 2}).line_to({right - unit * 5, foot}).line_to({right - unit * 3, foot + unit * 2});
        frame.stroke(draw::kArtifactLayout, std::move(hook), {style_.color("line_number"), Length::points(0.5), {}});
    }

    Length baseline() { return context_.type.first_baseline(look_); }

    Code const& code_;
    doc::BlockStyle const& style_;
    BuildContext& context_;
    draw::NodeId node_;
    Region region_;
    doc::TextStyle look_;
    Length blank_, numbers_;
};

/// Rows as boxes. `last_of_line`: the row ends a line of the code.
void append_rows(std::vector<draw::Frame> rows, std::vector<bool> const& last_of_line, Region region, Code const& code, bool clears, BuildContext& context) {
    std::size_t const count = rows.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) {
            bool const alone = i == 1 || i + 1 == count;
            std::int64_t const price = last_of_line[i - 1] ? 0 : context.cost("split_card");
            context.keep_with_next(alone ? layout::kForbidden : price, alone                 ? "line of code alone"
                                                                       : last_of_line[i - 1] ? "code split"
                                                                                             : "line of code split");
        }
        layout::VBox box;
        box.height = rows[i].size.height;
        box.span = code.span;
        box.clears_rail = clears;
        box.pieces.push_back({{region.x, {}}, std::make_shared<draw::Frame const>(std::move(rows[i]))});
        context.box(std::move(box));
    }
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& code = static_cast<Code const&>(block);
    doc::BlockStyle const& style = context.style("code");
    Region const region = context.stand(style.span("span"));
    Length const pad = min(style.length("pad_x"), region.width / 10);
    Region const inner{region.x + pad, region.width - pad * 2};
    bool const clears = region.x == Length{} && !context.nested;
    context.keep_lead_in();
    context.open(style.length("above"), 1);
    Color const fill = style.color(context.nested ? "nested_fill" : "fill");
    layout::Decoration const ground = panel_ground(region, style.length("pad_y"), fill, style.color("edge"), style.length("edge_width"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, code.span);
    {
        Panel const panel(context, ground, inner, node, context.cost("split_callout"));
        if (!code.title.empty()) {
            doc::TextStyle const& look = style.text("title");
            draw::NodeId const title = context.tree.add(node, draw::Role::P, code.title.span());
            std::size_t const title_at = context.list.size();
            context.lines(context.type.paragraph(context.type.plain(code.title, look, title), look, inner.width), look, inner.x, code.title.span(), false);
            for (std::size_t i = title_at; i < context.list.size(); ++i) {
                if (auto* line = std::get_if<layout::VBox>(&context.list[i])) line->clears_rail = clears;
            }
            context.keep_with_next(layout::kForbidden, "title apart from its code");
            context.list.push_back(layout::VGlue{style.length("title_gap"), 0});
        }
        draw::NodeId const words = context.tree.add(context.tree.add(node, draw::Role::P, code.span), draw::Role::Code, code.span);
        context.tree[words].actual_text = code.text.text;  // with its lines, whatever the page made of them
        std::vector<draw::Frame> rows;
        std::vector<bool> last_of_line;
        std::size_t index = 0;
        CodeSetter setter(code, style, context, words, inner);
        for (CodeLine const& line : lines_of(code, static_cast<std::size_t>(std::max<std::int64_t>(1, style.number("tab"))))) {
            setter.set(line, index++, rows);
            last_of_line.resize(rows.size(), false);
            last_of_line.back() = true;
        }
        append_rows(std::move(rows), last_of_line, inner, code, clears, context);
    }
    context.close(style.length("below"));
}

}  // namespace

BlockType const kCode{"code",
                      "Lines of code, kept as they are and coloured by what they are made of.",
                      kFields,
                      kSlots,
                      read,
                      build,
                      "- code:\n    language: sql\n    title: Positions over their limit\n    text: |\n      -- one row for each fund and issuer\n"
                      "      SELECT fund, issuer, SUM(weight) AS weight\n      FROM positions\n      WHERE as_of = '2026-06-15'\n      GROUP BY fund, issuer\n"
                      "      HAVING SUM(weight) > 0.10;\n"};

}  // namespace offprint::blocks
