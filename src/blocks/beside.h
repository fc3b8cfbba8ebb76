// Blocks that a layout sends to the rail: they take no room in the flow and begin beside what follows.
#pragma once
#include <functional>

#include "blocks/build_context.h"

namespace offprint::blocks {

/// Whether a block of this span stands in the rail here: inside a box, or without a rail, it stands in the flow.
inline bool stands_in_rail(doc::BlockSpan span, BuildContext const& context) { return span == doc::BlockSpan::Rail && context.has_rail(); }

/// Hangs boxes, one below another, on a box of no height that sticks to what follows: a paragraph then goes on as if nothing stood
/// there. Their pieces are already placed in the rail; they are kept together.
void stand_in_rail(std::vector<layout::VBox> const& boxes, Span span, BuildContext& context);

/// Builds blocks in a place of their own, below `node`: what `build` adds to the flow, as a flow by itself. Lines are set at once.
layout::VList flow_aside(Region region, draw::NodeId node, BuildContext& context, std::function<void()> const& build);

/// The same as one box that cannot be split.
layout::VBox set_aside(Region region, draw::NodeId node, Span span, BuildContext& context, std::function<void()> const& build);

/// A paragraph beside something: set in lines for that place, of which the first `lines` are taken, and the text that goes on below.
struct TornParagraph {
    text::ParagraphPtr paragraph;
    std::size_t lines = 0;
    std::optional<text::StyledText> rest;
};

/// Sets a paragraph on `measure` beside something that reaches `room` down from its top. Words that hang on pages are not torn.
TornParagraph tear_paragraph(text::StyledText text, doc::TextStyle const& look, Length measure, Length first_indent, Length room, BuildContext& context);

/// Appends the lines of a torn paragraph that stand beside, at `x`, to the flow.
void append_beside(TornParagraph const& torn, doc::TextStyle const& look, Length x, Span span, bool on_grid, BuildContext& context);
/// Appends the rest of one, which has a rest, below them.
void append_rest(TornParagraph torn, doc::TextStyle const& look, Region region, Span span, bool on_grid, BuildContext& context);

/// A ground below everything in a box, which grows by `pad` above and below; none in the paper's own colour.
void add_ground(layout::VBox& box, Region ground, Length pad, Color fill, Color paper);

}  // namespace offprint::blocks
