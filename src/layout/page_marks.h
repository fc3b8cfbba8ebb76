// What stands on a planned page, by its nodes of the structure tree: for references, which must know the page of what they name before
// any page is painted.
#pragma once
#include <functional>

#include "layout/page_builder.h"

namespace offprint::layout {

/// Visits the marks of a page's lines and drawings, in the order in which they are painted, each with the top of the line or drawing from the top
/// of the text area. What is drawn only when its page is painted (`DeferredContent`) is left out.
void visit_marks(VList const& list, Footnotes const& footnotes, PagePlan const& plan, std::function<void(draw::NodeId, Length top)> const& visit);

}  // namespace offprint::layout
