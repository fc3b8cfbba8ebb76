#include "blocks/panel.h"

#include <utility>

namespace offprint::blocks {

Panel::Panel(BuildContext& context, layout::Decoration const& decoration, Region inner, draw::NodeId node, std::int64_t split)
    : context_(context),
      first_(context.list.size()),
      first_awaited_(context.awaited.size()),
      split_(split),
      outer_parent_(std::exchange(context.parent, node)),
      outer_inset_(std::exchange(context.inset, inner)),
      outer_level_(context.heading_level),
      outer_nested_(std::exchange(context.nested, true)),
      had_box_(std::exchange(context.any_box, false)) {  // no space above the first line inside
    context.list.push_back(layout::GroupBegin{decoration});
    context.after_text = false;
}

Panel::~Panel() {
    context_.any_box = had_box_ || context_.any_box;
    context_.nested = outer_nested_;
    context_.inset = outer_inset_;
    context_.parent = outer_parent_;
    context_.heading_level = outer_level_;  // what follows belongs to the section again
    context_.after_text = false;
    context_.heading_above = false;
    constexpr char const* kReason = "panel split";
    raise_penalties(context_.list, first_, split_, kReason);
    for (std::size_t i = first_awaited_; i < context_.awaited.size(); ++i) context_.awaited[i].raises.push_back({split_, kReason});
    context_.list.push_back(layout::GroupEnd{});
}

layout::Decoration panel_ground(Region region, Length padding, Color fill, Color edge, Length edge_width) {
    layout::Decoration decoration;
    decoration.box = {region.x, {}, region.width, {}};
    decoration.padding_top = decoration.padding_bottom = padding;
    decoration.fill = fill;
    if (edge_width > Length{}) decoration.edge = edge;
    decoration.edge_width = edge_width;
    return decoration;
}

}  // namespace offprint::blocks
