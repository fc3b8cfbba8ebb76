// What `explain` says of pages, held against the search and against plans without the end that is explained.
#include <catch2/catch.hpp>

#include "layout/explain.h"
#include "layout/flow.h"
#include "random_flow.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

std::int64_t sum(std::vector<CostTerm> const& terms) {
    std::int64_t total = 0;
    for (CostTerm const& term : terms) total += term.cost;
    return total;
}

}  // namespace

TEST_CASE("the costs of a page are all told, and no other end is cheaper") {
    int pages = 0, others = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList const list = random_list(dice, 4 + dice.upto(20));
        PageGeometry const geometry = random_geometry(dice);
        PageCosts const costs;
        FlowPlan const plan = plan_of(list, geometry, costs);
        for (std::size_t i = 0; i < plan.pages.size(); ++i) {
            PageExplanation const explained = explain_page(list, {}, geometry, costs, i, 6);
            CHECK(sum(explained.end.costs) + costs.page == plan.pages[i].cost);
            CHECK(explained.end.more == 0);
            CHECK(explained.end.pages == plan.pages.size());
            CHECK(explained.flow == plan.pages[i].used);
            for (PageEnd const& other : explained.others) {
                CHECK(other.more >= 0);
                ++others;
            }
            if (explained.avoiding) CHECK(*explained.avoiding >= 0);
            // A page that goes on past this end is a plan without it.
            for (PageEnd const& other : explained.others) {
                bool const past = std::pair(other.item, other.step) > std::pair(explained.end.item, explained.end.step);
                if (explained.avoiding && past) CHECK(other.more >= *explained.avoiding);
            }
            ++pages;
        }
    }
    CHECK(pages > 1000);
    CHECK(others > 1500);
}

TEST_CASE("pages of columns are told in full too, column by column") {
    int pages = 0, others = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList list = random_list(dice, 4 + dice.upto(20));
        bool across = false;
        for (VItem& item : list) {
            auto* box = std::get_if<VBox>(&item);
            if (box == nullptr) continue;
            box->attachments.clear();
            if (dice.one_in(4)) across = !across;
            box->across = across;
        }
        PageGeometry geometry = random_geometry(dice);
        geometry.columns = 2 + dice.upto(1);
        geometry.column_pitch = 100_pt;
        PageCosts const costs;
        FlowPlan const plan = plan_of(list, geometry, costs);
        for (std::size_t i = 0; i < plan.pages.size(); ++i) {
            PageExplanation const explained = explain_page(list, {}, geometry, costs, i, 6);
            CHECK(sum(explained.end.costs) + costs.page == plan.pages[i].cost);
            CHECK(explained.end.more == 0);
            CHECK(explained.end.pages == plan.pages.size());
            REQUIRE(explained.columns.size() == plan.pages[i].columns.size());
            for (std::size_t k = 0; k < explained.columns.size(); ++k) CHECK(explained.columns[k].flow == plan.pages[i].columns[k].foot);
            for (PageEnd const& other : explained.others) {
                CHECK(other.more >= 0);
                ++others;
            }
            if (explained.avoiding) CHECK(*explained.avoiding >= 0);
            ++pages;
        }
    }
    CHECK(pages > 400);
    CHECK(others > 500);
}

TEST_CASE("the shares of a price add up to it") {
    VPenalty penalty{300, "paragraph split"};
    penalty.add(6000, "widow");
    penalty.add(2500, "panel split");
    CHECK(penalty.cost == 8800);
    CHECK(std::string(penalty.reason) == "widow");
    CHECK(penalty.shares[0].cost + penalty.shares[1].cost + penalty.shares[2].cost == 8800);
    VPenalty forced{kForced, "new page"};
    forced.add(2500, "panel split");
    CHECK(forced.cost == kForced);
    VPenalty forbidden{kForbidden, "title"};
    forbidden.add(-5, "nothing");
    CHECK(forbidden.cost == kForbidden);
}

TEST_CASE("a keep prices the breaks between its boxes and inside them, not those around it") {
    VBox tall = solid(30_pt);
    tall.steps = {{10_pt, 5}, {20_pt, 5}};
    VList const list{line(), VGlue{}, KeepBegin{700, "kept"}, line(), VGlue{}, tall, VPenalty{40, "other"}, line(), KeepEnd{}, VGlue{}, line()};
    Flow const flow = flatten(list);
    std::vector<std::int64_t> costs;
    for (Atom const& atom : flow.atoms) costs.push_back(atom.cost);
    CHECK(costs == std::vector<std::int64_t>{0, 0, 700, 705, 705, 740, 0});
}

TEST_CASE("what cannot be avoided is called so") {
    VList list;
    for (int i = 0; i < 12; ++i) {
        if (i > 0) list.emplace_back(VPenalty{i == 10 ? 900 : kForbidden, "kept"});
        list.emplace_back(line());
    }
    PageExplanation const explained = explain_page(list, {}, ten_lines(), {}, 0, 4);
    CHECK(explained.unavoidable);
    REQUIRE(explained.end.costs.size() == 1);
    CHECK(explained.end.costs[0].reason == "kept");
    CHECK(explained.end.costs[0].cost == 900);
}
