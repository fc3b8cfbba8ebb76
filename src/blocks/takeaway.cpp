// The takeaway: the one dark panel of a report. Kicker, a sentence set large, and what it means.
#include <utility>

#include "blocks/panel.h"
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
    block->name.title = block->title;
    if (auto text = record.text("text")) block->text = read_markdown(*text, context);
    return block;
}

void add_lines(SourcedText const& words, doc::TextStyle const& style, Region region, draw::NodeId node, BuildContext& context) {
    context.lines(context.type.paragraph(context.type.plain(words, style, node), style, region.width), style, region.x, words.span(), false);
}

/// Where the parts of a takeaway stand.
struct Places {
    Region ground, inner;
    Region rail;  // width zero: the kicker stands above the title
};

Places places_of(doc::BlockStyle const& style, BuildContext& context) {
    Region const ground = context.stand(style.span("span"));
    Length const pad = style.length("pad_x");
    Region const padded{ground.x + pad, ground.width - pad * 2};
    // With a rail the words stand on the measure, so that they line up with the prose above.
    Region const measure = context.region(doc::BlockSpan::Measure);
    if (!style.flag("columns") || !context.has_rail() || ground.x >= measure.x) return {ground, padded, {}};
    return {ground, {measure.x, padded.x + padded.width - measure.x}, {padded.x, measure.x - padded.x - context.theme.gutter}};
}

/// The kicker above the title, or, given back, beside its first line.
std::optional<layout::Attachment> build_kicker(Takeaway const& takeaway, doc::BlockStyle const& style, Places const& places, BuildContext& context) {
    if (takeaway.kicker.empty()) return std::nullopt;
    doc::TextStyle const& look = style.text("kicker");
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::P, takeaway.kicker.span());
    if (places.rail.width > Length{}) {
        layout::Stack rail(places.rail.x);
        set_paragraph(rail, context.type, context.type.paragraph(context.type.plain(takeaway.kicker, look, node), look, places.rail.width), look);
        return rail.attachment(context.type.first_baseline(style.text("title")) - rail.first_baseline());
    }
    add_lines(takeaway.kicker, look, places.inner, node, context);
    context.keep_with_next(layout::kForbidden, "kicker apart from its title");
    context.close(style.length("title_gap"));
    return std::nullopt;
}

void build_title(Takeaway const& takeaway, doc::BlockStyle const& style, Region inner, std::optional<layout::Attachment> beside, BuildContext& context) {
    context.open({});
    draw::NodeId const heading = context.tree.add(context.parent, heading_role(context, 2), takeaway.title.span());
    context.tree[heading].title = takeaway.title.text;
    context.list.push_back(layout::Bookmark{takeaway.title.text, 1, heading});
    std::size_t const first = context.list.size();
    add_lines(takeaway.title, style.text("title"), inner, heading, context);
    if (!beside) return;
    auto& line = std::get<layout::VBox>(context.list[first]);
    line.attachments.push_back(std::move(*beside));
    line.clears_rail = true;
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& takeaway = static_cast<Takeaway const&>(block);
    doc::BlockStyle const& style = context.style("takeaway");
    Places const places = places_of(style, context);
    context.open(style.length("above"), 1);
    layout::Decoration const ground = panel_ground(places.ground, style.length("pad_y"), style.color("fill"), style.color("edge"), style.length("edge_width"));
    draw::NodeId const node = context.tree.add(draw::kFirstNode, draw::Role::Sect, takeaway.span);
    {
        Panel const panel(context, ground, places.inner, node, context.cost("split_takeaway"));
        std::optional<layout::Attachment> beside = build_kicker(takeaway, style, places, context);
        build_title(takeaway, style, places.inner, std::move(beside), context);
        if (!takeaway.text.empty()) {
            context.keep_with_next(layout::kForbidden, "title apart from its text");
            context.close(style.length("title_gap"));
        }
        ProseLook const look{style.text("text"), style.text("code"), style.length("indent"), places.inner};
        build_markdown(takeaway.text, look, context, {}, {});
    }
    context.heading_level = 2;
    context.close(style.length("below"));
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
