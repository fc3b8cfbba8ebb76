// Page breaking chosen for the whole flow at once (typesetting.md, section 5): dynamic programming over page starts, every
// page laid out exactly (grid, rail, padding of split groups), all costs finite. Of equal plans the one with fewer pages is
// taken, then the one whose first page holds more, then the second page, and so on.
#pragma once
#include "base/diagnostic.h"
#include "layout/vlist.h"

namespace offprint::layout {

/// Most columns of a page.
inline constexpr int kMaxColumns = 3;

/// The room for the flow on a page. The first page may have less.
struct PageGeometry {
    Length height, first_height;  // with columns, all pages have `height`
    Length grid;                  // step of the baseline grid; zero: no grid
    Length grid_origin;           // first baseline, from the top of the text area
    Length rail_gap;              // least distance between two attachments, and below the rail before a clearing box
    int columns = 1;              // at most kMaxColumns
    Length column_pitch = {};     // from one column's left edge to the next one's
    Length column_gutter = {};    // between two columns
    Length turned_height = {};    // of a page of the same paper lying on its side
    Length turned_pitch = {};     // its `column_pitch`
};

/// Prices of pages (demerits; the scale of FOP). Theme keys of the same names.
struct PageCosts {
    std::int64_t page = 100;                 // every page
    std::int64_t short_page = 100'000;       // an empty page; the share of the page left empty is squared into it
    double tolerated_share = 0.06;           // of the page may stay empty for nothing
    std::int64_t last_under_minimum = 2000;  // per missing tenth below `minimum_last_fill`
    double minimum_last_fill = 0.25;
    std::int64_t rail_shift = 3000;          // an attachment moved below its line, per grid line (12 pt without a grid)
    std::int64_t note_split = 5000;          // a footnote that goes on on the next page
    std::int64_t note_deferred = 10'000;     // what is left of one goes on on yet another page
    std::int64_t float_late = 1500;          // a float on the page after that of its place in the text; pages squared
    std::int64_t variant = 500;              // a paragraph in a line more or less
    std::int64_t variant_lines = 10;         // and so many percent of what its lines cost more
    std::int64_t column_balance = 150;       // columns that should be of equal height: a line of difference; it is squared
    std::int64_t keep_broken = 100'000'000;  // a forbidden break, when nothing else is left
    std::int64_t overfull = 1'000'000'000;   // what cannot be avoided: a box taller than its page
};

struct PlacedItem {
    std::uint32_t item = 0;                    // index in the VList: a VBox
    Length y;                                  // of its (part's) top
    std::uint32_t from_step = 0, to_step = 0;  // part between two steps: 0 is the top, steps.size()+1 the bottom
};
struct PlacedAttachment {
    std::uint32_t item = 0, attachment = 0;
    Length y;
};
/// A footnote, or a part of it between two steps.
struct PlacedNote {
    std::uint32_t note = 0;  // index in Footnotes::notes
    Length y;                // of its (part's) top
    std::uint32_t from_step = 0, to_step = 0;
};
struct PlacedGroup {
    std::uint32_t begin_item = 0;
    Length top, bottom;
    bool first = true, last = true;
};

/// Things of a page that belong to one of its columns, by their places in its lists.
struct PlacedRange {
    std::uint32_t begin = 0, end = 0;
};
/// A column, or what stands across all of them. Everything in it is placed from its own left edge.
struct PlacedColumn {
    Length x;          // from the left edge of the text area
    Length top, foot;  // of its band; of its boxes, rooms and padding included
    PlacedRange items, attachments, groups, notes;
    Length notes_top;        // of the room above its first note; the rule is painted there
    bool continued = false;  // no break above: it begins the flow, or stands below a band of the same page
    bool continues = false;  // no break below: what follows stands below it on the same page
};
/// A rule between two columns.
struct PlacedRule {
    Length x, top, foot;
};

/// A page; one without items holds only what is left of a long footnote. A page that ends neither the flow nor at a forced break, and is short of its foot by
/// one to three whole grid lines, is stretched by them where its glue allows that: the places here are those after that.
struct PagePlan {
    std::vector<PlacedItem> items;
    std::vector<PlacedAttachment> attachments;
    std::vector<PlacedGroup> groups;
    std::vector<PlacedNote> notes;
    std::vector<PlacedColumn> columns;  // in the order of the flow; a page always has one
    std::vector<PlacedRule> rules;
    bool turned = false;  // the paper lies on its side
    // Items [begin,end) of the list belong to this page: what stands between two pages' boxes (marks, bookmarks) goes with the
    // later one; a split box is in both.
    std::uint32_t begin_item = 0, end_item = 0;
    Length used;  // foot of the flow, rooms and padding included; notes are not
    std::int64_t cost = 0;
    char const* break_reason = "";  // of the break that ends the page, where that has a price
};

/// A paragraph that was set in a line more or less for the sake of the pages (layout/variants.h).
struct SetVariant {
    std::uint32_t first_item = 0;  // its first line
    int lines = 0;                 // more than it has at its best
    std::int64_t cost = 0;
};

struct FlowPlan {
    std::vector<PagePlan> pages;
    std::int64_t cost = 0;                  // variants counted
    std::vector<SetVariant> variants = {};  // in order of the list
};

/// Chooses the breaks. A box taller than a page is an error at its span (E551; E552 if it is what stands in the rail beside it);
/// the plan is then still whole, with that box alone on its page (for preview). A kept chain that had to be broken is a warning
/// (W553), and so is a footnote that could not begin on the page of its mark (W554). An empty list, or one without boxes, has no pages.
FlowPlan paginate(VList const& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, Diagnostics& diagnostics);

/// Puts one planned page on a frame, flow origin at `origin`: grounds first, then pieces in list order, the rail, the footnotes.
void paint_page(VList const& list, Footnotes const& footnotes, PagePlan const& plan, Point origin, draw::StructTree const& tree, draw::Frame& frame);

/// Puts pieces on a frame, their own origin at `origin`: for what stands outside the flow (running heads, margins).
void paint_pieces(std::vector<Piece> const& pieces, Point origin, draw::StructTree const& tree, draw::Frame& frame);

}  // namespace offprint::layout
