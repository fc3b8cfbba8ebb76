#include "layout/side_by_side.h"

#include <algorithm>

#include "layout/flow.h"

namespace offprint::layout {
namespace {

/// Where a column may be split: anywhere from the foot of what stands above to the top of what stands below.
struct Opening {
    Length foot, top, after, before;
    std::int64_t cost = 0;
    std::vector<std::shared_ptr<Continuation const>> repeats;
};

struct Column {
    std::vector<Opening> openings;  // from top to bottom
    Length foot;                    // of its last box
    Length height;
};

/// The ground of a group as a frame: it lies between heights that are known.
Piece ground(Decoration const& decoration, Length top, Length bottom) {
    draw::Frame frame;
    frame.size = {decoration.box.width, bottom - top};
    if (decoration.fill) frame.fill(draw::kArtifactBackground, Rect{{}, {}, frame.size.width, frame.size.height}, *decoration.fill);
    if (decoration.edge && decoration.edge_width > Length{})
        frame.fill(draw::kArtifactBackground, Rect{{}, {}, decoration.edge_width, frame.size.height}, *decoration.edge);
    return {{decoration.box.x, top}, std::make_shared<draw::Frame const>(std::move(frame))};
}

/// Stacks one flow at its natural height.
class Stacker {
public:
    Stacker(VList const& list, VBox& out) : list_(list), flow_(flatten(list)), out_(out) {}

    Column run() {
        Column column;
        if (flow_.atoms.empty()) return column;
        place_atoms();
        place_grounds();
        for (std::uint32_t a = 0; a < flow_.atoms.size(); ++a) {
            if (flow_.atoms[a].starts_box) take_box(a);
            take_parts(a);
            if (a > 0) add_opening(a, column);
        }
        column.foot = foot_of(static_cast<std::uint32_t>(flow_.atoms.size()) - 1);
        column.height = column.foot + flow_.atoms.back().room_below;
        return column;
    }

private:
    void place_atoms() {
        Length y;
        for (Atom const& atom : flow_.atoms) {
            y += tops_.empty() ? atom.room_above : atom.space;
            tops_.push_back(y);
            y += atom.height;
        }
    }

    Length foot_of(std::uint32_t atom) const { return tops_[atom] + flow_.atoms[atom].height; }

    void place_grounds() {
        for (AtomGroup const& group : flow_.groups) {
            Decoration const& decoration = std::get<GroupBegin>(list_[group.begin_item]).decoration;
            out_.pieces.push_back(ground(decoration, tops_[group.first] - group.lead, foot_of(group.end - 1) + group.tail));
        }
    }

    void take_box(std::uint32_t a) {
        VBox const& box = std::get<VBox>(list_[flow_.atoms[a].item]);
        Length const top = tops_[a];
        for (Piece piece : box.pieces) {
            piece.at.y += top;
            out_.pieces.push_back(std::move(piece));
        }
        for (Attachment attachment : box.attachments) {
            attachment.offset += top;
            out_.attachments.push_back(std::move(attachment));
        }
        for (NoteAnchor note : box.notes) {
            note.at += top;
            out_.notes.push_back(note);
        }
        if (out_.baseline == Length{} && box.baseline > Length{}) out_.baseline = top + box.baseline;
    }

    /// What a box that is told part by part has between the steps of an atom; its box begins above it by what went before.
    void take_parts(std::uint32_t a) {
        Atom const& atom = flow_.atoms[a];
        VBox const& box = std::get<VBox>(list_[atom.item]);
        if (!box.parts) return;
        Length const top = tops_[a] - part_of(box, atom.from_step, atom.to_step).from;
        for (Piece piece : box.parts->pieces(atom.from_step, atom.to_step)) {
            piece.at.y += top;
            out_.pieces.push_back(std::move(piece));
        }
    }

    void add_opening(std::uint32_t a, Column& column) const {
        Atom const& atom = flow_.atoms[a];
        if (atom.cut == Cut::Forbidden) return;
        Opening opening{foot_of(a - 1), tops_[a], flow_.atoms[a - 1].after, atom.room_above, std::max<std::int64_t>(0, atom.cost), {}};
        for (AtomGroup const& group : flow_.groups) {
            if (group.first < a && a < group.end) return;  // on one ground
            if (group.end == a) opening.foot = max(opening.foot, foot_of(a - 1) + group.tail);
            if (group.first != a) continue;
            opening.top = min(opening.top, tops_[a] - group.lead);
            opening.before -= group.padding_top;
        }
        if (atom.starts_box) {
            for (VPenalty const* penalty : penalties_above(list_, atom.item))
                if (penalty->continuation) opening.repeats.push_back(penalty->continuation);
        } else if (auto const repeat = std::get<VBox>(list_[atom.item]).step(atom.from_step - 1).continuation) {
            opening.repeats.push_back(repeat);
        }
        column.openings.push_back(std::move(opening));
    }

    VList const& list_;
    Flow flow_;
    VBox& out_;
    std::vector<Length> tops_;
};

void repeat_pieces(std::vector<Piece> const& pieces, Length down, std::vector<Piece>& out) {
    for (Piece piece : pieces) {
        piece.at.y += down;
        out.push_back(std::move(piece));
    }
}

/// The step at a height, if every column can be split there.
std::optional<Step> step_at(Length height, std::span<Column const> columns) {
    Step step{height};
    Continuation repeated;
    std::vector<Opening const*> cut;
    for (Column const& column : columns) {
        if (height >= column.foot) continue;
        auto const opening = std::find_if(column.openings.begin(), column.openings.end(), [&](Opening const& o) { return o.foot <= height && height <= o.top; });
        if (opening == column.openings.end()) return std::nullopt;
        cut.push_back(&*opening);
        step.cost = std::min(step.cost + opening->cost, kLargestPrice);
        step.after = max(step.after, opening->foot + opening->after - height);
        step.before = max(step.before, opening->before);
    }
    for (Opening const* opening : cut) {
        for (auto const& repeat : opening->repeats) {
            repeat_pieces(repeat->foot, opening->foot - height, repeated.foot);
            repeat_pieces(repeat->head, step.before - opening->before + opening->top - height, repeated.head);
        }
    }
    if (!repeated.foot.empty() || !repeated.head.empty()) step.continuation = std::make_shared<Continuation const>(std::move(repeated));
    return step;
}

}  // namespace

VBox side_by_side(std::span<VList const> columns, Span span) {
    VBox box;
    box.span = span;
    std::vector<Column> stacked;
    std::vector<Length> heights;
    for (VList const& list : columns) {
        stacked.push_back(Stacker(list, box).run());
        box.height = max(box.height, stacked.back().height);
        for (Opening const& opening : stacked.back().openings) heights.push_back(opening.top);
    }
    std::sort(heights.begin(), heights.end());
    heights.erase(std::unique(heights.begin(), heights.end()), heights.end());
    for (Length const height : heights) {
        if (auto step = step_at(height, stacked)) box.steps.push_back(std::move(*step));
    }
    return box;
}

}  // namespace offprint::layout
