#include "layout/column_balance.h"

#include <algorithm>

namespace offprint::layout {
namespace {

/// More columns are not remembered: a flow may have more bands than memory should hold.
constexpr std::size_t kRememberedFeet = 16384;

/// A difference in height as a share of the price: lines squared.
std::int64_t price_of(PageSetting const& setting, Length difference) {
    Length const line = setting.geometry.grid > Length{} ? setting.geometry.grid : Length::points(12);
    std::int64_t const millilines = std::min<std::int64_t>(difference.raw() * 1000 / line.raw(), 3'000'000);
    return setting.costs.column_balance * millilines / 1000 * millilines / 1000;
}

}  // namespace

std::int64_t balance_cost(PageSetting const& setting, std::span<Length const> heights) {
    Length before;  // the tallest but the last
    for (std::size_t i = 0; i + 1 < heights.size(); ++i) before = max(before, heights[i]);
    Length const tallest = max(before, heights.back());
    std::int64_t cost = 0;
    for (Length const height : heights) cost += price_of(setting, tallest - height);
    return cost + 3 * price_of(setting, tallest - before);
}

/// Tries all ways to set one band, column after column.
class ColumnBalancer::Trial {
public:
    Trial(ColumnBalancer& balancer, std::uint32_t end, ColumnFrame frame, bool ends_page)
        : balancer_(balancer),
          setting_(balancer.setting_),
          feet_(balancer.feet_[{frame.top, end}]),
          end_(end),
          frame_(frame),
          ends_page_(ends_page),
          heights_(static_cast<std::size_t>(setting_.geometry.columns)) {}

    /// What the columns before a slot have come to.
    struct Come {
        std::uint32_t atom = 0;
        NoteStart notes;
        Length foot, filled;  // of the tallest; with its notes
        std::int64_t cost = 0;
    };
    void fill(std::size_t slot, Come const& come) {
        if (slot == heights_.size()) {
            if (come.atom == end_) offer(come);
            return;
        }
        bool const rest = ends_page_ && come.notes.from < come.notes.own;
        if (rest) {  // a column may hold nothing but what is left of notes
            PageNotes const notes = only_notes(setting_, come.notes, frame_.height - frame_.top);
            go_on(slot, come, come.atom, notes, {frame_.top, frame_.top + notes.height <= frame_.height});
        } else if (come.atom == end_) {
            go_on(slot, come, end_, no_notes(come), {frame_.top, true});
        }
        if (come.atom < end_) fill_with_atoms(slot, come);
    }

    std::optional<BalancedColumns> best;

private:
    static PageNotes no_notes(Come const& come) { return {{}, 0, come.notes.from, come.notes.from, 0}; }

    void fill_with_atoms(std::size_t slot, Come const& come) {
        std::vector<Foot> const& feet = balancer_.feet(feet_, come.atom, end_, frame_);
        std::size_t const all = end_ - come.atom, most = std::min(feet.size(), all);
        bool const last = slot + 1 == heights_.size();
        if (last && most < all) return;
        for (std::size_t i = last ? most - 1 : 0; i < most; ++i) {
            std::uint32_t const end = come.atom + static_cast<std::uint32_t>(i) + 1;
            if (!ends_page_) {
                if (feet[i].fits) go_on(slot, come, end, no_notes(come), feet[i]);
                continue;
            }
            for (PageNotes const& notes : note_ways(setting_, come.notes, come.atom, end, frame_.height - feet[i].foot)) {
                bool const fits = feet[i].fits && feet[i].foot + notes.height <= frame_.height;
                if (fits || i == 0) go_on(slot, come, end, notes, {feet[i].foot, fits});
            }
        }
    }

    void go_on(std::size_t slot, Come const& come, std::uint32_t end, PageNotes const& notes, Foot const& column) {
        heights_[slot] = column.foot - frame_.top;
        now_.ends[slot] = end;
        now_.notes[slot] = notes;
        Come next{end, {notes.end, notes.end}, max(come.foot, column.foot), max(come.filled, column.foot + notes.height), come.cost + notes.cost};
        if (ends_page_) next.notes.own = setting_.flow.notes_before(end);
        if (!column.fits) next.cost += setting_.costs.overfull;
        if (end < end_ && end > come.atom) next.cost += break_cost(setting_, end);
        fill(slot + 1, next);
    }

    void offer(Come const& come) {
        std::int64_t cost = come.cost + balance_cost(setting_, heights_);
        if (ends_page_) cost += fill_cost(setting_, come.filled, frame_.height, true);
        if (best && (cost > best->cost || (cost == best->cost && come.foot >= best->foot))) return;
        best = now_;
        best->cost = cost;
        best->foot = come.foot;
    }

    ColumnBalancer& balancer_;
    PageSetting const& setting_;
    Feet& feet_;
    std::uint32_t end_;
    ColumnFrame frame_;
    bool ends_page_;
    std::vector<Length> heights_;
    BalancedColumns now_;
};

/// Columns cannot hold more than their height, one of a single atom as little as none of it.
bool ColumnBalancer::may_fit(std::uint32_t begin, std::uint32_t end, ColumnFrame frame) const {
    Length const room = max(frame.height - frame.top, Length{});
    Length left = room * setting_.geometry.columns;
    for (std::uint32_t i = begin; i < end; ++i) {
        left -= std::min(setting_.flow.atoms[i].height, room);
        if (left < Length{}) return false;
    }
    return end - begin <= kMaxAtomsPerPage * static_cast<std::uint32_t>(setting_.geometry.columns);
}

std::vector<ColumnBalancer::Foot> const& ColumnBalancer::feet(Feet& known, std::uint32_t begin, std::uint32_t end, ColumnFrame frame) {
    std::size_t const place = end - begin;
    if (known.size() <= place) known.resize(place + 1);
    std::vector<Foot>& column = known[place];
    if (!column.empty()) return column;
    ++remembered_;
    PageCursor cursor(setting_, begin, frame);
    for (std::uint32_t i = begin; i < end; ++i) {
        cursor.place_next();
        Length const foot = max(cursor.foot() + setting_.flow.atoms[i].room_below, cursor.rail_foot());
        bool const fits = cursor.fits() && foot <= frame.height;
        column.push_back({foot, fits});
        if (!cursor.fits()) break;
    }
    return column;
}

std::optional<BalancedColumns> ColumnBalancer::balance(std::uint32_t begin, std::uint32_t end, ColumnFrame frame, std::optional<NoteStart> notes) {
    if (!may_fit(begin, end, frame)) return std::nullopt;
    if (remembered_ > kRememberedFeet) {
        feet_.clear();
        remembered_ = 0;
    }
    Trial trial(*this, end, frame, notes.has_value());
    trial.fill(0, {begin, notes.value_or(NoteStart{}), frame.top, frame.top, 0});
    return trial.best;
}

}  // namespace offprint::layout
