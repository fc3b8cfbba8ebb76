// `offprint explain`: why a page ends where it ends, in words.
#pragma once
#include "base/source.h"
#include "layout/explain.h"

namespace offprint::ops {

/// The text of an explanation; `page` counts from 1. The same article gives the same text. `list` and `plan` are those that it explains.
std::string explanation_text(layout::PageExplanation const& explained, layout::VList const& list, layout::FlowPlan const& plan, Sources const& sources,
                             std::size_t page);

}  // namespace offprint::ops
