// A panel: blocks on a ground of their own (callout, takeaway). Ground and edge go on over a page break; inside nothing
// stands in a rail, nothing snaps to the grid, and every break costs extra.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// Opens a panel when it is made and closes it at the end of its scope.
class Panel {
public:
    /// `box` is where the ground stands, `inner` where its blocks do; they go below `node` in the structure tree. Every page break
    /// inside costs `split` more.
    Panel(BuildContext& context, layout::Decoration const& decoration, Region inner, draw::NodeId node, std::int64_t split);
    ~Panel();
    Panel(Panel const&) = delete;
    Panel& operator=(Panel const&) = delete;

private:
    BuildContext& context_;
    std::size_t first_, first_awaited_;
    std::int64_t split_;
    draw::NodeId outer_parent_;
    Region outer_inset_;
    int outer_level_;
    bool outer_nested_, had_box_;
};

/// The ground of a panel: padding above and below, fill, a bar at the left where it has a width.
layout::Decoration panel_ground(Region region, Length padding, Color fill, Color edge, Length edge_width);

}  // namespace offprint::blocks
