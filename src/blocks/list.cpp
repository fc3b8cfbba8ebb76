// Lists: a mark in the margin of the text, items ragged or justified as their style says, each item kept whole where it can be.
#include <utility>

#include "blocks/prose.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kMarks[] = {"bullet", "number"};
constexpr data::Field kFields[] = {
    {"items", data::Kind::TextList, data::Required::Yes, "The items, each Markdown of one paragraph."},
    {"marks", data::Kind::Choice, data::Required::No, "bullet or number.", kMarks},
};
constexpr doc::StyleSlot kSlots[] = {
    {"text", doc::SlotKind::Text, "list", "The items."},
    {"code", doc::SlotKind::Text, "code", "Code inside items."},
    {"mark", doc::SlotKind::Text, "list-mark", "The mark before an item."},
    {"indent", doc::SlotKind::Length, "13", "From the left edge to the text."},
    {"mark_indent", doc::SlotKind::Length, "1.5", "From the left edge to the mark."},
    {"above", doc::SlotKind::Length, "6.5", "Space above."},
    {"below", doc::SlotKind::Length, "6.5", "Space below."},
    {"gap", doc::SlotKind::Length, "3", "Space between items."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct List final : doc::Block {
    doc::MarkdownBlock content;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<List>();
    std::vector<SourcedText> items;
    bool numbered = false;
    if (value.kind == data::ValueKind::List) {  // `list: [a, b]` is short for `list: {items: [a, b]}`
        for (data::Value const& item : value.list) {
            if (item.kind == data::ValueKind::Scalar)
                items.push_back(item.scalar);
            else
                context.diagnostics.error("E203", item.span, "an item of a list must be text");
        }
    } else {
        data::Record const record(value, kFields, "a list", context.diagnostics);
        if (!record.valid()) return nullptr;
        items = record.texts("items");
        numbered = record.choice("marks").value_or(0) == 1;
    }
    if (items.empty()) {
        context.diagnostics.error("E202", value.span, "a list needs at least one item");
        return nullptr;
    }
    block->content.kind = numbered ? doc::MarkdownBlock::Kind::NumberedList : doc::MarkdownBlock::Kind::BulletList;
    block->content.span = value.span;
    for (SourcedText const& item : items) {
        doc::MarkdownBlock paragraph;
        paragraph.kind = doc::MarkdownBlock::Kind::Paragraph;
        paragraph.runs = doc::parse_inline(item, context.diagnostics);
        paragraph.span = item.span();
        doc::smarten_quotes(paragraph.runs, context.language);
        block->content.items.push_back({std::move(paragraph)});
    }
    return block;
}

void build(doc::Block const& block, BuildContext& context) { build_list(static_cast<List const&>(block).content, context); }

/// The mark of an item: a short bar for bullets, so that it is the same in every font; the number otherwise.
void add_mark(layout::VBox& line, Region region, std::size_t index, bool numbered, doc::BlockStyle const& style, BuildContext& context, draw::NodeId label,
              Length baseline) {
    SourcedText const mark(numbered ? std::to_string(index + 1) + "." : "\u2013");
    text::ParagraphPtr const set = context.type.paragraph(context.type.plain(mark, style.text("mark"), label), style.text("mark"), style.length("indent") * 2);
    line.pieces.insert(line.pieces.begin(), {{region.x + style.length("mark_indent"), baseline}, layout::LineContent{set, 0}});
}

void build_item(std::vector<doc::MarkdownBlock> const& parts, Region inner, doc::BlockStyle const& style, BuildContext& context, bool on_grid) {
    ProseLook const look{style.text("text"), style.text("code"), {}, inner};
    for (doc::MarkdownBlock const& part : parts) {
        if (part.kind != doc::MarkdownBlock::Kind::Paragraph) {
            Region const saved = std::exchange(context.inset, inner);
            build_list(part, context);
            context.inset = saved;
            continue;
        }
        // An item's lines hang together a little more than those of prose.
        std::size_t const from = context.list.size();
        text::StyledText text = context.type.inlines(part.runs, look.text, look.code, context.tree, context.parent);
        context.lines(context.type.paragraph(std::move(text), look.text, inner.width), look.text, inner.x, part.span, on_grid);
        raise_penalties(context.list, from, context.cost("split_list_item"), "list item split");
    }
}

}  // namespace

void build_list(doc::MarkdownBlock const& list, BuildContext& context) {
    doc::BlockStyle const& style = context.style("list");
    Region const region = context.stand(style.span("span"));
    Length const indent = style.length("indent");
    Region const inner{region.x + indent, region.width - indent};
    bool const numbered = list.kind == doc::MarkdownBlock::Kind::NumberedList;
    draw::NodeId const outer = context.parent;
    draw::NodeId const node = context.tree.add(outer, draw::Role::L, list.span);
    context.tree[node].numbering = numbered ? draw::ListNumbering::Decimal : draw::ListNumbering::Disc;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        if (i == 0) context.keep_lead_in();
        // One item alone at the end of a page, or at its head, looks like a slip.
        if (i == 1 || (i > 1 && i + 1 == list.items.size())) context.keep_with_next(context.cost("split_list_item") * 3, "list item alone");
        context.open(i == 0 ? style.length("above") : style.length("gap"));
        draw::NodeId const item = context.tree.add(node, draw::Role::LI);
        draw::NodeId const label = context.tree.add(item, draw::Role::Lbl);
        context.parent = context.tree.add(item, draw::Role::LBody);
        std::size_t const first = context.list.size();
        // Only the first item stands on the grid: the small space between items would else become a whole line.
        build_item(list.items[i], inner, style, context, i == 0 && !context.nested);
        for (std::size_t k = first; k < context.list.size(); ++k) {
            auto* line = std::get_if<layout::VBox>(&context.list[k]);
            if (line == nullptr) continue;
            add_mark(*line, region, i, numbered, style, context, label, context.type.first_baseline(style.text("text")));
            break;
        }
        context.close(style.length("gap"));
    }
    context.parent = outer;
    context.close(style.length("below"));
    context.after_text = false;
}

BlockType const kList{"list",
                      "A bullet or numbered list.",
                      kFields,
                      kSlots,
                      read,
                      build,
                      "- list: {items: [\"**Margin** must hold.\", The ramp stays on schedule.]}\n",
                      data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
