// Why a page ends where it does: what it costs, and what other ends would have cost the whole document.
#pragma once
#include "layout/page_builder.h"

namespace offprint::layout {

/// A cost and what it is for.
struct CostTerm {
    std::string reason;
    std::int64_t cost = 0;
};

/// A place where a page may end.
struct PageEnd {
    std::uint32_t item = 0;            // the box that begins the next page; the list's size where there is none
    std::uint32_t step = 0;            // the part of the box (0: its top)
    std::int64_t more = 0;             // what the whole document costs more than the plan
    std::size_t pages = 0;             // of the document then
    std::vector<CostTerm> costs = {};  // of the page, the largest first; what every page costs is left out
};

/// How far a column of a page is filled.
struct ColumnFill {
    Length top, flow, notes;  // top of its band; foot of its boxes; height of its footnotes
    bool across = false;      // stands across all columns
};

struct PageExplanation {
    Length height, flow, notes;       // room of the page; what its flow and its footnotes take
    std::vector<ColumnFill> columns;  // of a page of several, in the order of the flow; none on others
    PageEnd end;                      // `more` is 0
    /// What the document would cost more if no page ended here: nothing where the flow or the author ends the page.
    std::optional<std::int64_t> avoiding;
    bool unavoidable = false;     // no other end is possible but by breaking what must stay together
    std::vector<PageEnd> others;  // the ends nearest to it, in the order of the flow
};

/// Explains page `page` (from 0) of the plan that `paginate` makes of the same things. `others` ends are given at most.
PageExplanation explain_page(VList const& list, Footnotes const& footnotes, PageGeometry const& geometry, PageCosts const& costs, std::size_t page,
                             std::size_t others);

}  // namespace offprint::layout
