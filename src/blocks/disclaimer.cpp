// The full disclosures, at the end of every article: clause by clause, in balanced columns of small type.
#include <algorithm>
#include <optional>

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

/// Lines in columns: where each column starts, and what the choice costs.
struct Columns {
    std::vector<std::size_t> starts;
    Length tallest, cost;
};

/// Fills columns of height `limit` from the left. A column ends up to `early` lines early where that is at the end of a
/// paragraph; a lone line of a paragraph on either side costs two lines. Nothing when the text does not fit.
std::optional<Columns> fill_columns(std::vector<TextLine> const& lines, std::size_t columns, Length limit, std::size_t early, Length leading, Length gap) {
    Columns out;
    auto cut_cost = [&](std::size_t cut) {
        if (cut >= lines.size() || lines[cut].opens) return Length{};
        bool const lone = lines[cut - 1].opens || cut + 1 == lines.size() || lines[cut + 1].opens;
        return leading * (lone ? 3 : 1);
    };
    std::size_t at = 0;
    for (std::size_t c = 0; c < columns; ++c) {
        out.starts.push_back(at);
        Length height, best_cost;
        std::size_t best = at;
        for (std::size_t i = at; i < lines.size(); ++i) {
            height += leading + (lines[i].opens && i > at ? gap : Length{});
            if (height > limit) break;
            if (best == at || i + 1 == lines.size() || cut_cost(i + 1) <= best_cost || i >= best + early) {
                best = i + 1;
                best_cost = cut_cost(best);
                out.tallest = max(out.tallest, height);
            }
        }
        out.cost += best_cost;
        at = best;
    }
    if (at < lines.size()) return std::nullopt;
    out.cost += out.tallest;
    return out;
}

/// The best of the column heights from an even share upward.
Columns choose_columns(std::vector<TextLine> const& lines, std::size_t columns, Length leading, Length gap) {
    Length const even = leading * static_cast<std::int64_t>((lines.size() + columns - 1) / columns);
    std::optional<Columns> best;
    for (Length limit = even; !best || limit <= even + leading * 5; limit += leading / 2) {
        for (std::size_t const early : {std::size_t{0}, std::size_t{4}}) {
            auto const filled = fill_columns(lines, columns, limit, early, leading, gap);
            if (filled && (!best || filled->cost < best->cost)) best = filled;
        }
    }
    return *best;
}

/// Short texts stand in columns as one box, which is never split: a reader goes down one column before the next.
bool build_columns(ClauseText const& text, doc::BlockStyle const& style, Region region, BuildContext& context) {
    auto const count = std::max<std::int64_t>(1, style.number("columns"));
    Length const width = (region.width - style.length("gutter") * (count - 1)) / count;
    Length const leading = style.text("text").leading, gap = style.length("paragraph_gap"), first = context.type.first_baseline(style.text("text"));
    std::vector<TextLine> lines;
    for (text::StyledText const& paragraph : text.paragraphs) {
        text::ParagraphPtr const p = context.type.paragraph(paragraph, style.text("text"), width);
        for (std::uint32_t i = 0; i < p->lines().size(); ++i) lines.push_back({p, i, i == 0});
    }
    if (lines.empty()) return true;
    Columns const columns = choose_columns(lines, static_cast<std::size_t>(count), leading, gap);
    if (columns.tallest > (context.paper.size.height - context.paper.top - context.paper.bottom) / 2) return false;
    layout::VBox box;
    box.height = columns.tallest;
    box.span = text.span;
    box.clears_rail = region.x == Length{};
    for (std::size_t c = 0; c < columns.starts.size(); ++c) {
        std::size_t const begin = columns.starts[c], end = c + 1 < columns.starts.size() ? columns.starts[c + 1] : lines.size();
        Length const x = region.x + (width + style.length("gutter")) * static_cast<std::int64_t>(c);
        Length y;
        for (std::size_t i = begin; i < end; ++i) {
            if (lines[i].opens && i > begin) y += gap;
            box.pieces.push_back({{x, y + first}, layout::LineContent{lines[i].paragraph, lines[i].line}});
            y += leading;
        }
    }
    context.box(std::move(box));
    return true;
}

/// Long texts run over pages, one column on the measure.
void build_flow(ClauseText const& text, doc::BlockStyle const& style, BuildContext& context) {
    Region const measure = context.stand(doc::BlockSpan::Measure);
    for (text::StyledText const& paragraph : text.paragraphs) {
        if (&paragraph != &text.paragraphs.front()) context.list.push_back(layout::VGlue{style.length("paragraph_gap"), 0});
        context.lines(context.type.paragraph(paragraph, style.text("text"), measure.width), style.text("text"), measure.x, text.span, false);
    }
}

void build_clause(doc::Clause const& clause, doc::BlockStyle const& style, BuildContext& context) {
    Region const region = context.region(style.span("span"));
    doc::TextStyle const& look = style.text("heading");
    context.stand(style.span("span"));
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
    ClauseText const text = read_clause_text(clause, style, context);
    if (!build_columns(text, style, region, context)) build_flow(text, style, context);
    context.close(style.length("above"));
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.clauses.empty()) return;
    doc::BlockStyle const& style = context.style("disclaimer");
    draw::NodeId const outer = context.parent;
    context.parent = context.tree.add(draw::kFirstNode, draw::Role::Sect, block.span);
    context.open(style.length("above"), 3);
    context.list.push_back(layout::RunningMark{context.clauses.front().title.text, true});
    for (doc::Clause const& clause : context.clauses) {
        if (clause.language == context.type.language())
            build_clause(clause, style, context);
        else
            context.in_language(clause.language, [&] { build_clause(clause, style, context); });
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
