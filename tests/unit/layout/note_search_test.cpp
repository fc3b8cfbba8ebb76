// Pages with footnotes: the search against all plans there are, with what a page may take of the notes said a second time here, in
// plain words; and what must hold of every plan.
#include <catch2/catch.hpp>
#include <map>

#include "layout/page_layout.h"
#include "plan_checks.h"
#include "random_notes.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

struct Part {
    std::uint32_t note = 0;
    bool first = false, last = false;
    Length height;
    std::int64_t cost = 0;
};

/// All plans, tried one after the other.
class AllPlans {
public:
    AllPlans(PageSetting const& setting, VList const& list, Footnotes const& notes) : setting_(setting), notes_(notes) {
        std::vector<bool> seen(notes.notes.size(), false);
        for (Atom const& atom : setting.flow.atoms) {
            before_.push_back(parts_.size());
            VBox const& box = std::get<VBox>(list[atom.item]);
            PartRange const part = part_of(box, atom.from_step, atom.to_step);
            for (NoteAnchor const& anchor : box.notes) {
                if (!part.holds(anchor.at) || seen[anchor.note]) continue;
                seen[anchor.note] = true;
                add_parts(anchor.note);
            }
        }
        before_.push_back(parts_.size());
    }

    struct Plan {
        std::int64_t cost = 0;
        std::vector<std::pair<std::uint32_t, std::size_t>> ends;  // atom and part at which each page ends
    };
    Plan best(std::uint32_t atom = 0, std::size_t part = 0) const {
        if (atom + 1 == before_.size() && part == parts_.size()) return {};
        std::optional<Plan> best;
        auto offer = [&](std::uint32_t end, PageNotes const& notes) {
            std::optional<std::int64_t> const cost = page_cost(atom, end, notes);
            if (!cost) return;
            Plan plan = this->best(end, notes.end);
            plan.cost += *cost;
            plan.ends.insert(plan.ends.begin(), {end, notes.end});
            auto const key = [](Plan const& p) { return std::pair(p.cost, p.ends.size()); };
            if (!best || key(plan) < key(*best) || (key(plan) == key(*best) && plan.ends > best->ends)) best = plan;
        };
        bool const carry = part < before_[atom];
        if (carry) {
            std::size_t most = part + 1;
            while (most < before_[atom] && height(part, most + 1) <= page_height(atom)) ++most;
            offer(atom, notes(atom, part, most, atom));
        }
        if (carry && height(part, before_[atom]) > setting_.geometry.height) return *best;
        for (std::uint32_t end = atom + 1; end < before_.size(); ++end) {
            for (std::size_t const last : note_ends(atom, part, end)) offer(end, notes(atom, part, last, end));
            if (end + 1 < before_.size() && setting_.flow.atoms[end].cut == Cut::Forced) break;
        }
        REQUIRE(best);
        return *best;
    }
    std::size_t parts() const { return parts_.size(); }

private:
    void add_parts(std::uint32_t note) {
        VBox const& box = notes_.notes[note];
        Length from;
        for (std::size_t k = 0; k <= box.steps.size(); ++k) {
            bool const last = k == box.steps.size();
            Length const to = last ? box.height : box.steps[k].height;
            parts_.push_back({note, k == 0, last, to - from, last ? 0 : box.steps[k].cost});
            from = to;
        }
    }

    /// Laid out once, however many plans hold the page.
    std::optional<std::int64_t> page_cost(std::uint32_t atom, std::uint32_t end, PageNotes const& notes) const {
        auto const [it, added] = pages_.try_emplace({atom, end, notes.begin, notes.end});
        if (added) {
            if (auto const page = lay_out_page(setting_, atom, end, notes)) it->second = page->price.cost;
        }
        return it->second;
    }

    Length page_height(std::uint32_t atom) const { return atom == 0 ? setting_.geometry.first_height : setting_.geometry.height; }

    Length height(std::size_t from, std::size_t end) const {
        if (from == end) return {};
        Length sum = notes_.above;
        for (std::size_t i = from; i < end; ++i) sum += parts_[i].height + (parts_[i].first && i > from ? notes_.gap : Length{});
        return sum;
    }

    /// Where the notes of the page [atom, end) may end.
    std::vector<std::size_t> note_ends(std::uint32_t atom, std::size_t part, std::uint32_t end) const {
        std::size_t const own = before_[atom], all = before_[end];
        PageCursor cursor(setting_, atom);
        for (std::uint32_t i = atom; i < end; ++i) cursor.place_next();
        Length const foot = max(cursor.foot() + setting_.flow.atoms[end - 1].room_below, cursor.rail_foot());
        auto fits = [&](std::size_t last) { return foot + height(part, last) <= page_height(atom); };
        auto legal = [&](std::size_t last) {
            for (std::size_t i = own; i < all; ++i) {
                if (parts_[i].first && i >= last) return false;
            }
            return part == own || last > part;
        };
        std::size_t most = part;
        while (most < all && fits(most + 1)) ++most;
        if (fits(most) && most == all) return {all};
        if (fits(most) && legal(most)) return most > part && legal(most - 1) ? std::vector{most - 1, most} : std::vector{most};
        if (end == atom + 1 && part == own) return {most};
        return {};
    }

    PageNotes notes(std::uint32_t atom, std::size_t part, std::size_t last, std::uint32_t end) const {
        PageNotes result{height(part, last), 0, static_cast<std::uint32_t>(part), static_cast<std::uint32_t>(last), 0};
        if (last == before_[end]) return result;
        result.cost = last > before_[atom] ? setting_.costs.note_split : setting_.costs.note_deferred;
        if (last > part) result.cost += parts_[last - 1].cost;
        for (std::size_t i = std::max(last, before_[atom]); i < before_[end]; ++i) result.late += parts_[i].first;
        result.cost += setting_.costs.keep_broken * result.late;
        return result;
    }

    PageSetting const& setting_;
    Footnotes const& notes_;
    std::vector<Part> parts_;
    mutable std::map<std::array<std::uint32_t, 4>, std::optional<std::int64_t>> pages_;
    std::vector<std::size_t> before_;  // by atom, and at the end: parts of the notes that have a mark before it
};

/// The page on which the first mark of each note stands, as far as it has one.
std::map<std::uint32_t, std::size_t> pages_of_marks(VList const& list, FlowPlan const& plan) {
    std::map<std::uint32_t, std::size_t> pages;
    for (std::size_t page = 0; page < plan.pages.size(); ++page) {
        for (PlacedItem const& item : plan.pages[page].items) {
            VBox const& box = std::get<VBox>(list[item.item]);
            PartRange const part = part_of(box, item.from_step, item.to_step);
            for (NoteAnchor const& anchor : box.notes) {
                if (part.holds(anchor.at)) pages.try_emplace(anchor.note, page);
            }
        }
    }
    return pages;
}

/// Every note that has a mark stands once, whole and in order, begins on the page of its mark, and ends at the foot of its pages,
/// or begins at the head of one without anything else.
/// Gives how many began late.
int check_notes(VList const& list, Footnotes const& notes, FlowPlan const& plan, PageGeometry const& geometry) {
    std::map<std::uint32_t, std::size_t> const marks = pages_of_marks(list, plan);
    std::map<std::uint32_t, std::uint32_t> come_to;
    int late = 0;
    for (std::size_t number = 0; number < plan.pages.size(); ++number) {
        PagePlan const& page = plan.pages[number];
        Length const height = page.begin_item == 0 && number == 0 ? geometry.first_height : geometry.height;
        Length foot = page.columns.front().notes_top + notes.above;
        if (!page.notes.empty() && page.cost < PageCosts{}.overfull / 2) CHECK(page.used <= page.columns.front().notes_top);
        CHECK((!page.items.empty() || !page.notes.empty()));
        for (std::size_t i = 0; i < page.notes.size(); ++i) {
            PlacedNote const& placed = page.notes[i];
            VBox const& box = notes.notes[placed.note];
            CHECK(placed.from_step == come_to[placed.note]);
            come_to[placed.note] = placed.to_step;
            if (placed.from_step == 0 && marks.at(placed.note) != number) ++late;
            if (i + 1 < page.notes.size()) CHECK(placed.to_step == box.steps.size() + 1);
            PartRange const part = part_of(box, placed.from_step, placed.to_step);
            CHECK(placed.y == foot + (i > 0 ? notes.gap : Length{}));
            foot = placed.y + (part.to - part.from);
        }
        if (!page.notes.empty() && !page.items.empty()) CHECK(foot == height);
        if (page.items.empty()) CHECK(page.columns.front().notes_top == Length{});
    }
    for (auto const& [note, page] : marks) CHECK(come_to[note] == notes.notes[note].steps.size() + 1);
    CHECK(std::count_if(come_to.begin(), come_to.end(), [](auto const& n) { return n.second > 0; }) == static_cast<std::ptrdiff_t>(marks.size()));
    return late;
}

std::size_t split_notes(FlowPlan const& plan) {
    std::size_t count = 0;
    for (PagePlan const& page : plan.pages) {
        for (PlacedNote const& note : page.notes) count += note.from_step > 0;
    }
    return count;
}

}  // namespace

#ifdef OFFPRINT_SANITIZED
constexpr int kFlows = 1500;
#else
constexpr int kFlows = 10'000;
#endif

TEST_CASE("with footnotes and tables the search finds the best of all plans, and every plan is sound") {
    std::size_t with_notes = 0, split = 0, late = 0, only_notes = 0, tables = 0, long_flows = 0, several_pages = 0;
    int flows = 0;
    for (unsigned seed = 1; flows < kFlows; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList list = random_list(dice, 1 + dice.upto(10));
        bool const table = dice.one_in(3);
        if (table) add_table(dice, list);
        if (table && dice.one_in(2)) {
            VList more = random_list(dice, 1 + dice.upto(2));
            std::move(more.begin(), more.end(), std::back_inserter(list));
        }
        int const count = 1 + dice.upto(4);
        Footnotes const notes = random_notes(dice, count);
        if (!dice.one_in(5)) add_marks(dice, list, count);
        PageGeometry const geometry = random_geometry(dice);
        PageCosts costs;
        if (dice.one_in(4)) costs.short_page = 4000;
        if (dice.one_in(3)) costs.note_split = dice.upto(500), costs.note_deferred = dice.upto(500);
        Flow const flow = flatten(list, notes);
        if (flow.atoms.size() > 14) continue;
        ++flows;
        tables += table;
        long_flows += flow.atoms.size() > 11;
        PageSetting const setting{flow, geometry, costs};

        Diagnostics diagnostics;
        FlowPlan const plan = paginate(list, notes, geometry, costs, diagnostics);
        AllPlans const plans(setting, list, notes);
        AllPlans::Plan const expected = plans.best();
        CHECK(plan.cost == expected.cost);
        REQUIRE(plan.pages.size() == expected.ends.size());
        check_whole(list, plan);
        std::size_t parts = 0;
        for (std::size_t i = 0; i < plan.pages.size(); ++i) {
            PagePlan const& page = plan.pages[i];
            for (PlacedNote const& note : page.notes) parts += note.to_step - note.from_step;
            CHECK(parts == expected.ends[i].second);
            only_notes += page.items.empty();
            if (page.items.empty()) continue;
            PlacedItem const& last = page.items.back();
            Atom const& atom = flow.atoms[expected.ends[i].first - 1];
            CHECK((last.item == atom.item && last.to_step == atom.to_step));
            Length const height = i == 0 ? geometry.first_height : geometry.height;
            bool const too_much = page.cost >= costs.overfull / 2;
            check_flow(list, page, geometry, height, too_much);
            check_rail(list, page, geometry, height, too_much);
            check_groups(list, page);
        }
        int const begun_late = check_notes(list, notes, plan, geometry);
        int warned = 0;
        for (Diagnostic const& d : diagnostics.items()) warned += d.code == "W554";
        CHECK((warned > 0) == (begun_late > 0));
        late += begun_late > 0;
        with_notes += plans.parts() > 0;
        split += split_notes(plan);
        several_pages += plan.pages.size() > 2;
    }
    // The flows are worth something only if they show all this.
    std::size_t const tenth = kFlows / 10;
    CHECK(with_notes > 5 * tenth);
    CHECK(tables > 2 * tenth);
    CHECK(long_flows > tenth);
    CHECK(several_pages > 2 * tenth);
    CHECK(split > tenth / 2);
    CHECK(late > tenth / 50);
    CHECK(only_notes > tenth / 12);
}
