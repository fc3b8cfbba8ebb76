// A sidebar: blocks beside the text that follows. It stands in the rail; without a rail the text beside it is narrower until it ends, and
// on pages of columns it stands in the flow.
#include "blocks/beside.h"
#include "blocks/block_type.h"
#include "blocks/hero.h"

namespace offprint::blocks {
namespace {

constexpr data::Field kFields[] = {
    {"items", data::Kind::Blocks, data::Required::Yes, "What stands in it, as blocks."},
};
constexpr doc::StyleSlot kSlots[] = {
    {"width", doc::SlotKind::Length, "150", "Its width, where there is no rail."},
    {"gutter", doc::SlotKind::Length, "20", "Space between it and the text."},
    {"left", doc::SlotKind::Flag, "false", "It stands at the left of the text."},
    {"fill", doc::SlotKind::Color, "paper", "Its ground.", {}, true},
    {"pad", doc::SlotKind::Length, "0", "From the ground's edges to what stands on it; not in the rail."},
    {"above", doc::SlotKind::Length, "13", "Space above, and below where it stands in the flow."},
};

struct Sidebar final : doc::Block {
    doc::BlockList items;
};

doc::BlockPtr read(data::Value const& value, doc::ReadContext& context) {
    auto block = std::make_unique<Sidebar>();
    data::Value const* items = &value;
    if (value.kind != data::ValueKind::List) {
        data::Record const record(value, kFields, "a sidebar", context.diagnostics);
        items = record.get("items");
        if (items == nullptr) return nullptr;
    }
    block->items = context.read_blocks(*items);
    return block;
}

/// Everything in the sidebar as one box; the key data of the opening first where it left them to the sidebar.
layout::VBox set_sidebar(Sidebar const& sidebar, Region region, doc::BlockStyle const& style, BuildContext& context) {
    draw::NodeId const node = context.tree.add(context.parent, draw::Role::Div, sidebar.span);
    return set_aside(region, node, sidebar.span, context, [&] {
        if (std::optional<layout::VBox> key_data = take_key_data(region, context)) {
            context.box(std::move(*key_data));
            context.close(style.length("above"));
        }
        for (doc::BlockPtr const& item : sidebar.items) build_block(*item, context);
    });
}

/// Hangs the sidebar beside what follows, which has a place of its own until it has passed it.
void beside_text(layout::VBox box, Region text, BuildContext& context) {
    Length const height = box.height;
    Span const span = box.span;
    stand_in_rail({std::move(box)}, span, context);
    context.narrow_beside(text, height + context.theme.grid);  // below it a line stays free
}

void build(doc::Block const& block, BuildContext& context) {
    auto const& sidebar = static_cast<Sidebar const&>(block);
    doc::BlockStyle const& style = context.style("sidebar");
    if (context.has_rail()) {
        Region const measure = context.region(doc::BlockSpan::Measure);
        return beside_text(set_sidebar(sidebar, context.region(doc::BlockSpan::Rail), style, context), measure, context);
    }
    if (context.nested || context.theme.columns.count > 1 || context.turned) {
        std::size_t const first = context.list.size();
        Region const region = context.stand(doc::BlockSpan::Measure);
        context.open(style.length("above"), 1);
        context.box(set_sidebar(sidebar, region, style, context));
        return context.settle(first, style.length("above"), style.length("above"));
    }
    Region const whole = context.stand(doc::BlockSpan::Full);
    Length const width = min(style.length("width"), whole.width / 2), gutter = style.length("gutter"), pad = style.length("pad");
    bool const left = style.flag("left");
    Region const ground{left ? whole.x : whole.x + whole.width - width, width};
    layout::VBox box = set_sidebar(sidebar, {ground.x + pad, width - pad * 2}, style, context);
    add_ground(box, ground, pad, style.color("fill"), context.theme.paper);
    beside_text(std::move(box), {left ? whole.x + width + gutter : whole.x, whole.width - width - gutter}, context);
}

}  // namespace

BlockType const kSidebar{"sidebar",
                         "Blocks beside the text that follows: key data, a rating, what to remember. As the first block it takes the opening's key data in.",
                         kFields,
                         kSlots,
                         read,
                         build,
                         "- sidebar:\n    - facts: [{label: Net assets, value: 1.284e9, format: \"$0.00a\"}, {label: Holdings, value: 48, format: int}]\n"
                         "- |\n  The text that follows stands beside it and takes the whole width again where it ends.\n",
                         data::BlockForm::MapOrItems};

}  // namespace offprint::blocks
