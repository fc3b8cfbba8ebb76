#include "blocks/beside.h"

namespace offprint::blocks {

void stand_in_rail(std::vector<layout::VBox> const& boxes, Span span, BuildContext& context) {
    layout::Attachment attachment;
    for (layout::VBox const& box : boxes) {
        for (layout::Piece piece : box.pieces) {
            piece.at.y += attachment.height;
            attachment.pieces.push_back(std::move(piece));
        }
        attachment.height += box.height;
    }
    if (context.any_box) context.list.push_back(layout::VGlue{context.pending_space, 0});
    context.pending_space = {};
    layout::VBox anchor;
    anchor.span = span;
    anchor.attachments.push_back(std::move(attachment));
    context.list.push_back(std::move(anchor));
    context.any_box = true;
    context.keep_with_next(layout::kForbidden, "what stands in the rail apart from its place");
}

}  // namespace offprint::blocks
