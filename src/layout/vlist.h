// The vertical list: an article as a flow of boxes, glue and penalties (Knuth's terms), before it is cut into pages.
// Blocks make it, the page builder cuts it, the painter puts the chosen pieces on pages. Lengths from the top of the
// text area downward; x from the left edge of the text area.
#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "draw/frame.h"
#include "text/paragraph.h"

namespace offprint::layout {

/// A line of a paragraph; its glyphs are made only when the page is painted. Its place is the left end of its baseline.
struct LineContent {
    text::ParagraphPtr paragraph;
    std::uint32_t line = 0;
};
/// Anything already drawn: a chart, a rule, a tile. Its place is its top left corner.
using FrameContent = std::shared_ptr<draw::Frame const>;

/// Content at a place inside its box.
struct Piece {
    Point at;
    std::variant<LineContent, FrameContent> content;
};

/// Where a box may be split. Pieces whose `at.y` (a line's baseline, a frame's top) is less than `height` stay in the first part.
struct Step {
    Length height;  // from the top of the box
    std::int64_t cost = 0;
    Length after;   // room added below the first part (closing padding)
    Length before;  // room added above the second part (opening padding, a repeated head)
};

/// Something that stands in the rail beside a box: a kicker, a caption. Height zero in the flow.
struct Attachment {
    Length offset;  // top of the attachment, from the top of its box
    Length height;
    std::vector<Piece> pieces;  // from its top left corner, x from the left edge of the text area
};

/// A box: a line, a figure, or a row of things side by side (one box with steps).
struct VBox {
    Length height;
    Length baseline;           // of its first line, from its top; used when `on_grid`
    bool on_grid = false;      // its baseline must stand on the page's baseline grid: space is added above as needed
    bool clears_rail = false;  // reaches into the rail: must start below everything attached there
    std::vector<Piece> pieces;
    std::vector<Step> steps;  // ascending by height; empty: cannot be split
    std::vector<Attachment> attachments;
    Span span;  // what to name when it does not fit
};

/// Vertical space. Vanishes at the top of a page. `stretch` whole grid lines may be added to fill a page's foot.
struct VGlue {
    Length height;
    int stretch = 0;
};

inline constexpr std::int64_t kForbidden = std::numeric_limits<std::int64_t>::max() / 4;
inline constexpr std::int64_t kForced = -kForbidden;

/// A price for a page break here. A break is possible at a penalty below kForbidden, and at glue right after a box (price 0).
struct VPenalty {
    std::int64_t cost = 0;
    char const* reason = "";  // for `explain`: "widow", "heading alone", ...
    Length after, before;     // room needed at the foot of the page and at the head of the next if the break is taken
};

/// Encloses boxes that share a ground: a callout. Painted behind its boxes on every page that it reaches.
struct Decoration {
    Rect box;                            // x and width; y and height are those of the part on the page, padding included
    Length padding_top, padding_bottom;  // repeated at the edges that a page break makes
    std::optional<Color> fill;
    std::optional<Color> edge;  // a bar along the left side
    Length edge_width;
};
struct GroupBegin {
    Decoration decoration;
};
struct GroupEnd {};

/// A word for the running head: holds from here on.
struct RunningMark {
    std::string text;
};
/// An entry of the outline, at the next box.
struct Bookmark {
    std::string title;
    int level = 1;
    draw::NodeId node = 0;
};

using VItem = std::variant<VBox, VGlue, VPenalty, GroupBegin, GroupEnd, RunningMark, Bookmark>;
using VList = std::vector<VItem>;

}  // namespace offprint::layout
