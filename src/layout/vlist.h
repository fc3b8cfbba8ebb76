// The vertical list: an article as a flow of boxes, glue and penalties (Knuth's terms), before it is cut into pages.
// Blocks make it, the page builder cuts it, the painter puts the chosen pieces on pages. Lengths from the top of the
// text area downward; x from the left edge of the text area, or of the column where a page has several. Heights and rooms are
// never negative (less counts as zero).
//
// Where a page may end. Between two boxes there is at most one break, whatever stands there and in whatever order:
// - there must be a glue or a penalty between them, else they stick together;
// - any penalty of kForbidden or more forbids it; else any of kForced or less forces it;
// - else its price is the sum of the penalties (0 if there is only glue), its reason that of the largest, the first of equals;
// - its rooms `after` and `before` are the sums of those of the penalties.
// So [line][penalty 6000 "widow"][glue][line] means what it says. A box may also be cut at its steps. At a break all glue
// between the two boxes vanishes; there is none above the first box and below the last one of a page.
// A forbidden break is taken only when what it holds together is taller than a page; a warning then names the place.
//
// Where pages have columns, the end of a column is a page break in all of this. Boxes `across` all columns close the columns above
// them and others begin below: no break is taken there, and the glue between stays.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
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

/// Draws many alike things one by one, each when its page is painted: the rows of a long table take no memory before.
class DeferredPainter {
public:
    virtual ~DeferredPainter() = default;
    /// The whole of thing `index` (part 0) or its part `part` (from 1).
    virtual draw::Frame paint(std::uint32_t index, std::uint32_t part) const = 0;
    /// The words of a thing that a reference or the index may lead to: calls with each paragraph that will be drawn of it. Most have none.
    virtual void visit_words(std::uint32_t, std::uint32_t, std::function<void(text::Paragraph const&)> const&) const {}
    virtual bool has_words() const { return false; }
};
/// Something that is drawn only when its page is painted. Its place is its top left corner.
struct DeferredContent {
    std::shared_ptr<DeferredPainter const> painter;
    std::uint32_t index = 0, part = 0;
};

/// Content at a place inside its box; x from the left edge of the text area.
struct Piece {
    Point at;
    std::variant<LineContent, FrameContent, DeferredContent> content;
};

/// What is shown again when a break is taken: "continued" at the foot, a table's head on the next page. It repeats, so its marks
/// and nodes should be those of artifacts.
struct Continuation {
    std::vector<Piece> foot, head;  // from the top left of the rooms `after` and `before`, x from the left edge of the text area
};

/// Where a box may be split. Pieces whose `at.y` (a line's baseline, a frame's top) is less than `height` stay in the first part.
struct Step {
    Length height;  // from the top of the box
    std::int64_t cost = 0;
    Length after = {};   // room added below the first part (closing padding)
    Length before = {};  // room added above the second part (opening padding, a repeated head)
    std::shared_ptr<Continuation const> continuation = {};
    char const* reason = "split";  // for `explain`
};

/// Steps too many to be held, and what stands between them: the rows of a long table as one box, each row told when it is asked for.
class BoxParts {
public:
    virtual ~BoxParts() = default;
    virtual std::uint32_t steps() const = 0;
    /// Step `index` from 0, ascending by height.
    virtual Step step(std::uint32_t index) const = 0;
    virtual Length height_at(std::uint32_t index) const { return step(index).height; }
    /// What is drawn between two steps (numbered as in PlacedItem), from the top left corner of the box.
    virtual std::vector<Piece> pieces(std::uint32_t from_step, std::uint32_t to_step) const = 0;
};

/// Something that stands in the rail beside a box: a kicker, a caption. Height zero in the flow. Goes with the part of its box
/// that its offset falls into; moved down where the rail is taken.
struct Attachment {
    Length offset;  // top of the attachment, from the top of its box
    Length height;
    std::vector<Piece> pieces = {};  // from its top left corner, x from the left edge of the text area
};

/// The mark of a footnote in a box.
struct NoteAnchor {
    Length at;               // its line's baseline, from the top of the box: tells which part of a split box it goes with
    std::uint32_t note = 0;  // index in Footnotes::notes
};

/// A box: a line, a figure, or a row of things side by side (one box with steps).
struct VBox {
    Length height;
    Length baseline;           // of its first line, from its top; used when `on_grid`
    bool on_grid = false;      // its baseline must stand on the page's baseline grid: space is added above as needed
    bool clears_rail = false;  // reaches into the rail: must start below everything attached there
    std::vector<Piece> pieces;
    std::vector<Step> steps;                     // ascending by height; empty: cannot be split
    std::shared_ptr<BoxParts const> parts = {};  // instead of `pieces` and `steps`
    std::vector<Attachment> attachments;
    std::vector<NoteAnchor> notes;  // in the order in which their notes should stand; with `parts` by place
    Span span;                      // what to name when it does not fit

    std::uint32_t step_count() const { return parts ? parts->steps() : static_cast<std::uint32_t>(steps.size()); }
    Step step(std::uint32_t index) const { return parts ? parts->step(index) : steps[index]; }
    Length step_height(std::uint32_t index) const { return parts ? parts->height_at(index) : steps[index].height; }
    bool across = false;       // stands across all columns of its page
    bool turned = false;       // stands on a page of the same paper lying on its side; before and after it the page ends
    bool bars_floats = false;  // a numbered exhibit that stays: no float written before it passes it
    bool sinks = false;        // where it ends a column that something follows, it stands at the foot: what is left empty goes above it
};

/// Vertical space. Vanishes at the top and at the foot of a page. `stretch` whole grid lines may be added to it so that a page's
/// foot stands on the last line.
struct VGlue {
    Length height;
    int stretch = 0;
};

inline constexpr std::int64_t kForbidden = std::numeric_limits<std::int64_t>::max() / 4;
inline constexpr std::int64_t kForced = -kForbidden;
inline constexpr std::int64_t kLargestPrice = 10'000'000;

/// A share of a price and what it is for.
struct PriceShare {
    std::int64_t cost = 0;
    char const* reason = nullptr;
};

/// A price for a page break here (the rules are at the top of this file). Finite prices beyond +-kLargestPrice count as that.
struct VPenalty {
    std::int64_t cost = 0;
    char const* reason = "";         // for `explain`: "widow", "heading alone", ...
    Length after = {}, before = {};  // room needed at the foot of the page and at the head of the next if the break is taken
    // The price holds at later breaks too (not at forced ones) until boxes of this height in sum have followed: a heading that
    // wants two lines below it has a reach of two leadings, and a tall figure satisfies it alone.
    Length reach = {};
    std::shared_ptr<Continuation const> continuation = {};
    std::array<PriceShare, 6> shares = {};  // of `cost`, where it has more than one; for `explain`
    bool in_text = false;                   // inside a paragraph or between two: a page that ends short there looks like a mistake

    /// Raises the price, unless the break is forced or forbidden.
    void add(std::int64_t price, char const* why);
};

/// Encloses boxes that share a ground: a callout. Painted behind its boxes on every page that it reaches. The page builder adds
/// the padding: at the group's own edges and at those that a page break makes. Space for the grid or the rail goes outside.
struct Decoration {
    Rect box;                            // x and width; y and height are those of the part on the page, padding included
    Length padding_top, padding_bottom;  // from the ground's edges to its first and last box, on every page
    std::optional<Color> fill;
    std::optional<Color> edge;  // a bar along the left side
    Length edge_width;
};
struct GroupBegin {
    Decoration decoration;
};
struct GroupEnd {};

/// Encloses boxes that their author wants on one page: every break between two of them, and inside one, costs so much more.
struct KeepBegin {
    std::int64_t cost = 0;
    char const* reason = "";
};
struct KeepEnd {};

/// Encloses what may be moved to the head or the foot of a page (layout/floats.h takes these marks away before pages are broken). Inside stands what
/// is to be moved alone; the space around it is here.
enum class FloatPlace : std::uint8_t { Auto, Top, Bottom };
struct FloatBegin {
    FloatPlace place = FloatPlace::Auto;
    Length above, below;
};
struct FloatEnd {};

/// A word for the running head: holds from here on.
struct RunningMark {
    std::string text;
    bool from_head = false;  // from the next page's head on, where it begins further down: what stands above goes on being what the page is about
};
/// An entry of the outline, at the next box.
struct Bookmark {
    std::string title;
    int level = 1;
    draw::NodeId node = 0;
};

using VItem = std::variant<VBox, VGlue, VPenalty, GroupBegin, GroupEnd, KeepBegin, KeepEnd, FloatBegin, FloatEnd, RunningMark, Bookmark>;
using VList = std::vector<VItem>;

/// The footnotes of a flow and how they stand at a page's foot: a rule, then note below note, the last one on the foot of the page (at the head of one that
/// holds nothing else).
struct Footnotes {
    std::vector<VBox> notes;  // each a box with steps at which it may be split, of which only height and cost count
    Length above;             // least room between the flow and the first note of a page; holds the rule
    Length gap;               // between two notes
    std::vector<Piece> rule;  // from the top left of that room
};

}  // namespace offprint::layout
