#include "layout/page_builder.h"

#include <catch2/catch.hpp>

#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

using Tops = std::vector<double>;
using Counts = std::vector<std::size_t>;

/// Prices without the last page's minimum.
PageCosts no_minimum() {
    PageCosts costs;
    costs.minimum_last_fill = 0;
    return costs;
}

/// `count` lines with a free break between two of them.
void add_lines(VList& list, int count) {
    for (int i = 0; i < count; ++i) {
        if (i > 0) list.emplace_back(VPenalty{});
        list.emplace_back(line());
    }
}

}  // namespace

TEST_CASE("a list without boxes has no pages") {
    CHECK(plan_of({}).pages.empty());
    CHECK(plan_of({VGlue{5_pt}, VPenalty{kForced}, group(1_pt, 1_pt), GroupEnd{}, GroupEnd{}, RunningMark{"x"}}).pages.empty());
}

TEST_CASE("lines fill a page to its foot and go on on the next") {
    VList list;
    add_lines(list, 14);
    FlowPlan const plan = plan_of(list);
    REQUIRE(counts(plan) == Counts{10, 4});
    CHECK(tops(plan.pages[0]) == Tops{0, 10, 20, 30, 40, 50, 60, 70, 80, 90});
    CHECK(tops(plan.pages[1]) == Tops{0, 10, 20, 30});
    CHECK(plan.pages[0].used == 100_pt);
    CHECK(plan.pages[0].cost == 100);
    CHECK(plan.pages[0].begin_item == 0);
    CHECK(plan.pages[0].end_item == 19);
    CHECK(plan.pages[1].begin_item == 19);
    CHECK(plan.pages[1].end_item == 27);
}

TEST_CASE("the first page may have less room") {
    VList list;
    add_lines(list, 14);
    PageGeometry geometry = ten_lines();
    geometry.first_height = 52_pt;
    CHECK(counts(plan_of(list, geometry)) == Counts{5, 9});
}

TEST_CASE("glue vanishes at the head and at the foot of a page") {
    VList list{VGlue{30_pt}};
    add_lines(list, 10);
    list.emplace_back(VGlue{30_pt});
    list.emplace_back(line());
    list.emplace_back(VGlue{30_pt});
    FlowPlan const plan = plan_of(list, ten_lines(), no_minimum());
    REQUIRE(counts(plan) == Counts{10, 1});
    CHECK(tops(plan.pages[0]).front() == 0);
    CHECK(tops(plan.pages[1]).front() == 0);
    CHECK(plan.pages[1].used == 10_pt);
}

TEST_CASE("boxes on the grid are moved down to it, the first to its origin") {
    VList const list{solid(13_pt), VGlue{3_pt}, line(), line(), solid(5_pt), line()};
    CHECK(tops(plan_of(list).pages.at(0)) == Tops{0, 20, 30, 40, 50});
    PageGeometry geometry = ten_lines();
    geometry.grid_origin = 25_pt;
    CHECK(tops(plan_of({line(), line()}, geometry).pages.at(0)) == Tops{17, 27});
    geometry.grid = Length{};
    CHECK(tops(plan_of({line(), line()}, geometry).pages.at(0)) == Tops{0, 10});
}

TEST_CASE("between two boxes there is one break: penalties add up, forbidden beats forced, nothing at all sticks") {
    auto page_end = [](std::vector<VItem> between) {
        VList list;
        add_lines(list, 9);
        for (VItem& item : between) list.push_back(std::move(item));
        add_lines(list, 4);
        FlowPlan plan = plan_of(list);
        REQUIRE(plan.pages.size() == 2);
        return std::pair(plan.pages[0].items.size(), std::string(plan.pages[0].break_reason));
    };
    // The tenth line makes the page full; a bonus of 500 after the ninth draws the break there, 200 does not with 1000 against.
    CHECK(page_end({VPenalty{-500, "bonus"}}) == std::pair(std::size_t{9}, std::string("bonus")));
    CHECK(page_end({VPenalty{-500, "bonus"}, VGlue{}, VPenalty{1000, "dear"}}).first == 10);
    CHECK(page_end({VPenalty{-2000, "bonus"}, VPenalty{1000, "dear"}, VPenalty{300, "cheap"}}) == std::pair(std::size_t{9}, std::string("dear")));
    CHECK(page_end({VPenalty{kForced, "here"}, VPenalty{1000, "dear"}}) == std::pair(std::size_t{9}, std::string("here")));
    CHECK(page_end({VPenalty{kForbidden, "never"}, VPenalty{kForced, "here"}, VGlue{}}).first == 10);
    CHECK(page_end({VPenalty{-900}, VGlue{}, VPenalty{kForbidden}}).first == 10);
    CHECK(page_end({}).first == 10);
    CHECK(page_end({RunningMark{"mark"}, Bookmark{}}).first == 10);
}

TEST_CASE("boxes with nothing between them stick together") {
    VList list;
    add_lines(list, 9);
    list.emplace_back(VPenalty{});
    list.insert(list.end(), {line(), line()});
    CHECK(counts(plan_of(list, ten_lines(), no_minimum())) == Counts{9, 2});
    list.insert(list.end() - 1, VGlue{});
    CHECK(counts(plan_of(list, ten_lines(), no_minimum())) == Counts{10, 1});
}

TEST_CASE("a page is cut short rather than leave a widow") {
    VList list;
    add_lines(list, 10);
    list.emplace_back(VPenalty{6000, "widow"});
    list.emplace_back(line());
    PageCosts costs = no_minimum();
    CHECK(counts(plan_of(list, ten_lines(), costs)) == Counts{9, 2});
    costs.short_page = 100'000'000;
    CHECK(counts(plan_of(list, ten_lines(), costs)) == Counts{10, 1});
}

TEST_CASE("white space where the text goes on is dearer than before a block that does not fit") {
    auto const cost = [](bool in_text) {
        VList list{solid(80_pt)};
        VPenalty end;
        end.in_text = in_text;
        list.emplace_back(end);
        list.insert(list.end(), {line(), line(), line()});
        PageCosts costs = no_minimum();
        costs.page = 0;
        costs.tolerated_share = 0;
        FlowPlan const plan = plan_of(list, ten_lines(), costs);
        CHECK(counts(plan) == Counts{1, 3});
        return plan.cost;
    };
    CHECK(cost(false) == PageCosts{}.short_page / 25);  // a fifth of a page, squared
    CHECK(cost(true) == PageCosts{}.short_page / 25 * 6);
}

TEST_CASE("a price reaches to later breaks until enough has followed") {
    auto first_page = [](Length reach, VBox after_heading) {
        VList list;
        add_lines(list, 8);
        list.emplace_back(VGlue{});
        list.emplace_back(solid(10_pt));
        list.emplace_back(VPenalty{40'000, "heading alone", {}, {}, reach});
        list.emplace_back(std::move(after_heading));
        list.emplace_back(VGlue{});
        add_lines(list, 5);
        return counts(plan_of(list)).front();
    };
    CHECK(first_page(Length{}, line()) == 10);
    CHECK(first_page(10_pt, line()) == 10);
    CHECK(first_page(20_pt, line()) == 8);
    CHECK(first_page(20_pt, with_steps(solid(30_pt), {{10_pt, 0, {}, {}}, {20_pt, 0, {}, {}}})) == 8);
    CHECK(first_page(10_pt, with_steps(solid(30_pt), {{10_pt, 0, {}, {}}, {20_pt, 0, {}, {}}})) == 10);
}

TEST_CASE("what reaches further down may forbid breaks there, but not forced ones") {
    VList list;
    add_lines(list, 8);
    list.emplace_back(VGlue{});
    list.emplace_back(line());
    list.emplace_back(VPenalty{kForbidden, "kept", {}, {}, 20_pt});
    add_lines(list, 4);
    CHECK(counts(plan_of(list, ten_lines(), no_minimum())) == Counts{8, 5});
    VPenalty& after_first = std::get<VPenalty>(list.at(list.size() - 6));
    after_first.cost = kForced;
    CHECK(counts(plan_of(list, ten_lines(), no_minimum())) == Counts{10, 3});

    // Kept with more than a page holds, it is parted like anything else that is kept, and that is said.
    VList too_much{line(), VPenalty{kForbidden, "kept", {}, {}, 200_pt}};
    add_lines(too_much, 14);
    Diagnostics diagnostics;
    CHECK(counts(paginate(too_much, {}, ten_lines(), no_minimum(), diagnostics)) == Counts{10, 5});
    CHECK(diagnostics.warning_count() == 1);
}

TEST_CASE("a forced break ends a page without a price for what is empty, and none follows the last box") {
    VList list{VPenalty{kForced}};
    add_lines(list, 4);
    list.emplace_back(VPenalty{kForced, "new page"});
    add_lines(list, 4);
    list.emplace_back(VPenalty{kForced});
    FlowPlan const plan = plan_of(list);
    CHECK(counts(plan) == Counts{4, 4});
    CHECK(plan.cost == 200);
    CHECK(std::string(plan.pages[0].break_reason) == "new page");
}

TEST_CASE("the last page owes a minimum") {
    VList list;
    add_lines(list, 12);
    PageCosts costs;
    costs.last_under_minimum = 100;  // the last page is 20 % full: half a tenth under the minimum
    CHECK(plan_of(list, ten_lines(), costs).cost == 200 + 50);
    // Dear enough, a line is taken from the full page: that page is 10 % short, 4 % beyond what is tolerated.
    costs.last_under_minimum = 400;
    CHECK(counts(plan_of(list, ten_lines(), costs)) == Counts{9, 3});
    CHECK(plan_of(list, ten_lines(), costs).cost == 200 + 160);
}

TEST_CASE("rooms of a break are kept at the foot and at the head") {
    VList list;
    for (int i = 0; i < 12; ++i) {
        if (i > 0) list.emplace_back(VPenalty{0, "", 12_pt, 7_pt});
        list.emplace_back(solid(10_pt));
    }
    FlowPlan const plan = plan_of(list);
    REQUIRE(counts(plan) == Counts{8, 4});
    CHECK(plan.pages[0].used == 92_pt);
    CHECK(tops(plan.pages[1]) == Tops{7, 17, 27, 37});
}

TEST_CASE("what stands before the first box is no break") {
    VList const list{VPenalty{5000, "nothing", 9_pt, 9_pt}, line()};
    CHECK(tops(plan_of(list).pages.at(0)) == Tops{0});
    CHECK(plan_of(list, ten_lines(), no_minimum()).cost == 100);
}

TEST_CASE("a group has its padding at its own edges and at those that a break makes") {
    VList list{solid(10_pt), VGlue{10_pt}, group(5_pt, 3_pt)};
    for (int i = 0; i < 10; ++i) {
        if (i > 0) list.emplace_back(VPenalty{});
        list.emplace_back(solid(10_pt));
    }
    list.emplace_back(GroupEnd{});
    list.emplace_back(VGlue{4_pt});
    list.emplace_back(solid(10_pt));
    FlowPlan const plan = plan_of(list);
    REQUIRE(counts(plan) == Counts{8, 4});
    CHECK(tops(plan.pages[0]) == Tops{0, 25, 35, 45, 55, 65, 75, 85});
    CHECK(tops(plan.pages[1]) == Tops{5, 15, 25, 42});
    REQUIRE(plan.pages[0].groups.size() == 1);
    PlacedGroup const first = plan.pages[0].groups[0], second = plan.pages[1].groups.at(0);
    CHECK(first.begin_item == 2);
    CHECK((first.top == 20_pt && first.bottom == 98_pt && first.first && !first.last));
    CHECK((second.top == Length{} && second.bottom == 38_pt && !second.first && second.last));
}

TEST_CASE("groups nest; space for the grid stays outside the ground") {
    VList const list{solid(12_pt), group(4_pt, 3_pt), VGlue{1_pt}, group(2_pt, 1_pt), line(), GroupEnd{}, GroupEnd{}, VGlue{}, line()};
    PagePlan const page = plan_of(list).pages.at(0);
    CHECK(tops(page) == Tops{0, 20, 40});
    REQUIRE(page.groups.size() == 2);
    CHECK((page.groups[0].top == 13_pt && page.groups[0].bottom == 34_pt));
    CHECK((page.groups[1].top == 18_pt && page.groups[1].bottom == 31_pt));
}

TEST_CASE("ends without a begin are nothing, begins without an end last to the end") {
    VList const list{GroupEnd{}, group(4_pt, 3_pt), line(), GroupEnd{}, GroupEnd{}, group(2_pt, 2_pt), line()};
    PagePlan const page = plan_of(list).pages.at(0);
    REQUIRE(page.groups.size() == 2);
    CHECK(page.groups[1].bottom == page.used);
}

TEST_CASE("a box is cut at a step, on as many pages as it takes") {
    VBox const box = with_steps(solid(240_pt), {{60_pt, 0, 5_pt, 8_pt}, {90_pt, 0, 5_pt, 8_pt}, {150_pt, 0, 5_pt, 8_pt}, {180_pt, 0, 5_pt, 8_pt}});
    FlowPlan const plan = plan_of({box});
    REQUIRE(plan.pages.size() == 3);
    CHECK((plan.pages[0].items[0].from_step == 0 && plan.pages[0].items[0].to_step == 2));
    CHECK((plan.pages[1].items[0].from_step == 2 && plan.pages[1].items[0].to_step == 3));
    CHECK((plan.pages[2].items[0].from_step == 3 && plan.pages[2].items[0].to_step == 5));
    CHECK(plan.pages[0].used == 95_pt);
    CHECK(plan.pages[1].items[0].y == 8_pt);
    CHECK(plan.pages[1].used == 73_pt);
    CHECK(plan.pages[2].used == 98_pt);
    CHECK((plan.pages[1].begin_item == 0 && plan.pages[1].end_item == 1));
}

TEST_CASE("steps that cut nothing off are left out, the rest keep their numbers") {
    VBox const box = with_steps(solid(150_pt), {{0_pt}, {70_pt}, {70_pt}, {150_pt}, {900_pt}});
    FlowPlan const plan = plan_of({box});
    REQUIRE(plan.pages.size() == 2);
    CHECK(plan.pages[0].items[0].to_step == 2);
    CHECK((plan.pages[1].items[0].from_step == 2 && plan.pages[1].items[0].to_step == 6));
    CHECK(plan.pages[1].used == 80_pt);
}

TEST_CASE("the later part of a box on the grid stands so that its lines do") {
    VBox box = with_steps(solid(160_pt, true, 8_pt), {{93_pt, 0, {}, 4_pt}});
    FlowPlan const plan = plan_of({box});
    REQUIRE(plan.pages.size() == 2);
    // 13 pt of the box's own grid is reached at a height of 93 + y; the next line of the grid below the room of 4 pt is at 3 + 10.
    CHECK(plan.pages[1].items[0].y == 13_pt);
}

TEST_CASE("attachments are moved below one another, and clearing boxes below them") {
    VList const list{with_rail(line(), 2_pt, 20_pt), VGlue{},     with_rail(line(), {}, 12_pt),         line(), VGlue{3_pt},
                     clearing(solid(10_pt)),         VGlue{2_pt}, with_rail(solid(10_pt), -10_pt, 5_pt)};
    PageCosts costs;
    PagePlan const page = plan_of(list, ten_lines(), costs).pages.at(0);
    REQUIRE(page.attachments.size() == 3);
    CHECK(page.attachments[0].y == 2_pt);
    CHECK(page.attachments[1].y == 26_pt);  // 22 + the gap of 4, not 10
    CHECK(tops(page) == Tops{0, 10, 20, 42, 54});
    CHECK(page.attachments[2].y == 52_pt);  // below the clearing box, not inside it
    CHECK(page.cost == 100 + 3000 * 16 / 10 + 3000 * 8 / 10);
}

TEST_CASE("an attachment that would leave the page takes its box to the next one") {
    VList list;
    add_lines(list, 8);
    list.emplace_back(VPenalty{});
    list.emplace_back(with_rail(line(), {}, 30_pt));
    list.emplace_back(VPenalty{});
    add_lines(list, 5);
    CHECK(counts(plan_of(list)) == Counts{8, 6});
}

TEST_CASE("attachments go with the part of the box that they stand beside") {
    VBox box = with_rail(with_rail(with_steps(solid(150_pt), {{80_pt}}), 10_pt, 5_pt), 85_pt, 6_pt);
    FlowPlan const plan = plan_of({box});
    REQUIRE(plan.pages.size() == 2);
    REQUIRE((plan.pages[0].attachments.size() == 1 && plan.pages[1].attachments.size() == 1));
    CHECK((plan.pages[0].attachments[0].attachment == 0 && plan.pages[0].attachments[0].y == 10_pt));
    CHECK((plan.pages[1].attachments[0].attachment == 1 && plan.pages[1].attachments[0].y == 5_pt));
}

TEST_CASE("an attachment never stands above the page") {
    PagePlan const page = plan_of({with_rail(line(), -6_pt, 5_pt)}).pages.at(0);
    CHECK(page.attachments[0].y == Length{});
    CHECK(page.cost == 100 + 3000);  // a nearly empty last page, and nothing for the rail
}

TEST_CASE("a short page is stretched by whole lines to its foot") {
    auto stretched = [](int first, int second, int lines) {
        VList list;
        add_lines(list, 3);
        list.emplace_back(VGlue{{}, first});
        add_lines(list, 3);
        list.emplace_back(VGlue{{}, second});
        add_lines(list, lines - 6);
        list.emplace_back(VPenalty{-100'000});
        add_lines(list, 5);
        FlowPlan const plan = plan_of(list);
        REQUIRE(plan.pages.size() == 2);
        PagePlan const& page = plan.pages[0];
        REQUIRE(page.items.size() == static_cast<std::size_t>(lines));
        return std::tuple(page.items[3].y.to_points(), page.items[6].y.to_points(), page.used.to_points(), plan.pages[0].cost);
    };
    CHECK(stretched(1, 1, 9) == std::tuple(40.0, 70.0, 100.0, 100 - 100'000));
    CHECK(stretched(1, 2, 9) == std::tuple(30.0, 70.0, 100.0, 100 - 100'000));
    CHECK(stretched(1, 1, 8) == std::tuple(40.0, 80.0, 100.0, 100 - 100'000));
    CHECK(stretched(3, 1, 7) == std::tuple(50.0, 90.0, 100.0, 100 - 100'000));
    CHECK(stretched(2, 2, 7) == std::tuple(50.0, 90.0, 100.0, 100 - 100'000));
    CHECK(stretched(9, 1, 7) == std::tuple(50.0, 90.0, 100.0, 100 - 100'000));  // none gets a second line while another has none
    // Not enough stretch: the page is left as it is, and pays.
    CHECK(stretched(1, 1, 7) == std::tuple(30.0, 60.0, 70.0, 100 - 100'000 + 100'000 * 24 * 24 / 10'000));
}

TEST_CASE("a page whose shortness is tolerated is stretched all the same") {
    VList list;
    add_lines(list, 5);
    list.emplace_back(VGlue{{}, 1});
    add_lines(list, 4);
    list.emplace_back(VPenalty{-100'000});
    add_lines(list, 5);
    PageCosts costs;
    costs.tolerated_share = 0.2;
    CHECK(plan_of(list, ten_lines(), costs).pages.at(0).used == 100_pt);
}

TEST_CASE("the last page and one before a forced break are not stretched") {
    VList list;
    add_lines(list, 5);
    list.emplace_back(VGlue{{}, 3});
    add_lines(list, 4);
    CHECK(plan_of(list).pages.at(0).used == 90_pt);
    list.emplace_back(VPenalty{kForced});
    list.emplace_back(line());
    CHECK(plan_of(list).pages.at(0).used == 90_pt);
}

TEST_CASE("a page is not stretched where that would push an attachment off it") {
    VList list;
    add_lines(list, 8);
    list.emplace_back(VGlue{{}, 1});
    list.emplace_back(with_rail(line(), {}, 18_pt));
    list.emplace_back(VPenalty{-100'000});
    add_lines(list, 5);
    CHECK(plan_of(list).pages.at(0).used == 90_pt);
}

TEST_CASE("a box taller than its page is an error with its place, and stands alone") {
    VBox tall = solid(130_pt);
    tall.span = {3, 17, 29};
    VList const list{line(), VGlue{}, tall, VGlue{}, line()};
    Diagnostics diagnostics;
    FlowPlan const plan = paginate(list, {}, ten_lines(), {}, diagnostics);
    CHECK(counts(plan) == Counts{1, 1, 1});
    REQUIRE(diagnostics.error_count() == 1);
    Diagnostic const& error = diagnostics.items().front();
    CHECK(error.code == "E551");
    CHECK(error.span == tall.span);
    CHECK(error.message == "this block is 130 pt tall and cannot be split; the page has room for 100 pt");
    CHECK(error.hints.size() == 1);
}

TEST_CASE("an attachment taller than its page is an error too") {
    Diagnostics diagnostics;
    CHECK(counts(paginate({line(), VGlue{}, with_rail(line(), {}, 101_pt), VGlue{}, line()}, {}, ten_lines(), {}, diagnostics)) == Counts{1, 1, 1});
    REQUIRE(diagnostics.error_count() == 1);
    CHECK(diagnostics.items().front().code == "E552");
}

TEST_CASE("what is kept together is parted only when it is taller than a page, with a warning") {
    VList list{solid(50_pt), VPenalty{kForbidden, "heading alone"}, solid(50_pt)};
    Diagnostics diagnostics;
    CHECK(counts(paginate(list, {}, ten_lines(), {}, diagnostics)) == Counts{2});
    CHECK(diagnostics.warning_count() == 0);
    std::get<VBox>(list[2]).height = 51_pt;
    CHECK(counts(paginate(list, {}, ten_lines(), {}, diagnostics)) == Counts{1, 1});
    REQUIRE(diagnostics.warning_count() == 1);
    CHECK(diagnostics.items().front().code == "W553");
    CHECK(diagnostics.items().front().message.find("'heading alone'") != std::string::npos);
    CHECK(!diagnostics.has_errors());
}

TEST_CASE("nonsense does no harm") {
    VBox box = with_rail(with_steps(solid(-5_pt), {{-3_pt, kForbidden, -1_pt, -1_pt}}), -400_pt, -3_pt);
    PageGeometry geometry;  // all zero
    CHECK(plan_of({box, VGlue{-10_pt, -4}, line(), VPenalty{7, "", -1_pt, -1_pt, -1_pt}, group(-1_pt, -1_pt), line()}, geometry).pages.size() >= 1);
    VList many;
    for (int i = 0; i < 20'000; ++i) {
        many.emplace_back(solid({}));
        many.emplace_back(VGlue{});
    }
    CHECK(plan_of(many).pages.size() == 20);
}
