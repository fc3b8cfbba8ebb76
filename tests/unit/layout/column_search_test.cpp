// Pages of several columns: the search against all plans there are, and what must hold of every plan.
#include <catch2/catch.hpp>

#include "layout/column_search.h"
#include "plan_checks.h"
#include "random_notes.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

/// All plans, tried one after the other: every page grows band by band, every band column by column.
class AllPlans {
public:
    explicit AllPlans(PageSetting const& setting) : setting_(setting), count_(static_cast<std::uint32_t>(setting.flow.atoms.size())) {}

    struct Plan {
        std::int64_t cost = 0;
        std::uint32_t pages = 0;
    };
    Plan best() {
        std::optional<Plan> const plan = from_page(0, 0);
        REQUIRE(plan);
        return *plan;
    }

private:
    using Way = std::optional<Plan>;
    static void offer(Way& best, std::int64_t cost, Way const& rest) {
        if (!rest) return;
        Plan const plan{cost + rest->cost, rest->pages};
        if (!best || std::pair(plan.cost, plan.pages) < std::pair(best->cost, best->pages)) best = plan;
    }

    bool is_free(std::uint32_t end) const { return end == count_ || setting_.flow.atoms[end].cut == Cut::Forced; }
    std::uint32_t band_end(std::uint32_t atom) const {
        std::uint32_t end = atom + 1;
        while (!is_free(end) && setting_.flow.atoms[end].across == setting_.flow.atoms[atom].across) ++end;
        return end;
    }
    Length height(std::uint32_t atom) const {
        bool const turned = atom < count_ ? setting_.flow.atoms[atom].turned : setting_.flow.atoms.back().turned;
        return turned ? setting_.geometry.turned_height : setting_.geometry.height;
    }
    Length foot(std::uint32_t begin, std::uint32_t end, ColumnFrame frame, bool& fits) const {
        PageCursor cursor(setting_, begin, frame);
        for (std::uint32_t i = begin; i < end; ++i) cursor.place_next();
        Length const foot = cursor.foot() + (begin < end ? setting_.flow.atoms[end - 1].room_below : Length{});
        fits = cursor.fits() && foot <= frame.height;
        return foot;
    }

    Way from_page(std::uint32_t atom, std::uint32_t note) {
        if (atom == count_ && note == setting_.flow.note_parts.size()) return Plan{};
        Way best;
        Way const page = from_band(atom, {note, setting_.flow.notes_before(atom)}, {});
        if (page) best = Plan{page->cost + setting_.costs.page, page->pages + 1};
        return best;
    }

    Way from_band(std::uint32_t atom, NoteStart notes, Length top) {
        ColumnFrame const frame{top, height(atom)};
        if (atom < count_ && setting_.flow.atoms[atom].across) return across(atom, notes, frame);
        Way best = column(atom, notes, frame, 0, atom < count_ ? band_end(atom) : count_);
        if (atom == count_) return best;
        std::uint32_t const end = band_end(atom);
        Balance balance;
        std::vector<Length> heights;
        balanced(atom, notes, frame, end, {0, {}, {}, notes.from}, heights, balance);
        if (!balance.found) return best;
        if (is_free(end))
            offer(best, balance.cost, from_page(end, balance.note));
        else
            offer(best, balance.cost, from_band(end, notes, balance.foot + setting_.flow.atoms[end].glue));
        return best;
    }

    Way across(std::uint32_t atom, NoteStart notes, ColumnFrame frame) {
        Way best;
        std::uint32_t const end = band_end(atom);
        each_column(setting_, atom, notes, frame, end, PriceDetail::Full, [&](std::uint32_t at, PageNotes const& set, PagePrice const& price) {
            if (at > atom || frame.top == Length{}) offer(best, price.cost, from_page(at, set.end));
        });
        bool fits = true;
        Length const bottom = foot(atom, end, frame, fits);
        if (!is_free(end) && fits) offer(best, 0, from_band(end, notes, bottom + setting_.flow.atoms[end].glue));
        return best;
    }

    /// Full columns, from a slot on.
    Way column(std::uint32_t atom, NoteStart notes, ColumnFrame frame, int slot, std::uint32_t end) {
        Way best;
        std::int64_t const empty = fill_cost(setting_, frame.top, frame.height, false);
        int const left = setting_.geometry.columns - slot;
        if (slot > 0 && notes.from == notes.own && atom < count_) offer(best, empty * left, from_page(atom, notes.from));
        each_column(setting_, atom, notes, frame, end, PriceDetail::Full, [&](std::uint32_t at, PageNotes const& set, PagePrice const& price) {
            if (at == atom && slot == 0 && frame.top > Length{}) return;
            if (at > atom && at == end && is_free(end)) return;
            if (at > atom && at == end) {
                offer(best, price.cost + empty * (left - 1), from_page(at, set.end));
            } else if (left == 1 || (at == count_ && set.end == setting_.flow.note_parts.size())) {
                offer(best, price.cost, from_page(at, set.end));
            } else {
                offer(best, price.cost, column(at, {set.end, setting_.flow.notes_before(at)}, frame, slot + 1, end));
            }
        });
        return best;
    }

    struct Balance {
        bool found = false;
        std::int64_t cost = 0;
        Length foot;
        std::uint32_t note = 0;
    };
    struct Come {
        std::int64_t cost = 0;
        Length foot, filled;
        std::uint32_t note = 0;
    };
    /// Columns as equal as can be: every way to part the atoms, and the notes where the page ends.
    void balanced(std::uint32_t atom, NoteStart notes, ColumnFrame frame, std::uint32_t end, Come come, std::vector<Length>& heights, Balance& best) {
        bool const page = is_free(end);
        if (heights.size() == static_cast<std::size_t>(setting_.geometry.columns)) {
            if (atom < end) return;
            std::int64_t cost = come.cost + balance_cost(setting_, heights);
            if (page) cost += fill_cost(setting_, come.filled, frame.height, true);
            if (!best.found || std::pair(cost, come.foot) < std::pair(best.cost, best.foot)) best = {true, cost, come.foot, come.note};
            return;
        }
        auto next = [&](std::uint32_t at, PageNotes const& set, Length bottom, bool fits) {
            Come then{come.cost + set.cost + (fits ? 0 : setting_.costs.overfull), max(come.foot, bottom), max(come.filled, bottom + set.height), set.end};
            if (at > atom && at < end) then.cost += break_cost(setting_, at);
            heights.push_back(bottom - frame.top);
            balanced(at, {set.end, page ? setting_.flow.notes_before(at) : set.end}, frame, end, then, heights, best);
            heights.pop_back();
        };
        if (page && notes.from < notes.own) {
            PageNotes const set = only_notes(setting_, notes, frame.height - frame.top);
            next(atom, set, frame.top, frame.top + set.height <= frame.height);
        } else if (atom == end) {
            next(end, {{}, 0, notes.from, notes.from, 0}, frame.top, true);
        }
        for (std::uint32_t at = atom + 1; at <= end; ++at) {
            bool fits = true;
            Length const bottom = foot(atom, at, frame, fits);
            if (!page) {
                if (fits) next(at, {{}, 0, notes.from, notes.from, 0}, bottom, true);
                continue;
            }
            for (PageNotes const& set : note_ways(setting_, notes, atom, at, frame.height - bottom)) {
                bool const all = fits && bottom + set.height <= frame.height;
                if (all || at == atom + 1) next(at, set, bottom, all);
            }
        }
    }

    PageSetting const& setting_;
    std::uint32_t count_;
};

/// Boxes of columns and boxes across them in turn.
void spread(Dice& dice, VList& list) {
    bool across = dice.one_in(3), turned = false;
    for (VItem& item : list) {
        auto* box = std::get_if<VBox>(&item);
        if (box == nullptr) continue;
        box->attachments.clear();
        box->clears_rail = false;
        box->across = across;
        box->turned = turned;
        if (dice.one_in(across ? 2 : 5)) across = !across;
        if (dice.one_in(turned ? 3 : 20)) turned = !turned;
    }
}

PageGeometry columns_of(Dice& dice) {
    PageGeometry geometry = random_geometry(dice);
    geometry.columns = 2 + dice.upto(1);
    geometry.column_pitch = 110_pt;
    geometry.column_gutter = 10_pt;
    geometry.turned_height = 40_pt + dice.points(40);
    geometry.turned_pitch = 150_pt;
    return geometry;
}

/// What stands in a column stands one below the other inside it, on the grid, its notes at its foot.
void check_columns(VList const& list, Footnotes const& notes, PagePlan const& page, PageGeometry const& geometry) {
    Length const height = page.turned ? geometry.turned_height : geometry.height, pitch = page.turned ? geometry.turned_pitch : geometry.column_pitch;
    bool const overfull = page.cost >= PageCosts{}.overfull / 2;
    std::uint32_t items = 0, placed_notes = 0;
    for (PlacedColumn const& column : page.columns) {
        CHECK(column.items.begin == items);
        CHECK(column.notes.begin == placed_notes);
        items = column.items.end;
        placed_notes = column.notes.end;
        Length foot = column.top;
        for (std::uint32_t i = column.items.begin; i < column.items.end; ++i) {
            PlacedItem const& item = page.items[i];
            VBox const& box = std::get<VBox>(list[item.item]);
            PartRange const part = part_of(box, item.from_step, item.to_step);
            CHECK(item.y >= foot);
            foot = item.y + part.to - part.from;
            CHECK(box.turned == page.turned);
            if (box.across) CHECK(column.x == Length{});
            if (box.on_grid && part.is_first && geometry.grid > Length{})
                CHECK((item.y + box.baseline - geometry.grid_origin).raw() % geometry.grid.raw() == 0);
        }
        CHECK(column.foot >= foot);
        CHECK(column.x.raw() % pitch.raw() == 0);
        if (overfull) continue;
        CHECK(column.foot <= height);
        if (column.notes.begin == column.notes.end) continue;
        CHECK((column.foot <= column.notes_top || column.items.begin == column.items.end));
        PlacedNote const& last = page.notes[column.notes.end - 1];
        PartRange const part = part_of(notes.notes[last.note], last.from_step, last.to_step);
        if (column.items.begin < column.items.end) CHECK(last.y + part.to - part.from == height);
    }
    CHECK(items == page.items.size());
    CHECK(placed_notes == page.notes.size());
}

/// Every note that has a mark stands once and whole; gives how many do not begin on the page of their first mark.
int check_notes(VList const& list, Footnotes const& notes, FlowPlan const& plan) {
    std::map<std::uint32_t, std::size_t> marks;
    std::map<std::uint32_t, std::uint32_t> come_to;
    int late = 0;
    for (std::size_t number = 0; number < plan.pages.size(); ++number) {
        PagePlan const& page = plan.pages[number];
        for (PlacedItem const& item : page.items) {
            VBox const& box = std::get<VBox>(list[item.item]);
            PartRange const part = part_of(box, item.from_step, item.to_step);
            for (NoteAnchor const& anchor : box.notes) {
                if (part.holds(anchor.at)) marks.try_emplace(anchor.note, number);
            }
        }
        for (PlacedNote const& placed : page.notes) {
            CHECK(placed.from_step == come_to[placed.note]);
            come_to[placed.note] = placed.to_step;
            late += placed.from_step == 0 && marks.at(placed.note) != number;
        }
    }
    for (auto const& [note, page] : marks) CHECK(come_to[note] == notes.notes[note].steps.size() + 1);
    return late;
}

}  // namespace

TEST_CASE("on pages of columns the search finds what trying all plans finds") {
    int several_pages = 0, several_bands = 0, overfull = 0, noted = 0, late = 0, turned = 0;
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList list = random_list(dice, 1 + dice.upto(7));
        spread(dice, list);
        Footnotes notes;
        if (dice.one_in(2)) {
            notes = random_notes(dice, 1 + dice.upto(3));
            add_marks(dice, list, static_cast<int>(notes.notes.size()));
        }
        PageGeometry const geometry = columns_of(dice);
        PageCosts costs;
        if (dice.one_in(4)) costs.short_page = 4000;
        if (dice.one_in(4)) costs.column_balance = 20;
        Flow const flow = flatten(list, notes);
        if (flow.atoms.size() > 9) continue;
        PageSetting const setting{flow, geometry, costs};
        Diagnostics diagnostics;
        FlowPlan const plan = paginate(list, notes, geometry, costs, diagnostics);
        AllPlans::Plan const expected = AllPlans(setting).best();
        CHECK(plan.cost == expected.cost);
        CHECK(plan.pages.size() == expected.pages);
        std::int64_t sum = 0;
        check_whole(list, plan);
        late += check_notes(list, notes, plan);
        for (PagePlan const& page : plan.pages) {
            check_columns(list, notes, page, geometry);
            sum += page.cost;
            overfull += page.cost >= costs.overfull / 2;
            several_bands += page.columns.front().top != page.columns.back().top;
            noted += !page.notes.empty();
            turned += page.turned;
        }
        CHECK(sum == plan.cost);
        several_pages += plan.pages.size() > 1;
        CHECK(diagnostics.has_errors() == (plan.cost >= costs.overfull / 2));
    }
    CHECK(several_pages > 500);
    CHECK(several_bands > 300);
    CHECK(overfull > 50);
    CHECK(noted > 300);
    CHECK(turned > 100);
    INFO(late);
}

TEST_CASE("lines fill columns one after the other, and the last page's are balanced") {
    PageGeometry geometry = ten_lines();
    geometry.columns = 2;
    geometry.column_pitch = 110_pt;
    VList list;
    for (int i = 0; i < 27; ++i) {
        if (i > 0) list.emplace_back(VPenalty{});
        list.emplace_back(line());
    }
    PageCosts costs;
    costs.tolerated_share = 0;
    FlowPlan const plan = plan_of(list, geometry, costs);
    REQUIRE(counts(plan) == std::vector<std::size_t>{20, 7});
    auto const column_counts = [](PagePlan const& page) {
        std::vector<std::size_t> sizes;
        for (PlacedColumn const& column : page.columns) sizes.push_back(column.items.end - column.items.begin);
        return sizes;
    };
    CHECK(column_counts(plan.pages[0]) == std::vector<std::size_t>{10, 10});
    CHECK(column_counts(plan.pages[1]) == std::vector<std::size_t>{4, 3});
    CHECK((plan.pages[1].columns[0].x == Length{} && plan.pages[1].columns[1].x == 110_pt));
}

TEST_CASE("a box across all columns closes those above it, and others begin below") {
    PageGeometry geometry = ten_lines();
    geometry.columns = 2;
    geometry.column_pitch = 110_pt;
    geometry.column_gutter = 10_pt;
    VList list;
    auto add = [&](int lines) {
        for (int i = 0; i < lines; ++i) {
            list.emplace_back(VGlue{});
            list.emplace_back(line());
        }
    };
    add(5);
    VBox wide = solid(22_pt);
    wide.across = true;
    list.emplace_back(VGlue{6_pt});
    list.emplace_back(wide);
    list.emplace_back(VGlue{2_pt});
    add(14);
    FlowPlan const plan = plan_of(list, geometry);
    REQUIRE(counts(plan) == std::vector<std::size_t>{14, 6});
    PagePlan const& page = plan.pages[0];
    REQUIRE(page.columns.size() == 5);
    CHECK((page.columns[0].items.end == 3 && page.columns[1].items.end == 5));
    CHECK((page.columns[2].top == 36_pt && page.columns[2].x == Length{} && page.columns[2].foot == 58_pt));
    CHECK((page.columns[3].top == 60_pt && page.columns[4].top == 60_pt && page.columns[4].x == 110_pt));
    CHECK(tops(page) == std::vector<double>{0, 10, 20, 0, 10, 36, 60, 70, 80, 90, 60, 70, 80, 90});
    REQUIRE(page.rules.size() == 2);
    CHECK((page.rules[0].x == 105_pt && page.rules[0].top == Length{} && page.rules[0].foot == 30_pt));
    CHECK((page.rules[1].top == 60_pt && page.rules[1].foot == 100_pt));
}

TEST_CASE("what is left empty of equal columns is shared; the last is the tallest only where nothing comes near") {
    PageCosts const costs;
    PageGeometry const geometry = ten_lines();
    Flow const flow;
    PageSetting const setting{flow, geometry, costs};
    auto const cost = [&](std::vector<Length> const& heights) { return balance_cost(setting, heights); };
    CHECK(cost({50_pt, 50_pt}) == 0);
    CHECK(cost({50_pt, 40_pt}) == costs.column_balance);
    CHECK(cost({40_pt, 50_pt}) == 4 * costs.column_balance);
    CHECK(cost({50_pt, 30_pt, 50_pt}) == 4 * costs.column_balance);
    CHECK(cost({50_pt, 40_pt, 40_pt}) < cost({50_pt, 50_pt, 30_pt}));
}

TEST_CASE("a page turned on its side is a page of its own") {
    PageGeometry geometry = ten_lines();
    geometry.turned_height = 60_pt;
    VList list;
    for (int i = 0; i < 12; ++i) {
        VBox box = line();
        box.turned = i >= 3 && i < 11;
        list.emplace_back(VGlue{});
        list.emplace_back(box);
    }
    for (int const columns : {1, 2}) {
        geometry.columns = columns;
        FlowPlan const plan = plan_of(list, geometry);
        REQUIRE(counts(plan) == (columns == 1 ? std::vector<std::size_t>{3, 6, 2, 1} : std::vector<std::size_t>{3, 8, 1}));
        CHECK((!plan.pages[0].turned && plan.pages[1].turned && !plan.pages.back().turned));
        CHECK(std::string(plan.pages[0].break_reason) == "page turned");
    }
}
