#include "blocks/beside.h"

#include <utility>

namespace offprint::blocks {
namespace {

void add_frame(std::vector<layout::Piece>& pieces, std::size_t at, layout::Decoration const& look, Length top, Length height) {
    draw::Frame ground;
    ground.size = {look.box.width, height};
    if (look.fill) ground.fill(draw::kArtifactBackground, Rect{{}, {}, look.box.width, height}, *look.fill);
    if (look.edge && look.edge_width > Length{}) ground.fill(draw::kArtifactBackground, Rect{{}, {}, look.edge_width, height}, *look.edge);
    pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at), {{look.box.x, top}, std::make_shared<draw::Frame const>(std::move(ground))});
}

/// The boxes of a flow one below another, with the space between them and the grounds behind them.
layout::VBox one_box(layout::VList list, Span span) {
    struct Open {
        layout::Decoration const* look;
        Length top;
        std::size_t piece;
    };
    layout::VBox whole;
    whole.span = span;
    std::vector<Open> open;
    for (layout::VItem& item : list) {
        if (auto* box = std::get_if<layout::VBox>(&item)) {
            for (layout::NoteAnchor const& note : box->notes) whole.notes.push_back({whole.height + note.at, note.note});
            if (box->parts) box->pieces = box->parts->pieces(0, box->parts->steps() + 1);  // a table's rows: here they are few
            for (layout::Piece& piece : box->pieces) {
                piece.at.y += whole.height;
                whole.pieces.push_back(std::move(piece));
            }
            whole.height += box->height;
        } else if (auto const* glue = std::get_if<layout::VGlue>(&item)) {
            if (!whole.pieces.empty()) whole.height += glue->height;
        } else if (auto const* begin = std::get_if<layout::GroupBegin>(&item)) {
            open.push_back({&begin->decoration, whole.height, whole.pieces.size()});
            whole.height += begin->decoration.padding_top;
        } else if (std::holds_alternative<layout::GroupEnd>(item) && !open.empty()) {
            Open const group = open.back();
            open.pop_back();
            whole.height += group.look->padding_bottom;
            add_frame(whole.pieces, group.piece, *group.look, group.top, whole.height - group.top);
        }
    }
    return whole;
}

}  // namespace

layout::VList flow_aside(Region region, draw::NodeId node, BuildContext& context, std::function<void()> const& build) {
    layout::VList outer = std::exchange(context.list, {});
    draw::NodeId const parent = std::exchange(context.parent, node);
    Region const inset = std::exchange(context.inset, region);
    Length const space = std::exchange(context.pending_space, {});
    int const level = context.heading_level;
    bool const nested = std::exchange(context.nested, true), aside = std::exchange(context.aside, true), any_box = std::exchange(context.any_box, false),
               after_text = std::exchange(context.after_text, false), heading_above = std::exchange(context.heading_above, false);
    build();
    context.heading_above = heading_above;
    context.after_text = after_text;
    context.any_box = any_box;
    context.nested = nested;
    context.aside = aside;
    context.heading_level = level;
    context.pending_space = space;
    context.inset = inset;
    context.parent = parent;
    return std::exchange(context.list, std::move(outer));
}

namespace {

/// The text from a byte on.
text::StyledText text_from(text::StyledText const& text, std::uint32_t begin) {
    text::StyledText out;
    out.text.source = text.text.source;
    for (text::StyledText::Run const& run : text.runs) {
        if (run.end <= begin) continue;
        std::uint32_t const from = std::max(run.begin, begin);
        out.append(text.text.substr(from, run.end - from), text.styles[run.style], run.mark);
    }
    return out;
}

}  // namespace

TornParagraph tear_paragraph(text::StyledText text, doc::TextStyle const& look, Length measure, Length first_indent, Length room, BuildContext& context) {
    bool const whole = context.references.hang_in(text);
    TornParagraph torn;
    torn.paragraph = context.type.paragraph(std::move(text), look, measure, first_indent);
    std::vector<text::Line> const& lines = torn.paragraph->lines();
    torn.lines = lines.size();
    if (whole || look.leading <= Length{}) return torn;
    auto taken = static_cast<std::size_t>(std::max<std::int64_t>((room.raw() + look.leading.raw() - 1) / look.leading.raw(), 0));
    while (taken > 0 && taken < lines.size() && lines[taken - 1].hyphenated) ++taken;  // a word is not torn
    if (taken >= lines.size()) return torn;
    torn.lines = taken;
    torn.rest = text_from(torn.paragraph->text(), taken == 0 ? 0 : lines[taken].begin);
    return torn;
}

void append_beside(TornParagraph const& torn, doc::TextStyle const& look, Length x, Span span, bool on_grid, BuildContext& context) {
    if (torn.lines == 0) return;
    std::size_t const from = context.list.size();
    context.lines(torn.paragraph, look, x, span, on_grid);
    context.list.resize(from + torn.lines * 2 - 1);  // a penalty between two lines
}

void append_rest(TornParagraph torn, doc::TextStyle const& look, Region region, Span span, bool on_grid, BuildContext& context) {
    text::ParagraphPtr const rest = context.type.paragraph(std::move(*torn.rest), look, region.width);
    if (torn.lines > 0) {
        std::size_t const count = torn.lines + rest->lines().size();
        context.list.emplace_back(layout::penalty_after_line(torn.lines - 1, count, false, context.paragraph_costs()));
    }
    context.lines(rest, look, region.x, span, on_grid);
}

layout::VBox set_aside(Region region, draw::NodeId node, Span span, BuildContext& context, std::function<void()> const& build) {
    return one_box(flow_aside(region, node, context, build), span);
}

void add_ground(layout::VBox& box, Region ground, Length pad, Color fill, Color paper) {
    for (layout::Piece& piece : box.pieces) piece.at.y += pad;
    for (layout::NoteAnchor& note : box.notes) note.at += pad;
    box.height += pad * 2;
    layout::Decoration look;
    look.box = {ground.x, {}, ground.width, {}};
    look.fill = fill;
    if (fill != paper) add_frame(box.pieces, 0, look, {}, box.height);
}

void stand_in_rail(std::vector<layout::VBox> const& boxes, Span span, BuildContext& context) {
    layout::Attachment attachment;
    layout::VBox anchor;
    for (layout::VBox const& box : boxes) {
        for (layout::Piece piece : box.pieces) {
            piece.at.y += attachment.height;
            attachment.pieces.push_back(std::move(piece));
        }
        attachment.height += box.height;
        for (layout::NoteAnchor const& note : box.notes) anchor.notes.push_back({{}, note.note});
    }
    if (context.any_box) context.list.push_back(layout::VGlue{context.pending_space, 0});
    context.pending_space = {};
    anchor.span = span;
    anchor.attachments.push_back(std::move(attachment));
    context.list.push_back(std::move(anchor));
    context.any_box = true;
    context.keep_with_next(layout::kForbidden, "what stands in the rail apart from its place");
}

}  // namespace offprint::blocks
