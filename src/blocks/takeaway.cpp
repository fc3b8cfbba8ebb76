// The takeaway: the one dark panel of a report. Kicker, a sentence set large, and what it means.
#include <utility>

#include "blocks/prose.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"kicker", data::Kind::Text, data::Required::No, "A label at the top."},
    {"title", data::Kind::Text, data::Required::Yes, "The sentence to remember."},
    {"text", data::Kind::Markdown, data::Required::No, "What follows from it."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"kicker", doc::SlotKind::Text, "takeaway-label", "The label.", "fill"},
    {"title", doc::SlotKind::Text, "takeaway-title", "The sentence.", "fill"},
    {"text", doc::SlotKind::Text, "takeaway", "Paragraphs.", "fill"},
    {"code", doc::SlotKind::Text, "takeaway", "Code inside text.", "fill"},
    {"fill", doc::SlotKind::Color, "panel", "The ground.", {}, true},
    {"edge", doc::SlotKind::Color, "panel", "A bar at the left; the ground's colour for none.", {}, true},
    {"edge_width", doc::SlotKind::Length, "0", "Its width."},
    {"pad_x", doc::SlotKind::Length, "18", "Padding at the sides."},
    {"pad_y", doc::SlotKind::Length, "16", "Padding above and below."},
    {"title_gap", doc::SlotKind::Length, "6", "Space around the sentence."},
    {"indent", doc::SlotKind::Length, "9.4", "Indent of later paragraphs."},
    {"columns", doc::SlotKind::Flag, "true", "The text stands under the measure, the kicker in the rail, when there is one."},
    {"above", doc::SlotKind::Length, "19", "Space above."},
    {"below", doc::SlotKind::Length, "16", "Space below."},
    {"span", doc::SlotKind::Span, "full", "Where it stands."},
};

struct Takeaway final : doc::Block {
    SourcedText kicker, title;
    std::vector<doc::MarkdownBlock> text;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    data::Record const record(value, kFields, "a takeaway", context.diagnostics);
    if (!record.valid()) return nullptr;
    auto block = std::make_unique<Takeaway>();
    block->kicker = doc::smart_quotes(record.text("kicker").value_or(SourcedText{}), context.language);
    block->title = doc::smart_quotes(*record.text("title"), context.language);
    if (auto text = record.text("text")) block->text = read_markdown(*text, context);
    return block;
}

void add_lines(SourcedText const& words, doc::TextStyle const& style, Region region, draw::NodeId node, BuildContext& context) {
    context.lines(context.type.paragraph(context.type.plain(words, style, node), style, region.width), style, region.x, words.span(), false);
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& takeaway = static_cast<Takeaway const&>(block);
    doc::BlockStyle const& style = context.style("takeaway");
    Region const region = context.region(style.span("span"));
    Length const pad = style.length("pad_x");
    Region const panel{region.x + pad, region.width - pad * 2};
    // With a rail the words stand on the measure, so that they line up with the prose above.
    Region const measure = context.region(doc::BlockSpan::Measure);
    bool const in_columns = style.flag("columns") && context.has_rail() && region.x < measure.x;
    Region const inner = in_columns ? Region{measure.x, panel.x + panel.width - measure.x} : panel;
    context.open(style.length("above"), 2);

    std::size_t const from = context.list.size();
    layout::Decoration decoration;
    decoration.box = {region.x, {}, region.width, {}};
    decoration.padding_top = decoration.padding_bottom = style.length("pad_y");
    decoration.fill = style.color("fill");
    if (style.length("edge_width") > Length{}) decoration.edge = style.color("edge");
    decoration.edge_width = style.length("edge_width");
    context.list.push_back(layout::GroupBegin{decoration});
    draw::NodeId const outer = context.parent;
    context.parent = context.tree.add(draw::kFirstNode, draw::Role::Sect, takeaway.span);
    Region const saved = std::exchange(context.inset, inner);
    bool const was_nested = std::exchange(context.nested, true);
    bool const had_box = std::exchange(context.any_box, false);
    context.after_text = false;

    std::optional<layout::Attachment> beside;
    if (!takeaway.kicker.empty()) {
        draw::NodeId const node = context.tree.add(context.parent, draw::Role::P, takeaway.kicker.span());
        if (in_columns) {
            layout::Stack rail(panel.x);
            doc::TextStyle const& look = style.text("kicker");
            Length const room = measure.x - panel.x - context.theme.gutter;
            set_paragraph(rail, context.type, context.type.paragraph(context.type.plain(takeaway.kicker, look, node), look, room), look);
            beside = rail.attachment(context.type.first_baseline(style.text("title")) - rail.first_baseline());
        } else {
            add_lines(takeaway.kicker, style.text("kicker"), inner, node, context);
            context.keep_with_next(layout::kForbidden, "kicker apart from its title");
            context.close(style.length("title_gap"));
        }
    }
    context.open({});
    draw::NodeId const heading = context.tree.add(context.parent, heading_role(context, 2), takeaway.title.span());
    context.tree[heading].title = takeaway.title.text;
    context.list.push_back(layout::Bookmark{takeaway.title.text, 1, heading});
    std::size_t const title_at = context.list.size();
    add_lines(takeaway.title, style.text("title"), inner, heading, context);
    for (std::size_t i = title_at; beside && i < context.list.size(); ++i) {
        if (auto* line = std::get_if<layout::VBox>(&context.list[i])) {
            line->attachments.push_back(std::move(*beside));
            line->clears_rail = true;
            break;
        }
    }
    context.keep_with_next(layout::kForbidden, "title apart from its text");
    context.close(style.length("title_gap"));
    ProseLook const look{style.text("text"), style.text("code"), style.length("indent"), inner};
    build_markdown(takeaway.text, look, context, {}, {});

    context.any_box = had_box || context.any_box;
    context.nested = was_nested;
    context.inset = saved;
    context.parent = outer;
    for (std::size_t i = from; i < context.list.size(); ++i) {
        auto* penalty = std::get_if<layout::VPenalty>(&context.list[i]);
        if (penalty != nullptr && penalty->cost < layout::kForbidden) penalty->cost += context.cost("split_takeaway");
    }
    context.list.push_back(layout::GroupEnd{});
    context.close(style.length("below"));
    context.after_text = false;
    context.heading_above = false;
}

}  // namespace

BlockType const kTakeaway{"takeaway",
                          "The closing panel: the sentence to remember.",
                          kFields,
                          kSlots,
                          read,
                          build,
                          "- takeaway: {kicker: Takeaway, title: Own the layer that every camp needs., text: The thesis is intact.}\n"};

}  // namespace offprint::blocks
