// Blocks that a layout sends to the rail: they take no room in the flow and begin beside what follows.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// Whether a block of this span stands in the rail here: inside a box, or without a rail, it stands in the flow.
inline bool stands_in_rail(doc::BlockSpan span, BuildContext const& context) { return span == doc::BlockSpan::Rail && context.has_rail(); }

/// Hangs boxes, one below another, on a box of no height that sticks to what follows: a paragraph then goes on as if nothing stood
/// there. Their pieces are already placed in the rail; they are kept together.
void stand_in_rail(std::vector<layout::VBox> const& boxes, Span span, BuildContext& context);

}  // namespace offprint::blocks
