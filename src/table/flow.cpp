#include "table/flow.h"

#include <algorithm>
#include <iterator>

namespace offprint::table {
namespace {

/// Draws the row of carried figures: part 0 at the foot of a page, part 1 at the head of the next.
class CarryPainter final : public layout::DeferredPainter {
public:
    CarryPainter(std::shared_ptr<SliceSetting const> slice, std::string carried, std::string brought)
        : slice_(std::move(slice)), carried_(std::move(carried)), brought_(std::move(brought)) {}
    draw::Frame paint(std::uint32_t index, std::uint32_t part) const override { return slice_->draw_carried(index, part == 0 ? carried_ : brought_); }

private:
    std::shared_ptr<SliceSetting const> slice_;
    std::string carried_, brought_;
};

/// Draws what is no row: the head, and what stands again on later pages. Words in it may change until pages are painted.
class PartPainter final : public layout::DeferredPainter {
public:
    enum Part : std::uint32_t { kHead, kHeadAgain, kGroupAgain, kCellsAgain, kCellsAgainInside };
    explicit PartPainter(std::shared_ptr<SliceSetting const> slice) : slice_(std::move(slice)) {}
    draw::Frame paint(std::uint32_t index, std::uint32_t part) const override {
        switch (part) {
            case kHead: return slice_->draw_head(false);
            case kHeadAgain: return slice_->draw_head(true);
            case kGroupAgain: return slice_->draw_group_again(index);
            default: return slice_->draw_cells_again(index, part == kCellsAgainInside);
        }
    }
    void visit_words(std::uint32_t, std::uint32_t part, std::function<void(text::Paragraph const&)> const& visit) const override {
        if (part == kHead) slice_->visit_head_words(visit);
    }
    bool has_words() const override { return slice_->has_words(); }

private:
    std::shared_ptr<SliceSetting const> slice_;
};

/// A row with fewer lines is not split; a split leaves two lines on either side.
constexpr int kLeastLinesToSplit = 4;
constexpr std::uint32_t kLinesKept = 2;
/// A table of at most so many rows is read as one thing, a balance sheet: to part it is so many times as dear, between two groups and elsewhere.
constexpr std::uint32_t kStatementRows = 40;
constexpr int kStatementBetweenGroups = 3, kStatementElsewhere = 12;

/// The rows of a slice, each told when it is asked for. Between two rows there is a step, and within tall ones.
class Rows final : public layout::BoxParts {
public:
    Rows(std::shared_ptr<SliceSetting const> slice, std::shared_ptr<TableSetting const> const& table, Length x, ContinuedLine continued, bool carry,
         TableCosts const& costs)
        : slice_(std::move(slice)),
          grid_(table->grid),
          x_(x),
          continued_height_(continued.height),
          foot_height_(continued.foot_height),
          carry_(carry),
          costs_(costs),
          foot_(std::move(continued.foot)) {
        continued_frame_ = std::make_shared<draw::Frame const>(std::move(continued.frame));
        again_ = std::make_shared<PartPainter const>(slice_);
        if (carry) carrier_ = std::make_shared<CarryPainter const>(slice_, table->words.carried, table->words.brought);
        for (std::uint32_t r = 0; r < slice_->rows(); ++r) {
            if (r % kEvery == 0) tops_.push_back(height_);
            height_ += slice_->row_height(r);
            int const lines = slice_->lines(r);
            if (lines < kLeastLinesToSplit) continue;
            std::uint32_t const before = tall_.empty() ? 0 : tall_.back().before + tall_.back().inner;
            tall_.push_back({r, before, static_cast<std::uint32_t>(lines) - 2 * kLinesKept + 1});
        }
        if (slice_->rows() % kEvery == 0) tops_.push_back(height_);
    }

    Length height() const { return height_; }
    /// Where marks stand: from row to row and, in one, from note to note they never go up.
    std::vector<layout::NoteAnchor> anchors(std::vector<RowNote> const& notes) const {
        std::vector<layout::NoteAnchor> anchors;
        for (RowNote const& note : notes) {
            Length at = top_of(note.row) + slice_->row_top(note.row);
            if (slice_->lines(note.row) >= kLeastLinesToSplit) at += slice_->row_leading(note.row) * note.line;
            anchors.push_back({anchors.empty() ? at : max(at, anchors.back().at), note.note});
        }
        return anchors;
    }

    std::uint32_t steps() const override {
        return static_cast<std::uint32_t>(slice_->rows()) - 1 + (tall_.empty() ? 0 : tall_.back().before + tall_.back().inner);
    }
    layout::Step step(std::uint32_t index) const override {
        Place const place = place_of(index);
        auto const [room, continuation] = repeated(place.row, place.line > 0);
        std::int64_t const cut = price_of_cut(place);
        if (place.line > 0) return {height_at(place), costs_.row + cut, foot_height_, room, continuation};
        auto const [price, why] = price_before(place.row);
        std::int64_t const cost = price + cut;
        char const* const reason = cut > price ? "inside a cell of several rows" : why;
        return {height_at(place), cost, foot_height_ + (carries_at(place.row) ? slice_->carried_height() : Length{}), room, continuation, reason};
    }
    Length height_at(std::uint32_t index) const override { return height_at(place_of(index)); }
    std::vector<layout::Piece> pieces(std::uint32_t from_step, std::uint32_t to_step) const override {
        Place const from = from_step == 0 ? Place{} : place_of(from_step - 1);
        Place const end = to_step > steps() ? Place{static_cast<std::uint32_t>(slice_->rows()), 0} : place_of(to_step - 1);
        std::vector<layout::Piece> pieces;
        for (std::uint32_t r = from.row; r < end.row || (r == end.row && end.line > 0); ++r) {
            if (slice_->lines(r) < kLeastLinesToSplit) {
                pieces.push_back({{x_, top_of(r)}, layout::DeferredContent{slice_, r, 0}});
                continue;
            }
            auto const last = r == end.row ? end.line : static_cast<std::uint32_t>(slice_->lines(r));
            for (std::uint32_t line = r == from.row ? from.line : 0; line < last; ++line)
                pieces.push_back({{x_, height_at(Place{r, line})}, layout::DeferredContent{slice_, r, line + 1}});
        }
        return pieces;
    }

private:
    /// A row, or a line of a tall one (from 1; 0 is the row's top).
    struct Place {
        std::uint32_t row = 0, line = 0;
    };
    /// A row that may be split: how many steps there are within it, and within the rows before it.
    struct TallRow {
        std::uint32_t row, before, inner;
        std::uint32_t first_step() const { return row + before; }  // as many steps above as there are rows
    };
    static constexpr std::uint32_t kEvery = 64;

    Place place_of(std::uint32_t step) const {
        auto const next = std::upper_bound(tall_.begin(), tall_.end(), step, [](std::uint32_t s, TallRow const& tall) { return s < tall.first_step(); });
        if (next == tall_.begin()) return {step + 1, 0};
        TallRow const& tall = *std::prev(next);
        std::uint32_t const into = step - tall.first_step();
        if (into < tall.inner) return {tall.row, into + kLinesKept};
        return {step - tall.before - tall.inner + 1, 0};
    }
    /// Also of the row that would follow the last one.
    Length top_of(std::uint32_t row) const {
        Length top = tops_[row / kEvery];
        for (std::uint32_t r = row - row % kEvery; r < row; ++r) top += slice_->row_height(r);
        return top;
    }
    Length height_at(Place place) const {
        return place.line == 0 ? top_of(place.row) : top_of(place.row) + slice_->row_top(place.row) + slice_->row_leading(place.row) * place.line;
    }

    std::pair<std::int64_t, char const*> price_before(std::uint32_t r) const {
        auto const count = static_cast<std::uint32_t>(slice_->rows());
        std::int64_t cost = costs_.split;
        if (count <= kStatementRows) cost *= kind(r) == RowKind::Group ? kStatementBetweenGroups : kStatementElsewhere;
        char const* reason = "inside a table";
        auto const add = [&](std::int64_t more, char const* why) {
            cost += more;
            reason = why;
        };
        if (r < 2) add(costs_.head, "table head with one row");
        if (kind(r - 1) == RowKind::Group) add(costs_.group * 2, "group label alone");
        if (r >= 2 && kind(r - 2) == RowKind::Group && kind(r) == RowKind::Body) add(costs_.group, "group label with one row");
        // A run of totals wants two rows above it on its page.
        for (std::uint32_t ahead = 0; ahead < 2 && r + ahead < count; ++ahead) {
            if (!is_total(r + ahead)) continue;
            add(ahead == 0 ? costs_.total * 2 : costs_.total, "total alone");
            break;
        }
        if (r + 1 == count && !is_total(r)) add(costs_.head, "table head with one row");
        return {cost, reason};
    }

    /// Of a break in cells of several rows: out of the question where their words would not fit whole on both sides.
    std::int64_t price_of_cut(Place place) const {
        std::int64_t cost = 0;
        for (auto const& [index, cell] : slice_->cut_cells(place.row, place.line > 0)) {
            Length const at = height_at(place), need = slice_->tall_height(*cell);
            bool const fits = at - top_of(cell->row) >= need && top_of(cell->end()) - at >= need;
            cost = std::max(cost, fits ? costs_.row : layout::kLargestPrice);
        }
        return cost;
    }

    RowKind kind(std::uint32_t r) const { return grid_->rows[r].kind; }
    bool is_total(std::uint32_t r) const { return kind(r) == RowKind::Total || kind(r) == RowKind::Subtotal; }
    bool carries_at(std::uint32_t r) const { return carry_ && kind(r) != RowKind::Total; }

    /// What stands at the head of the page when row `r` (or, `inside`, a part of it) begins it, and how high that is.
    std::pair<Length, std::shared_ptr<layout::Continuation const>> repeated(std::uint32_t r, bool inside) const {
        std::uint32_t const group = grid_->rows[r].group;
        bool const carried = carries_at(r) && !inside;
        bool const cut = !slice_->cut_cells(r, inside).empty();
        // The space that parts a group from the rows above it is not seen at the head of a page.
        Length const unseen = inside ? Length{} : slice_->space_above(r);
        if (!carried && !cut && group == last_group_ && last_) return {last_room_ - unseen, last_};
        auto continuation = std::make_shared<layout::Continuation>();
        Length y = continued_height_;
        continuation->head.push_back({{x_, {}}, continued_frame_});
        continuation->head.push_back({{x_, y}, layout::DeferredContent{again_, 0, PartPainter::kHeadAgain}});
        y += slice_->head_height();
        if (carried) {
            continuation->foot.push_back({{x_, {}}, layout::DeferredContent{carrier_, r, 0}});
            continuation->head.push_back({{x_, y}, layout::DeferredContent{carrier_, r, 1}});
            y += slice_->carried_height();
        }
        for (layout::Piece piece : foot_) {
            if (carried) piece.at.y += slice_->carried_height();
            continuation->foot.push_back(std::move(piece));
        }
        std::vector<std::uint32_t> labels;
        for (std::uint32_t label = group; label != kNone; label = grid_->rows[label].group) labels.push_back(label);
        for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
            continuation->head.push_back({{x_, y}, layout::DeferredContent{again_, *label, PartPainter::kGroupAgain}});
            y += slice_->group_again_height();
        }
        if (cut)
            continuation->head.push_back({{x_, y}, layout::DeferredContent{again_, r, inside ? PartPainter::kCellsAgainInside : PartPainter::kCellsAgain}});
        if (!carried && !cut) {
            last_ = continuation;
            last_group_ = group;
            last_room_ = y;
        }
        return {y - unseen, continuation};
    }

    std::shared_ptr<SliceSetting const> slice_;
    std::shared_ptr<Grid const> grid_;
    Length x_, continued_height_, foot_height_, height_;
    bool carry_;
    TableCosts costs_;
    std::vector<layout::Piece> foot_;
    std::vector<Length> tops_;   // of every kEvery-th row
    std::vector<TallRow> tall_;  // ascending
    layout::FrameContent continued_frame_;
    std::shared_ptr<CarryPainter const> carrier_;
    std::shared_ptr<PartPainter const> again_;
    // The last ones made: neighbours in a group share them.
    mutable std::shared_ptr<layout::Continuation const> last_;
    mutable std::uint32_t last_group_ = kNone;
    mutable Length last_room_;
};

}  // namespace

layout::DeferredContent head_of(std::shared_ptr<SliceSetting const> slice) {
    return {std::make_shared<PartPainter const>(std::move(slice)), 0, PartPainter::kHead};
}

void append_rows(layout::VList& list, std::shared_ptr<SliceSetting const> const& slice, std::shared_ptr<TableSetting const> const& table, Length x,
                 ContinuedLine const& continued, bool carry, TableCosts const& costs, Span span, std::vector<RowNote> const& notes) {
    auto const rows = std::make_shared<Rows const>(slice, table, x, continued, carry, costs);
    list.push_back(layout::VPenalty{layout::kForbidden, "table head alone"});
    layout::VBox box;
    box.height = rows->height();
    box.parts = rows;
    box.span = span;
    box.notes = rows->anchors(notes);
    list.push_back(std::move(box));
}

}  // namespace offprint::table
