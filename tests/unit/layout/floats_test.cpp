#include "layout/floats.h"

#include <catch2/catch.hpp>

#include "random_flow.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::literals;
using layout::test::Dice;

namespace {

PageGeometry const kPage{100_pt, 100_pt, {}, {}, {}};

/// A box that knows its number by its span.
VBox numbered(Length height, std::uint32_t number) {
    VBox box;
    box.height = height;
    box.span = {1, number, number + 1};
    return box;
}
std::uint32_t number_of(VBox const& box) { return box.span.begin; }

constexpr std::uint32_t kFirstFloat = 1000;

VList random_flow(Dice& dice, int boxes, int floats) {
    VList list;
    int next_float = 0;
    for (int i = 0; i < boxes; ++i) {
        if (i > 0) {
            if (dice.one_in(3)) list.push_back(VPenalty{dice.one_in(4) ? kForbidden : dice.upto(6000), "price", {}, {}});
            list.push_back(VGlue{dice.points(6), 0});
        }
        list.push_back(numbered(8_pt + dice.points(14), static_cast<std::uint32_t>(i)));
        if (next_float < floats && dice.one_in(boxes / floats)) {
            list.push_back(FloatBegin{FloatPlace::Auto, 3_pt, 3_pt});
            list.push_back(numbered(20_pt + dice.points(50), kFirstFloat + static_cast<std::uint32_t>(next_float++)));
            list.push_back(FloatEnd{});
        }
    }
    return list;
}

/// The space before the next box that does not float.
Length space_after(VList const& list, std::size_t i) {
    Length space;
    bool inside = false;
    for (; i < list.size(); ++i) {
        if (std::holds_alternative<FloatBegin>(list[i])) inside = true;
        if (std::holds_alternative<FloatEnd>(list[i])) inside = false;
        if (inside) continue;
        if (std::holds_alternative<VBox>(list[i])) break;
        if (auto const* glue = std::get_if<VGlue>(&list[i])) space += glue->height;
    }
    return space;
}

/// The list with every float where it was written.
VList in_place(VList const& list) {
    VList out;
    Length below;
    for (VItem const& item : list) {
        if (auto const* begin = std::get_if<FloatBegin>(&item)) {
            out.push_back(VGlue{begin->above, 1});
            below = begin->below;
        } else if (std::holds_alternative<FloatEnd>(item)) {
            out.push_back(VGlue{max(below - space_after(list, static_cast<std::size_t>(&item - list.data())), Length{}), 1});
        } else {
            out.push_back(item);
        }
    }
    return out;
}

FlowPlan plan_of(VList const& list) {
    Diagnostics faults;
    return paginate(list, {}, kPage, {}, faults);
}

struct Standing {
    std::size_t page = 0;
    bool head = false, foot = false;
};
Standing standing(VList const& list, FlowPlan const& plan, std::uint32_t number) {
    for (std::size_t page = 0; page < plan.pages.size(); ++page) {
        auto const& items = plan.pages[page].items;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (number_of(std::get<VBox>(list[items[i].item])) == number) return {page, i == 0, i + 1 == items.size() && page + 1 < plan.pages.size()};
    }
    return {};
}

/// The cost of a plan with one float: the prices that a float's break was paid with taken off, lateness added.
std::int64_t true_cost(VList const& list, std::uint32_t anchor) {
    FlowPlan const plan = plan_of(list);
    std::int64_t cost = plan.cost;
    bool moved = false;
    for (VItem const& item : list) {
        auto const* penalty = std::get_if<VPenalty>(&item);
        if (penalty != nullptr && penalty->cost < -1'000'000) cost -= penalty->cost, moved = true;
    }
    auto const late = static_cast<std::int64_t>(standing(list, plan, kFirstFloat).page) - static_cast<std::int64_t>(standing(list, plan, anchor).page);
    return moved ? cost + PageCosts{}.float_late * late * late : cost;
}

}  // namespace

TEST_CASE("Without floats a flow is as it was") {
    Dice dice(1);
    VList const list = random_flow(dice, 12, 0);
    PageCosts const costs;
    CHECK(place_floats(list, {}, kPage, costs).size() == list.size());
}

TEST_CASE("Floats: nothing is lost, text and floats keep their order, none comes before the page of its place, all is no dearer than in place") {
    PageCosts const costs;
    int moved = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        INFO("seed " << seed);
        Dice dice(seed);
        VList const list = random_flow(dice, 14 + dice.upto(60), 1 + dice.upto(3));
        VList const placed = place_floats(list, {}, kPage, costs);
        std::vector<std::uint32_t> text, floats;
        for (VItem const& item : placed) {
            REQUIRE_FALSE(std::holds_alternative<FloatBegin>(item));
            REQUIRE_FALSE(std::holds_alternative<FloatEnd>(item));
            if (auto const* box = std::get_if<VBox>(&item)) (number_of(*box) < kFirstFloat ? text : floats).push_back(number_of(*box));
        }
        std::vector<std::uint32_t> written, written_floats, anchors;
        for (VItem const& item : list)
            if (auto const* box = std::get_if<VBox>(&item)) {
                if (number_of(*box) >= kFirstFloat) anchors.push_back(written.back());
                (number_of(*box) < kFirstFloat ? written : written_floats).push_back(number_of(*box));
            }
        CHECK(text == written);
        CHECK(floats == written_floats);
        FlowPlan const plan = plan_of(placed);
        std::int64_t cost = plan.cost;
        for (VItem const& item : placed)
            if (auto const* penalty = std::get_if<VPenalty>(&item); penalty != nullptr && penalty->cost < -1'000'000) cost -= penalty->cost, ++moved;
        CHECK(cost <= plan_of(in_place(list)).cost);
        for (std::size_t i = 0; i < floats.size(); ++i) CHECK(standing(placed, plan, floats[i]).page >= standing(placed, plan, anchors[i]).page);
    }
    CHECK(moved > 100);
}

TEST_CASE("One float in a short flow stands where no other place is cheaper") {
    PageCosts const costs;
    for (unsigned seed = 0; seed < 150; ++seed) {
        INFO("seed " << seed);
        Dice dice(seed + 7000);
        VList const list = random_flow(dice, 10 + dice.upto(8), 1);
        VList bare;
        std::uint32_t anchor = 0;
        VBox floating;
        for (VItem const& item : list) {
            auto const* box = std::get_if<VBox>(&item);
            if (std::holds_alternative<FloatBegin>(item) || std::holds_alternative<FloatEnd>(item)) continue;
            if (box != nullptr && number_of(*box) == kFirstFloat) {
                floating = *box;
                continue;
            }
            if (box != nullptr && floating.height == Length{}) anchor = number_of(*box);
            bare.push_back(item);
        }
        if (floating.height == Length{}) continue;
        // All places by hand: the float before or behind what stands between two boxes.
        std::int64_t best = plan_of(in_place(list)).cost;
        for (std::size_t at = 0; at < bare.size(); ++at) {
            if (!std::holds_alternative<VBox>(bare[at]) || at == 0) continue;
            std::size_t from = at;
            bool forbidden = false;
            while (from > 0 && !std::holds_alternative<VBox>(bare[from - 1])) {
                --from;
                if (auto const* penalty = std::get_if<VPenalty>(&bare[from])) forbidden = forbidden || penalty->cost >= kForbidden;
            }
            if (forbidden) continue;
            for (bool const head : {true, false}) {
                VList tried(bare.begin(), bare.begin() + static_cast<std::ptrdiff_t>(head ? at : from));
                tried.push_back(head ? VPenalty{-5'000'000, "", {}, {}} : VPenalty{kForbidden, "", {}, {}});
                tried.push_back(VGlue{3_pt, 0});
                tried.push_back(floating);
                if (head)
                    tried.push_back(VGlue{3_pt, 0});
                else
                    tried.push_back(VPenalty{-5'000'000, "", {}, {}});
                tried.insert(tried.end(), bare.begin() + static_cast<std::ptrdiff_t>(head ? at : from), bare.end());
                FlowPlan const plan = plan_of(tried);
                Standing const stands = standing(tried, plan, kFirstFloat);
                if (!(head ? stands.head : stands.foot) || stands.page < standing(tried, plan, anchor).page) continue;
                best = std::min(best, true_cost(tried, anchor));
            }
        }
        CHECK(true_cost(place_floats(list, {}, kPage, costs), anchor) == best);
    }
}

TEST_CASE("A float that asks for the head of a page gets it; one with a footnote stays") {
    VList list;
    for (std::uint32_t i = 0; i < 20; ++i) {
        if (i > 0) list.push_back(VGlue{{}, 0});
        list.push_back(numbered(10_pt, i));
        if (i != 3) continue;
        list.push_back(FloatBegin{FloatPlace::Top, 5_pt, 5_pt});
        list.push_back(numbered(30_pt, kFirstFloat));
        list.push_back(FloatEnd{});
    }
    PageCosts const costs;
    VList const placed = place_floats(list, {}, kPage, costs);
    CHECK(standing(placed, plan_of(placed), kFirstFloat).head);
    for (VItem& item : list)
        if (auto* box = std::get_if<VBox>(&item); box != nullptr && number_of(*box) == kFirstFloat) box->notes.push_back({5_pt, 0});
    Footnotes notes;
    notes.notes.push_back(numbered(10_pt, 5000));
    VList const kept = place_floats(list, notes, kPage, costs);
    std::size_t at = 0;
    for (; !std::holds_alternative<VBox>(kept[at]) || number_of(std::get<VBox>(kept[at])) != kFirstFloat; ++at) {}
    while (at-- > 0)
        if (auto const* box = std::get_if<VBox>(&kept[at])) {
            CHECK(number_of(*box) == 3);
            break;
        }
}

TEST_CASE("A float that was asked for at the head of a page stands there whatever the floats behind it would save") {
    int seen = 0;
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        Dice dice(seed);
        VList list = random_flow(dice, 5 + dice.upto(9), 2);
        FloatBegin* first = nullptr;
        for (VItem& item : list)
            if (auto* begin = std::get_if<FloatBegin>(&item); begin != nullptr && first == nullptr) first = begin;
        if (first == nullptr) continue;
        first->place = FloatPlace::Top;
        VList const placed = place_floats(list, {}, kPage, PageCosts{});
        FlowPlan const plan = plan_of(placed);
        INFO("seed " << seed);
        CHECK(standing(placed, plan, kFirstFloat).head);
        ++seen;
    }
    CHECK(seen > 400);
}

TEST_CASE("Below a float stands its space or that of what follows, not both") {
    auto const gap = [](Length below, Length next) {
        VList list;
        list.push_back(numbered(10_pt, 1));
        list.push_back(FloatBegin{FloatPlace::Auto, 3_pt, below});
        list.push_back(numbered(10_pt, kFirstFloat));
        list.push_back(FloatEnd{});
        list.push_back(VGlue{next, 0});
        list.push_back(numbered(10_pt, 2));
        PagePlan const page = plan_of(place_floats(list, {}, kPage, {})).pages.at(0);
        return page.items.at(2).y - page.items.at(1).y - 10_pt;
    };
    CHECK(gap(9_pt, 20_pt) == 20_pt);
    CHECK(gap(9_pt, 4_pt) == 9_pt);
}

TEST_CASE("A float that asks for the foot of a page stands on its last line, with the text that fits above it") {
    VList list;
    for (std::uint32_t i = 0; i < 20; ++i) {
        if (i > 0) list.push_back(VGlue{{}, 0});
        list.push_back(numbered(10_pt, i));
        if (i != 2) continue;
        list.push_back(FloatBegin{FloatPlace::Bottom, 5_pt, 5_pt});
        list.push_back(numbered(32_pt, kFirstFloat));
        list.push_back(FloatEnd{});
    }
    PageCosts const costs;
    VList const placed = place_floats(list, {}, kPage, costs);
    FlowPlan const plan = plan_of(placed);
    CHECK(standing(placed, plan, kFirstFloat).page == 0);
    REQUIRE(plan.pages[0].items.size() == 7);
    CHECK(plan.pages[0].items.back().y == 68_pt);
    CHECK(plan.pages[0].items[5].y == 50_pt);
}

TEST_CASE("Floats go to the head of a column, or across all columns to the head or the foot of a page") {
    PageGeometry geometry = kPage;
    geometry.columns = 2;
    geometry.column_pitch = 100_pt;
    PageCosts const costs;
    for (FloatPlace const place : {FloatPlace::Top, FloatPlace::Bottom}) {
        for (bool const across : {false, true}) {
            INFO((place == FloatPlace::Top ? "top" : "bottom") << (across ? ", across" : ""));
            VList list;
            for (std::uint32_t i = 0; i < 60; ++i) {
                if (i > 0) list.push_back(VGlue{{}, 0});
                list.push_back(numbered(10_pt, i));
                if (i != 13) continue;
                list.push_back(FloatBegin{place, 5_pt, 5_pt});
                VBox box = numbered(30_pt, kFirstFloat);
                box.across = across;
                list.push_back(box);
                list.push_back(FloatEnd{});
            }
            VList const placed = place_floats(list, {}, geometry, costs);
            Diagnostics faults;
            FlowPlan const plan = paginate(placed, {}, geometry, costs, faults);
            bool found = false;
            for (PagePlan const& page : plan.pages) {
                for (PlacedColumn const& column : page.columns) {
                    for (std::uint32_t i = column.items.begin; i < column.items.end; ++i) {
                        if (number_of(std::get<VBox>(placed[page.items[i].item])) != kFirstFloat) continue;
                        found = true;
                        CHECK(page.items[i].y == (place == FloatPlace::Top ? 0_pt : 70_pt));
                        CHECK((!across || column.items.end == column.items.begin + 1));
                    }
                }
                // No column is left half empty for it.
                if (&page != &plan.pages.back()) CHECK(page.items.size() >= 13);
            }
            CHECK(found);
        }
    }
}

namespace {

void add_lines(VList& list, std::uint32_t first, std::uint32_t end) {
    for (std::uint32_t i = first; i < end; ++i) {
        list.push_back(numbered(10_pt, i));
        list.push_back(VGlue{});
    }
}

void add_float(VList& list, Length height, std::uint32_t number, FloatPlace place = FloatPlace::Auto) {
    list.push_back(FloatBegin{place, {}, {}});
    list.push_back(numbered(height, number));
    list.push_back(FloatEnd{});
}

}  // namespace

TEST_CASE("A float that goes to a later page draws along those written before its place") {
    VList list;
    add_lines(list, 0, 5);
    add_float(list, 60_pt, kFirstFloat);
    add_float(list, 30_pt, kFirstFloat + 1);
    add_lines(list, 5, 30);
    VList const placed = place_floats(list, {}, kPage, {});
    FlowPlan const plan = plan_of(placed);
    CHECK(plan.pages[0].items.size() == 10);  // nothing but text
    CHECK(standing(placed, plan, kFirstFloat).page == 1);
    CHECK(standing(placed, plan, kFirstFloat).head);
    CHECK(standing(placed, plan, kFirstFloat + 1).page == 1);
}

TEST_CASE("No float passes a numbered exhibit that stays") {
    for (bool const bars : {false, true}) {
        VList list;
        add_lines(list, 0, 5);
        add_float(list, 60_pt, kFirstFloat);
        add_lines(list, 5, 7);
        VBox exhibit = numbered(10_pt, 500);
        exhibit.bars_floats = bars;
        list.push_back(exhibit);
        list.push_back(VGlue{});
        add_lines(list, 7, 30);
        VList const placed = place_floats(list, {}, kPage, {});
        std::vector<std::uint32_t> order;
        for (VItem const& item : placed) {
            if (auto const* box = std::get_if<VBox>(&item); box != nullptr && number_of(*box) >= 500) order.push_back(number_of(*box));
        }
        CHECK(order == (bars ? std::vector<std::uint32_t>{kFirstFloat, 500} : std::vector<std::uint32_t>{500, kFirstFloat}));
    }
}

TEST_CASE("Below what stands across all columns a float goes to the head of one too") {
    PageGeometry geometry = kPage;
    geometry.columns = 2;
    geometry.column_pitch = 100_pt;
    VList list;
    VBox title = numbered(30_pt, 500);
    title.across = true;
    list.push_back(title);
    list.push_back(VGlue{});
    add_lines(list, 0, 5);
    add_float(list, 40_pt, kFirstFloat, FloatPlace::Top);
    add_lines(list, 5, 40);
    VList const placed = place_floats(list, {}, geometry, {});
    Diagnostics faults;
    PagePlan const page = paginate(placed, {}, geometry, {}, faults).pages.at(0);
    REQUIRE(page.columns.size() == 3);
    CHECK(page.columns[1].items.end - page.columns[1].items.begin == 7);
    PlacedItem const& head = page.items[page.columns[2].items.begin];
    CHECK(number_of(std::get<VBox>(placed[head.item])) == kFirstFloat);
}

TEST_CASE("What stands on a page lying on its side leaves no hole before it: the text goes on, within its section") {
    PageGeometry geometry = kPage;
    geometry.turned_height = 60_pt;
    PageCosts const costs;
    for (bool const section_ends : {false, true}) {
        VList list;
        for (std::uint32_t i = 0; i < 40; ++i) {
            if (i > 0) list.push_back(VGlue{{}, 0});
            if (i == 6 && section_ends) list.push_back(Bookmark{"next", 1, 0});
            list.push_back(numbered(10_pt, i));
            if (i != 3) continue;
            list.push_back(VGlue{5_pt, 0});
            VBox box = numbered(40_pt, kFirstFloat);
            box.turned = true;
            list.push_back(box);
        }
        CHECK(has_floats(list));
        Diagnostics faults;
        VList const placed = place_floats(list, {}, geometry, costs);
        FlowPlan const plan = paginate(placed, {}, geometry, costs, faults);
        std::size_t const page = standing(placed, plan, kFirstFloat).page;
        CHECK(page == 1);
        CHECK(plan.pages[0].items.size() == (section_ends ? 4u : 10u));
    }
}
