// Endnotes: the article's notes in one list, instead of at the feet of pages.
#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Notes\" in the article's language when missing, none when empty."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The title."},
    {"text", doc::SlotKind::Text, "legal", "The notes."},
    {"code", doc::SlotKind::Text, "code", "Code inside notes."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above; 0 for none."},
    {"title_pad", doc::SlotKind::Length, "5", "Space between the rule and the title."},
    {"title_gap", doc::SlotKind::Length, "3", "Space below the title."},
    {"indent", doc::SlotKind::Length, "14", "From the left edge to the text; the mark hangs in it."},
    {"mark_gap", doc::SlotKind::Length, "2.5", "Space between mark and text."},
    {"gap", doc::SlotKind::Length, "2", "Space between notes."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where they stand."},
};

struct Endnotes final : doc::Block {
    std::optional<SourcedText> title;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Endnotes>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "endnotes", context.diagnostics);
    if (!record.valid()) return nullptr;
    block->title = read_listing_title(record, context);
    return block;
}

void build_notes(Region region, Span place, BuildContext& context) {
    doc::BlockStyle const& style = context.style("endnotes");
    std::vector<layout::VBox> notes = context.notes.take_all(style, region, context);
    if (notes.empty()) context.diagnostics.error("E294", place, "no text has a note for the endnotes", "write one with ^[text], or delete the block");
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (i == 1 || (i > 1 && i + 1 == notes.size())) context.keep_with_next(context.cost("split_list_item") * 3, "list item alone");
        if (i > 0) context.list.push_back(layout::VGlue{style.length("gap")});
        context.box(std::move(notes[i])).clears_rail = region.x == Length{};
    }
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.nested || !context.notes.claim()) {
        context.diagnostics.error("E294", block.span, "an article has its endnotes once, in its body", "let one block stand there");
        return;
    }
    doc::BlockStyle const& style = context.style("endnotes");
    Region const region = context.stand(style.span("span"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, block.span);
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    set_list_head(listing_title(static_cast<Endnotes const&>(block).title, "endnotes", context), style, region, block.span, node, context);
    context.later([region, place = block.span](BuildContext& later) { build_notes(region, place, later); });
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kEndnotes{"endnotes",
                          "The notes of all texts in one list: where it stands, none stands at the foot of a page.",
                          kFields,
                          kSlots,
                          read,
                          build,
                          "- \"Content per rack rises to $1,200.^[Midpoint of the range.] The range is wide.^[From $900 to $1,500, by configuration.]\"\n"
                          "- endnotes:\n",
                          data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
