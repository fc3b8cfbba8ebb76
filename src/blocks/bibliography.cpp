// The bibliography: what the texts cite by [@key], numbered in the order in which they cite it.
#include <algorithm>

#include "blocks/block_type.h"
#include "blocks/listing.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"title", data::Kind::Text, data::Required::No, "Its title; \"Sources\" in the article's language when missing, none when empty."},
    {"all", data::Kind::Bool, data::Required::No, "Sources that no text cites stand at the end of it."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"title", doc::SlotKind::Text, "block-title", "The title."},
    {"text", doc::SlotKind::Text, "legal", "The sources."},
    {"code", doc::SlotKind::Text, "code", "Code inside them."},
    {"number", doc::SlotKind::Text, "legal", "Their numbers."},
    {"rule", doc::SlotKind::Color, "ink", "The rule above.", {}, true},
    {"rule_width", doc::SlotKind::Length, "0.8", "The rule above; 0 for none."},
    {"title_pad", doc::SlotKind::Length, "5", "Space between the rule and the title."},
    {"title_gap", doc::SlotKind::Length, "4", "Space below the title."},
    {"indent", doc::SlotKind::Length, "18", "From the left edge to the sources; numbers hang in it."},
    {"gap", doc::SlotKind::Length, "3", "Space between sources."},
    {"above", doc::SlotKind::Length, "16", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "measure", "Where it stands."},
};

struct Bibliography final : doc::Block {
    std::optional<SourcedText> title;
    bool all = false;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Bibliography>();
    if (value.kind == data::ValueKind::Null) return block;
    data::Record const record(value, kFields, "a bibliography", context.diagnostics);
    if (!record.valid()) return nullptr;
    block->title = read_listing_title(record, context);
    block->all = record.boolean("all", false);
    return block;
}

/// Cites what no text has cited, in the order of the article.
void cite_rest(BuildContext& context) {
    doc::NoteText rest;
    for (doc::CitedSource const& source : context.article.sources) {
        auto reference = std::make_shared<doc::CrossReference>();
        reference->id = source.key;
        doc::InlineRun run;
        run.reference = std::move(reference);
        rest.runs.push_back(std::move(run));
    }
    context.references.cite_in(rest);
}

/// The sources, when all that is cited has its number.
void build_sources(draw::NodeId list, Region region, Span place, BuildContext& context) {
    doc::BlockStyle const& style = context.style("bibliography");
    doc::TextStyle const& look = style.text("text");
    doc::TextStyle number_look = style.text("number");
    number_look.align = doc::Align::Ragged;
    Length const indent = style.length("indent");
    std::vector<std::uint32_t> const cited = context.references.cited();
    if (cited.empty()) context.diagnostics.error("E280", place, "no text cites a source for the bibliography", "cite one with [@key], or delete the block");
    for (std::size_t i = 0; i < cited.size(); ++i) {
        doc::CitedSource const& source = context.article.sources[cited[i]];
        if (i == 1 || (i > 1 && i + 1 == cited.size())) context.keep_with_next(context.cost("split_list_item") * 3, "list item alone");
        if (i > 0) context.list.push_back(layout::VGlue{style.length("gap")});
        draw::NodeId const item = context.tree.add(list, draw::Role::LI, source.span);
        draw::NodeId const label = context.tree.add(item, draw::Role::Lbl, source.span), body = context.tree.add(item, draw::Role::LBody, source.span);
        std::size_t const first = context.list.size();
        text::StyledText words = context.type.inlines(source.text, look, style.text("code"), context.tree, body);
        context.lines(context.type.paragraph(std::move(words), look, region.width - indent), look, region.x + indent, source.span, false);
        context.references.listed(i + 1, label, body + 1);
        if (first == context.list.size()) continue;
        SourcedText const number(std::to_string(i + 1) + ".");
        text::ParagraphPtr const mark = context.type.paragraph(context.type.plain(number, number_look, label), number_look, region.width);
        auto& line = std::get<layout::VBox>(context.list[first]);
        line.pieces.insert(line.pieces.begin(), {{region.x, context.type.first_baseline(look)}, layout::LineContent{mark, 0}});
    }
}

void build(doc::Block const& block, BuildContext& context) {
    if (context.article.sources.empty()) return;
    doc::BlockStyle const& style = context.style("bibliography");
    Region const region = context.stand(style.span("span"));
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, block.span);
    std::size_t const first = context.list.size();
    context.open(style.length("above"), 1);
    set_list_head(listing_title(static_cast<Bibliography const&>(block).title, "bibliography", context), style, region, block.span, node, context);
    draw::NodeId const list = context.tree.add(node, draw::Role::L, block.span);
    context.tree[list].numbering = draw::ListNumbering::Decimal;
    context.later([list, region, place = block.span, all = static_cast<Bibliography const&>(block).all](BuildContext& later) {
        if (all) cite_rest(later);
        build_sources(list, region, place, later);
    });
    context.settle(first, style.length("above"), style.length("below"));
}

}  // namespace

BlockType const kBibliography{"bibliography",
                              "The sources that the texts cite, in the order of their numbers; stands at the end by itself when it is not placed.",
                              kFields,
                              kSlots,
                              read,
                              build,
                              "- bibliography: {all: true}\n",
                              data::BlockForm::MapOrNothing};

}  // namespace offprint::blocks
