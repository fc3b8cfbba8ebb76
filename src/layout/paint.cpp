// Puts a planned page on a frame.
#include <algorithm>

#include "layout/flow.h"
#include "layout/page_builder.h"

namespace offprint::layout {
namespace {

/// The link that a mark stands in, 0 if it stands in none.
draw::NodeId link_of(draw::StructTree const& tree, draw::NodeId node) {
    while (!draw::is_artifact(node) && node < tree.end()) {
        if (tree[node].role == draw::Role::Link) return node;
        node = tree.parent(node);
    }
    return 0;
}

/// What a click on a run should hit: its width, from ascender to descender.
Rect area_of(text::GlyphRun const& run, Point origin) {
    if (!run.face) return {origin.x, origin.y, run.width(), {}};
    text::FontMetrics const& metrics = run.face->metrics();
    Length const ascent = run.face->at_size(metrics.ascender, run.size), descent = run.face->at_size(metrics.descender, run.size);
    return {origin.x, origin.y - run.rise - ascent, run.width(), ascent - descent};
}

void paint_line(LineContent const& line, Point at, draw::StructTree const& tree, draw::Frame& frame) {
    std::vector<draw::LinkItem> links;  // one for each link on the line, however many runs it has
    for (text::PlacedRun& placed : text::set_line(*line.paragraph, line.line)) {
        Point const origin{at.x + placed.x, at.y};
        if (draw::NodeId const link = link_of(tree, placed.run.mark)) {
            Rect const area = area_of(placed.run, origin);
            if (!links.empty() && links.back().node == link) {
                links.back().area = united(links.back().area, area);
            } else {
                links.push_back({link, area});
            }
        }
        draw::NodeId const node = placed.run.mark;
        if (!draw::is_artifact(node) && node < tree.end() && !tree[node].anchor.empty())
            frame.add({draw::AnchorItem{tree[node].anchor, Point{origin.x, area_of(placed.run, origin).y}, node}});
        frame.text(node, origin, std::move(placed.run));
    }
    for (draw::LinkItem const& link : links) frame.add({link});
}

void paint_piece(Piece const& piece, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    Point const at = origin + piece.at;
    if (LineContent const* line = std::get_if<LineContent>(&piece.content)) {
        if (line->paragraph) paint_line(*line, at, tree, frame);
    } else if (DeferredContent const* deferred = std::get_if<DeferredContent>(&piece.content)) {
        frame.place(deferred->painter->paint(deferred->index, deferred->part), at);
    } else if (FrameContent const& content = std::get<FrameContent>(piece.content)) {
        frame.place(*content, at);
    }
}

void paint_ground(Decoration const& decoration, PlacedGroup const& group, Point origin, draw::Frame& frame) {
    Rect const ground{origin.x + decoration.box.x, origin.y + group.top, decoration.box.width, group.bottom - group.top};
    if (decoration.fill) frame.fill(draw::kArtifactBackground, ground, *decoration.fill);
    if (decoration.edge && decoration.edge_width > Length{}) {
        frame.fill(draw::kArtifactBackground, Rect{ground.x, ground.y, decoration.edge_width, ground.height}, *decoration.edge);
    }
}

/// The pieces of a part of a box whose top stands at `top`, whether on this page or above it.
void paint_part(VBox const& box, std::uint32_t from_step, std::uint32_t to_step, Point top, draw::StructTree const& tree, draw::Frame& frame) {
    if (box.parts) return paint_pieces(box.parts->pieces(from_step, to_step), top, tree, frame);
    PartRange const part = part_of(box, from_step, to_step);
    for (Piece const& piece : box.pieces) {
        if (part.holds(piece.at.y)) paint_piece(piece, top, tree, frame);
    }
}

/// The box after a box, nothing for the last one.
std::optional<std::uint32_t> next_box(VList const& list, std::uint32_t box) {
    for (std::uint32_t i = box + 1; i < list.size(); ++i) {
        if (std::holds_alternative<VBox>(list[i])) return i;
    }
    return std::nullopt;
}

/// What the break above a column repeats: the rooms end where the first box begins.
void paint_heads(VList const& list, PagePlan const& plan, PlacedColumn const& column, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    PlacedItem const& first = plan.items[column.items.begin];
    Length y = first.y;
    if (first.from_step > 0) {
        Step const step = std::get<VBox>(list[first.item]).step(first.from_step - 1);
        if (step.continuation) paint_pieces(step.continuation->head, origin + Point{{}, y - step.before}, tree, frame);
        return;
    }
    if (column.continued) return;
    std::vector<VPenalty const*> const penalties = penalties_above(list, first.item);
    for (VPenalty const* penalty : penalties) y -= penalty->before;
    for (VPenalty const* penalty : penalties) {
        if (penalty->continuation) paint_pieces(penalty->continuation->head, origin + Point{{}, y}, tree, frame);
        y += penalty->before;
    }
}

/// What the break below a column repeats: the rooms begin where the last box ends.
void paint_feet(VList const& list, PagePlan const& plan, PlacedColumn const& column, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    if (column.continues) return;
    PlacedItem const& last = plan.items[column.items.end - 1];
    VBox const& box = std::get<VBox>(list[last.item]);
    PartRange const part = part_of(box, last.from_step, last.to_step);
    Length y = last.y + part.to - part.from;
    if (!part.is_last) {
        Step const step = box.step(last.to_step - 1);
        if (step.continuation) paint_pieces(step.continuation->foot, origin + Point{{}, y}, tree, frame);
        return;
    }
    std::optional<std::uint32_t> const next = next_box(list, last.item);
    if (!next) return;
    for (VPenalty const* penalty : penalties_above(list, *next)) {
        if (penalty->continuation) paint_pieces(penalty->continuation->foot, origin + Point{{}, y}, tree, frame);
        y += penalty->after;
    }
}

}  // namespace

void paint_pieces(std::vector<Piece> const& pieces, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    for (Piece const& piece : pieces) paint_piece(piece, origin, tree, frame);
}

namespace {

void paint_notes(Footnotes const& footnotes, PagePlan const& plan, PlacedColumn const& column, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    if (column.notes.begin < column.notes.end) paint_pieces(footnotes.rule, origin + Point{{}, column.notes_top}, tree, frame);
    for (std::uint32_t i = column.notes.begin; i < column.notes.end; ++i) {
        PlacedNote const& placed = plan.notes[i];
        VBox const& box = footnotes.notes[placed.note];
        PartRange const part = part_of(box, placed.from_step, placed.to_step);
        paint_part(box, placed.from_step, placed.to_step, origin + Point{{}, placed.y - part.from}, tree, frame);
    }
}

void paint_column(VList const& list, PagePlan const& plan, PlacedColumn const& column, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    if (column.items.begin == column.items.end) return;
    paint_heads(list, plan, column, origin, tree, frame);
    for (std::uint32_t i = column.items.begin; i < column.items.end; ++i) {
        PlacedItem const& item = plan.items[i];
        VBox const& box = std::get<VBox>(list[item.item]);
        PartRange const part = part_of(box, item.from_step, item.to_step);
        paint_part(box, item.from_step, item.to_step, origin + Point{{}, item.y - part.from}, tree, frame);
    }
    paint_feet(list, plan, column, origin, tree, frame);
    for (std::uint32_t i = column.attachments.begin; i < column.attachments.end; ++i) {
        PlacedAttachment const& placed = plan.attachments[i];
        Attachment const& attachment = std::get<VBox>(list[placed.item]).attachments[placed.attachment];
        paint_pieces(attachment.pieces, origin + Point{{}, placed.y}, tree, frame);
    }
}

}  // namespace

void paint_page(VList const& list, Footnotes const& footnotes, PagePlan const& plan, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    auto const at = [&](PlacedColumn const& column) { return origin + Point{column.x, {}}; };
    for (PlacedColumn const& column : plan.columns) {
        for (std::uint32_t i = column.groups.begin; i < column.groups.end; ++i) {
            PlacedGroup const& group = plan.groups[i];
            paint_ground(std::get<GroupBegin>(list[group.begin_item]).decoration, group, at(column), frame);
        }
    }
    for (PlacedColumn const& column : plan.columns) paint_column(list, plan, column, at(column), tree, frame);
    for (PlacedColumn const& column : plan.columns) paint_notes(footnotes, plan, column, at(column), tree, frame);
}

}  // namespace offprint::layout
