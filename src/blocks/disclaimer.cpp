// The full disclosures, at the end of every article: clause by clause, in balanced columns of small type.
#include <algorithm>
#include <functional>
#include <span>

#include "blocks/clause_columns.h"
#include "blocks/prose.h"

namespace offprint::blocks {
namespace {

constexpr doc::StyleSlot kSlots[] = {
    {"heading", doc::SlotKind::Text, "block-title", "The heading."},
    {"text", doc::SlotKind::Text, "legal", "The text."},
    {"code", doc::SlotKind::Text, "legal", "Code inside the text."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above."},
    {"pad", doc::SlotKind::Length, "6", "Space below the rule."},
    {"heading_gap", doc::SlotKind::Length, "4", "Space below the heading."},
    {"columns", doc::SlotKind::Number, "2", "Columns of text."},
    {"gutter", doc::SlotKind::Length, "18", "Space between columns."},
    {"paragraph_gap", doc::SlotKind::Length, "4", "Space between paragraphs."},
    {"gather", doc::SlotKind::Number, "1500", "Neighbouring clauses of no more than so many bytes share their columns, each under its title in strong type."},
    {"above", doc::SlotKind::Length, "19", "Space above."},
    {"span", doc::SlotKind::Span, "full", "Where it stands."},
};

struct Disclaimer final : doc::Block {};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    if (value.kind != data::ValueKind::Null && !(value.kind == data::ValueKind::Map && value.map.empty())) {
        context.diagnostics.error("E203", value.span, "'disclaimer' takes no keys", "its texts are named by the article's 'disclosures'");
        return nullptr;
    }
    return std::make_unique<Disclaimer>();
}

/// A clause's paragraphs with their nodes, not yet broken.
struct ClauseText {
    std::vector<text::StyledText> paragraphs;
    Span span;
};

ClauseText read_clause_text(doc::Clause const& clause, doc::BlockStyle const& style, BuildContext& context) {
    doc::ReadContext reader{context.diagnostics, clause.language, {}};
    ClauseText out{{}, clause.text.span()};
    for (doc::MarkdownBlock const& part : read_markdown(clause.text, reader)) {
        if (part.kind != doc::MarkdownBlock::Kind::Paragraph) {
            context.diagnostics.error("E208", part.span, "a clause is made of paragraphs", "write lists as sentences");
            continue;
        }
        draw::NodeId const node = context.tree.add(context.parent, draw::Role::P, part.span);
        out.paragraphs.push_back(context.type.inlines(part.runs, style.text("text"), style.text("code"), context.tree, node));
    }
    return out;
}

/// How the texts stand in columns.
struct Grid {
    Region region;
    std::size_t count;
    Length width, step, leading, gap;
};

Grid grid_of(doc::BlockStyle const& style, BuildContext const& context) {
    Region const region = context.region(style.span("span"));
    auto const count = std::max<std::int64_t>(1, style.number("columns"));
    Length const width = (region.width - style.length("gutter") * (count - 1)) / count;
    return {region, static_cast<std::size_t>(count), width, width + style.length("gutter"), style.text("text").leading, style.length("paragraph_gap")};
}

void add_lines(std::vector<ColumnLine>& lines, text::ParagraphPtr const& paragraph, Length above, bool heading) {
    for (std::uint32_t i = 0; i < paragraph->lines().size(); ++i) lines.push_back({paragraph, i, i == 0 ? above : Length{}, i == 0, heading});
}

std::vector<ColumnLine> lines_of(ClauseText const& text, Grid const& grid, doc::BlockStyle const& style, BuildContext& context) {
    std::vector<ColumnLine> lines;
    for (text::StyledText const& paragraph : text.paragraphs)
        add_lines(lines, context.type.paragraph(paragraph, style.text("text"), grid.width), grid.gap, false);
    return lines;
}

/// The most that a box of columns takes of a page: it is never split.
Length most_height(BuildContext const& context) { return (context.paper.size.height - context.paper.top - context.paper.bottom) / 2; }

void add_columns(std::vector<ColumnLine> const& lines, ColumnChoice const& columns, Grid const& grid, Span span, doc::BlockStyle const& style,
                 BuildContext& context) {
    layout::VBox box;
    box.height = columns.tallest;
    box.span = span;
    box.clears_rail = grid.region.x == Length{};
    box.pieces = column_pieces(lines, columns, grid.region.x, grid.step, grid.leading, context.type.first_baseline(style.text("text")));
    context.box(std::move(box));
}

/// Long texts run over pages, one column on the measure.
void build_flow(ClauseText const& text, doc::BlockStyle const& style, BuildContext& context) {
    Region const measure = context.stand(doc::BlockSpan::Measure);
    for (text::StyledText const& paragraph : text.paragraphs) {
        if (&paragraph != &text.paragraphs.front()) context.list.push_back(layout::VGlue{style.length("paragraph_gap"), 0});
        context.lines(context.type.paragraph(paragraph, style.text("text"), measure.width), style.text("text"), measure.x, text.span, false);
    }
}

draw::NodeId add_heading(doc::Clause const& clause, BuildContext& context) {
    draw::NodeId const node = context.tree.add(context.parent, heading_role(context, 2), clause.title.span());
    context.tree[node].title = clause.title.text;
    context.list.push_back(layout::Bookmark{clause.title.text, 1, node});
    return node;
}

/// A rule across, and the heading below it if there is one.
void set_opening(text::ParagraphPtr const& heading, doc::BlockStyle const& style, Region region, Span span, BuildContext& context) {
    layout::Stack stack(region.x);
    set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
    stack.space(style.length("pad"));
    if (heading) set_paragraph(stack, context.type, heading, style.text("heading"));
    if (heading) stack.space(style.length("heading_gap"));
    context.box(stack.box(span)).clears_rail = region.x == Length{};
    context.keep_with_next(layout::kForbidden, "heading without text");
}

/// A clause by itself: its heading across, its text in columns, or on the measure where it is long.
void build_clause(doc::Clause const& clause, doc::BlockStyle const& style, BuildContext& context) {
    Grid const grid = grid_of(style, context);
    doc::TextStyle const& look = style.text("heading");
    context.stand(style.span("span"));
    draw::NodeId const node = add_heading(clause, context);
    set_opening(context.type.paragraph(context.type.plain(clause.title, look, node), look, grid.region.width), style, grid.region, clause.title.span(),
                context);
    ClauseText const text = read_clause_text(clause, style, context);
    std::vector<ColumnLine> const lines = lines_of(text, grid, style, context);
    if (!lines.empty()) {
        ColumnChoice const columns = choose_columns(lines, grid.count, grid.leading);
        if (columns.tallest > most_height(context))
            build_flow(text, style, context);
        else
            add_columns(lines, columns, grid, text.span, style, context);
    }
    context.close(style.length("above"));
}

/// The lines of a clause that stands among others in the same columns: its title in strong type of the text, its text right below.
void add_clause_lines(doc::Clause const& clause, Grid const& grid, doc::BlockStyle const& style, std::vector<ColumnLine>& lines, BuildContext& context) {
    doc::TextStyle look = style.text("text");
    look.color = style.text("heading").color;
    doc::InlineRun title;
    title.text = clause.title;
    title.strong = true;
    draw::NodeId const node = add_heading(clause, context);
    text::StyledText words = context.type.inlines({title}, look, look, context.tree, node);
    add_lines(lines, context.type.paragraph(std::move(words), look, grid.width), grid.gap * 2, true);
    std::vector<ColumnLine> text = lines_of(read_clause_text(clause, style, context), grid, style, context);
    if (!text.empty()) text.front().above = Length{};
    lines.insert(lines.end(), text.begin(), text.end());
}

void in_language_of(doc::Clause const& clause, BuildContext& context, std::function<void()> const& build) {
    if (clause.language == context.type.language())
        build();
    else
        context.in_language(clause.language, build);
}

bool is_short(doc::Clause const& clause, doc::BlockStyle const& style) { return clause.text.text.size() <= static_cast<std::size_t>(style.number("gather")); }

/// Neighbours that are short share their columns: each cut into columns of its own would be a few words wide and a few lines high, over and over.
std::size_t build_gathered(std::span<doc::Clause const> clauses, doc::BlockStyle const& style, BuildContext& context) {
    Grid const grid = grid_of(style, context);
    context.stand(style.span("span"));
    set_opening(nullptr, style, grid.region, clauses.front().title.span(), context);
    std::vector<ColumnLine> lines;
    std::size_t taken = 0;
    Length height;
    for (; taken < clauses.size(); ++taken) {
        std::size_t const before = lines.size();
        if (taken > 0 && height + height / static_cast<std::int64_t>(taken) > most_height(context) * static_cast<std::int64_t>(grid.count)) break;
        in_language_of(clauses[taken], context, [&] { add_clause_lines(clauses[taken], grid, style, lines, context); });
        for (std::size_t i = before; i < lines.size(); ++i) height += grid.leading + lines[i].above;
    }
    add_columns(lines, choose_columns(lines, grid.count, grid.leading), grid, clauses.front().text.span(), style, context);
    context.close(style.length("above"));
    return taken;
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.clauses.empty()) return;
    doc::BlockStyle const& style = context.style("disclaimer");
    draw::NodeId const outer = context.parent;
    context.parent = context.tree.add(draw::kFirstNode, draw::Role::Sect, block.span);
    context.open(style.length("above"), 3);
    context.list.push_back(layout::RunningMark{context.clauses.front().title.text, true});
    std::span<doc::Clause const> rest(context.clauses);
    while (!rest.empty()) {
        auto const end = std::find_if_not(rest.begin(), rest.end(), [&](doc::Clause const& clause) { return is_short(clause, style); });
        auto const run = static_cast<std::size_t>(end - rest.begin());
        std::size_t done = 1;
        if (run > 1)
            done = build_gathered(rest.first(run), style, context);
        else
            in_language_of(rest.front(), context, [&] { build_clause(rest.front(), style, context); });
        rest = rest.subspan(done);
        if (!rest.empty()) context.open({}, 1);
    }
    context.parent = outer;
    context.after_text = false;
}

}  // namespace

BlockType const kDisclaimer{"disclaimer",
                            "The full texts of the article's disclosures; stands at the end by itself when it is not placed.",
                            {},
                            kSlots,
                            read,
                            build,
                            "- disclaimer:\n",
                            data::BlockForm::Nothing};

}  // namespace offprint::blocks
