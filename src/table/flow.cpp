#include "table/flow.h"

#include <algorithm>

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

/// A row with fewer lines is not split; a split leaves two lines on either side.
constexpr int kLeastLinesToSplit = 4, kLinesKept = 2;

class Rows {
public:
    Rows(std::shared_ptr<SliceSetting const> slice, TableSetting const& table, Length x, ContinuedLine const& continued, bool carry, TableCosts const& costs)
        : slice_(std::move(slice)), grid_(*table.grid), x_(x), continued_(continued), carry_(carry), costs_(costs) {
        head_ = std::make_shared<draw::Frame const>(slice_->draw_head(true));
        continued_frame_ = std::make_shared<draw::Frame const>(continued.frame);
        if (carry) carrier_ = std::make_shared<CarryPainter const>(slice_, table.words.carried, table.words.brought);
    }

    void append(layout::VList& list, Span span) {
        std::size_t const count = slice_->rows();
        list.reserve(list.size() + count * 2);
        for (std::uint32_t r = 0; r < count; ++r) {
            list.push_back(penalty_before(r));
            list.push_back(box(r, span));
        }
    }

private:
    layout::VBox box(std::uint32_t r, Span span) const {
        layout::VBox box;
        box.height = slice_->row_height(r);
        box.span = span;
        int const lines = slice_->lines(r);
        if (lines < kLeastLinesToSplit) {
            box.pieces.push_back({{x_, {}}, layout::DeferredContent{slice_, r, 0}});
            return box;
        }
        for (int line = 0; line < lines; ++line) {
            Length const y = line == 0 ? Length{} : slice_->row_top(r) + slice_->row_leading(r) * line;
            box.pieces.push_back({{x_, y}, layout::DeferredContent{slice_, r, static_cast<std::uint32_t>(line + 1)}});
            if (line < kLinesKept || line > lines - kLinesKept) continue;
            auto const [room, continuation] = repeated(r, true);
            box.steps.push_back({y, costs_.row, {}, room, continuation});
        }
        return box;
    }

    layout::VPenalty penalty_before(std::uint32_t r) {
        if (r == 0) return {layout::kForbidden, "table head alone"};
        auto const [cost, reason] = price_before(r);
        layout::VPenalty penalty{cost, reason};
        auto const [room, continuation] = repeated(r, false);
        penalty.before = room;
        penalty.after = carries_at(r) ? slice_->carried_height() : Length{};
        penalty.continuation = continuation;
        return penalty;
    }

    std::pair<std::int64_t, char const*> price_before(std::uint32_t r) const {
        auto const count = static_cast<std::uint32_t>(slice_->rows());
        std::int64_t cost = costs_.split;
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

    RowKind kind(std::uint32_t r) const { return grid_.rows[r].kind; }
    bool is_total(std::uint32_t r) const { return kind(r) == RowKind::Total || kind(r) == RowKind::Subtotal; }
    bool carries_at(std::uint32_t r) const { return carry_ && kind(r) != RowKind::Total; }

    /// What stands at the head of the page when row `r` (or, `inside`, a part of it) begins it, and how high that is.
    std::pair<Length, std::shared_ptr<layout::Continuation const>> repeated(std::uint32_t r, bool inside) const {
        std::uint32_t const group = grid_.rows[r].group;
        bool const carried = carries_at(r) && !inside;
        if (!carried && group == last_group_ && last_) return {last_room_, last_};
        auto continuation = std::make_shared<layout::Continuation>();
        Length y = continued_.height;
        continuation->head.push_back({{x_, {}}, continued_frame_});
        continuation->head.push_back({{x_, y}, head_});
        y += slice_->head_height();
        if (group != kNone && group != r) {
            if (group != group_ || !group_frame_) {
                group_ = group;
                group_frame_ = std::make_shared<draw::Frame const>(slice_->draw_group_again(group));
            }
            continuation->head.push_back({{x_, y}, group_frame_});
            y += slice_->group_again_height();
        }
        if (carried) {
            continuation->foot.push_back({{x_, {}}, layout::DeferredContent{carrier_, r, 0}});
            continuation->head.push_back({{x_, y}, layout::DeferredContent{carrier_, r, 1}});
            y += slice_->carried_height();
        } else {
            last_ = continuation;
            last_group_ = group;
            last_room_ = y;
        }
        return {y, continuation};
    }

    std::shared_ptr<SliceSetting const> slice_;
    Grid const& grid_;
    Length x_;
    ContinuedLine const& continued_;
    bool carry_;
    TableCosts const& costs_;
    layout::FrameContent head_, continued_frame_;
    std::shared_ptr<CarryPainter const> carrier_;
    // The last ones made: neighbours in a group share them.
    mutable std::shared_ptr<layout::Continuation const> last_;
    mutable std::uint32_t last_group_ = kNone, group_ = kNone;
    mutable Length last_room_;
    mutable layout::FrameContent group_frame_;
};

}  // namespace

void append_rows(layout::VList& list, std::shared_ptr<SliceSetting const> const& slice, std::shared_ptr<TableSetting const> const& table, Length x,
                 ContinuedLine const& continued, bool carry, TableCosts const& costs, Span span) {
    Rows(slice, *table, x, continued, carry, costs).append(list, span);
}

}  // namespace offprint::table
