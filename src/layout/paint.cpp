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
        node = tree[node].parent;
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
        frame.text(node, origin, std::move(placed.run));
    }
    for (draw::LinkItem const& link : links) frame.add({link});
}

void paint_piece(Piece const& piece, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    Point const at = origin + piece.at;
    if (LineContent const* line = std::get_if<LineContent>(&piece.content)) {
        if (line->paragraph) paint_line(*line, at, tree, frame);
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

}  // namespace

void paint_pieces(std::vector<Piece> const& pieces, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    for (Piece const& piece : pieces) paint_piece(piece, origin, tree, frame);
}

void paint_page(VList const& list, PagePlan const& plan, Point origin, draw::StructTree const& tree, draw::Frame& frame) {
    for (PlacedGroup const& group : plan.groups) paint_ground(std::get<GroupBegin>(list[group.begin_item]).decoration, group, origin, frame);
    for (PlacedItem const& item : plan.items) {
        VBox const& box = std::get<VBox>(list[item.item]);
        PartRange const part = part_of(box, item.from_step, item.to_step);
        Point const top = origin + Point{{}, item.y - part.from};
        for (Piece const& piece : box.pieces) {
            if (part.holds(piece.at.y)) paint_piece(piece, top, tree, frame);
        }
    }
    for (PlacedAttachment const& placed : plan.attachments) {
        Attachment const& attachment = std::get<VBox>(list[placed.item]).attachments[placed.attachment];
        paint_pieces(attachment.pieces, origin + Point{{}, placed.y}, tree, frame);
    }
}

}  // namespace offprint::layout
