#include "layout/page_marks.h"

#include <algorithm>

#include "layout/flow.h"

namespace offprint::layout {
namespace {

using Visit = std::function<void(draw::NodeId, Length)>;

void visit_line(LineContent const& content, Length baseline, Visit const& visit) {
    text::Line const& line = content.paragraph->lines()[content.line];
    text::StyledText const& text = content.paragraph->text();
    auto run = std::lower_bound(text.runs.begin(), text.runs.end(), line.begin, [](text::StyledText::Run const& r, std::uint32_t at) { return r.end <= at; });
    for (; run != text.runs.end() && run->begin < std::max(line.end, line.begin + 1); ++run) visit(run->mark, baseline - text.styles[run->style].size);
}

void visit_items(std::vector<draw::Item> const& items, Length top, Visit const& visit) {
    for (draw::Item const& item : items) {
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) visit(run->node, top);
        if (auto const* path = std::get_if<draw::PathItem>(&item.value)) visit(path->node, top);
        if (auto const* group = std::get_if<draw::GroupItem>(&item.value)) visit_items(group->items, top, visit);
    }
}

/// Of what is drawn later: where its lines stand in it is not asked.
void visit_deferred(DeferredContent const& content, Length top, Visit const& visit) {
    if (!content.painter->has_words()) return;
    content.painter->visit_words(content.index, content.part, [&](text::Paragraph const& paragraph) {
        for (text::StyledText::Run const& run : paragraph.text().runs) visit(run.mark, top);
    });
}

void visit_piece(Piece const& piece, Length top, Visit const& visit) {
    Length const y = top + piece.at.y;
    if (auto const* line = std::get_if<LineContent>(&piece.content)) {
        if (line->paragraph) visit_line(*line, y, visit);
    } else if (auto const* frame = std::get_if<FrameContent>(&piece.content)) {
        if (*frame) visit_items((*frame)->items, y, visit);
    } else if (auto const* later = std::get_if<DeferredContent>(&piece.content)) {
        if (later->painter) visit_deferred(*later, y, visit);
    }
}

void visit_parts(VBox const& box, std::uint32_t from_step, std::uint32_t to_step, Length top, Visit const& visit) {
    Length const above = part_of(box, from_step, to_step).from;
    for (Piece const& piece : box.parts->pieces(from_step, to_step)) {
        auto const* content = std::get_if<DeferredContent>(&piece.content);
        if (content == nullptr) continue;
        if (!content->painter->has_words()) return;
        visit_deferred(*content, top + piece.at.y - above, visit);
    }
}

void visit_part(VBox const& box, PartRange const& part, Length top, Visit const& visit) {
    for (Piece const& piece : box.pieces) {
        if (part.holds(piece.at.y)) visit_piece(piece, top - part.from, visit);
    }
}

}  // namespace

void visit_marks(VList const& list, Footnotes const& footnotes, PagePlan const& plan, Visit const& visit) {
    for (PlacedItem const& item : plan.items) {
        VBox const& box = std::get<VBox>(list[item.item]);
        visit_part(box, part_of(box, item.from_step, item.to_step), item.y, visit);
        if (box.parts) visit_parts(box, item.from_step, item.to_step, item.y, visit);
    }
    for (PlacedAttachment const& placed : plan.attachments) {
        for (Piece const& piece : std::get<VBox>(list[placed.item]).attachments[placed.attachment].pieces) visit_piece(piece, placed.y, visit);
    }
    for (PlacedNote const& placed : plan.notes) {
        VBox const& box = footnotes.notes[placed.note];
        visit_part(box, part_of(box, placed.from_step, placed.to_step), placed.y, visit);
    }
}

}  // namespace offprint::layout
