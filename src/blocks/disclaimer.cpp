// The full disclosures, at the end of every article: clause by clause, in balanced columns of small type.
#include <algorithm>

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

/// A line of the text: which paragraph, which line, whether a paragraph's space stands above it.
struct TextLine {
    text::ParagraphPtr paragraph;
    std::uint32_t line;
    bool opens;
};

std::vector<TextLine> set_clause(doc::Clause const& clause, doc::BlockStyle const& style, Length width, BuildContext& context, draw::NodeId parent) {
    doc::ReadContext reader{context.diagnostics, context.article.language, {}};
    std::vector<TextLine> lines;
    for (doc::MarkdownBlock const& part : read_markdown(clause.text, reader)) {
        if (part.kind != doc::MarkdownBlock::Kind::Paragraph) {
            context.diagnostics.error("E208", part.span, "a clause is made of paragraphs", "write lists as sentences");
            continue;
        }
        draw::NodeId const node = context.tree.add(parent, draw::Role::P, part.span);
        text::ParagraphPtr const p =
            context.type.paragraph(context.type.inlines(part.runs, style.text("text"), style.text("code"), context.tree, node), style.text("text"), width);
        for (std::uint32_t i = 0; i < p->lines().size(); ++i) lines.push_back({p, i, i == 0});
    }
    return lines;
}

/// Heights at which rows of lines side by side can be cut without cutting a line: below a line of one column, not through
/// one of another; two lines stay together at either end.
std::vector<layout::Step> row_steps(std::vector<std::vector<std::pair<Length, Length>>> const& columns, std::int64_t cost) {
    std::vector<layout::Step> steps;
    for (std::size_t i = 1; i + 2 < columns.front().size(); ++i) {
        Length const cut = columns.front()[i].second;
        bool const clear = std::none_of(columns.begin(), columns.end(), [&](auto const& column) {
            return std::any_of(column.begin(), column.end(), [&](auto const& line) { return line.first < cut && cut < line.second; });
        });
        if (clear) steps.push_back({cut, cost, {}, {}});
    }
    return steps;
}

/// Lines in columns as even as they can be: every column holds as many lines as the one before, or one fewer. A page break
/// falls between rows of lines; each part is then read column by column within its page, which the tree does not care about.
void build_columns(std::vector<TextLine> const& lines, doc::BlockStyle const& style, Region region, std::size_t columns, Length width, BuildContext& context,
                   Span span) {
    Length const leading = style.text("text").leading, first = context.type.first_baseline(style.text("text"));
    std::size_t const rows = (lines.size() + columns - 1) / columns;
    std::vector<layout::Piece> pieces;
    Length tallest;
    std::vector<std::vector<std::pair<Length, Length>>> extents(columns);
    for (std::size_t c = 0; c < columns; ++c) {
        Length y;
        Length const x = region.x + (width + style.length("gutter")) * static_cast<std::int64_t>(c);
        for (std::size_t i = c * rows; i < std::min(lines.size(), (c + 1) * rows); ++i) {
            if (lines[i].opens && i > c * rows) y += style.length("paragraph_gap");
            pieces.push_back({{x, y + first}, layout::LineContent{lines[i].paragraph, lines[i].line}});
            extents[c].emplace_back(y, y + leading);
            y += leading;
        }
        tallest = max(tallest, y);
    }
    layout::VBox box;
    box.height = tallest;
    box.pieces = std::move(pieces);
    box.span = span;
    box.clears_rail = region.x == Length{};
    box.steps = row_steps(extents, context.cost("split_card"));
    context.box(std::move(box));
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.clauses.empty()) return;
    doc::BlockStyle const& style = context.style("disclaimer");
    Region const region = context.region(style.span("span"));
    auto const columns = std::max<std::int64_t>(1, style.number("columns"));
    Length const width = (region.width - style.length("gutter") * (columns - 1)) / columns;
    draw::NodeId const outer = context.parent;
    context.parent = context.tree.add(draw::kFirstNode, draw::Role::Sect, block.span);
    context.open(style.length("above"), 3);
    for (doc::Clause const& clause : context.clauses) {
        doc::TextStyle const& look = style.text("heading");
        draw::NodeId const node = context.tree.add(context.parent, heading_role(context, 2), clause.title.span());
        context.tree[node].title = clause.title.text;
        context.list.push_back(layout::Bookmark{clause.title.text, 1, node});
        layout::Stack stack(region.x);
        set_rule(stack, region.width, style.length("rule_width"), style.color("rule"));
        stack.space(style.length("pad"));
        set_paragraph(stack, context.type, context.type.paragraph(context.type.plain(clause.title, look, node), look, region.width), look);
        stack.space(style.length("heading_gap"));
        context.box(stack.box(clause.title.span())).clears_rail = region.x == Length{};
        context.keep_with_next(layout::kForbidden, "heading without text");
        build_columns(set_clause(clause, style, width, context, context.parent), style, region, static_cast<std::size_t>(columns), width, context,
                      clause.text.span());
        context.close(style.length("above"));
        if (&clause != &context.clauses.back()) context.open({}, 1);
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
