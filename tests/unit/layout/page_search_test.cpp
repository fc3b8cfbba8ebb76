// The search against brute force over all subsets of breaks, on random flows without footnotes.
#include <catch2/catch.hpp>

#include "layout/page_layout.h"
#include "plan_checks.h"
#include "random_flow.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

struct BruteForce {
    PageSetting const& setting;
    std::vector<std::vector<std::optional<std::int64_t>>> price;  // of the page [begin, end)

    explicit BruteForce(PageSetting const& all) : setting(all) {
        std::size_t const count = setting.flow.atoms.size();
        price.resize(count, std::vector<std::optional<std::int64_t>>(count + 1));
        for (std::uint32_t begin = 0; begin < count; ++begin) {
            for (std::uint32_t end = begin + 1; end <= count; ++end) {
                if (auto const page = lay_out_page(setting, begin, end)) price[begin][end] = page->price.cost;
            }
        }
    }

    struct Result {
        std::int64_t cost = 0;
        std::vector<std::uint32_t> ends;
    };
    /// The best of all subsets of breaks: cheapest, then fewest pages, then the one that is ahead on the first page that differs.
    Result best() const {
        auto const count = static_cast<std::uint32_t>(setting.flow.atoms.size());
        std::optional<Result> best;
        for (std::uint32_t subset = 0; subset < (1U << (count - 1)); ++subset) {
            Result plan;
            bool possible = true;
            std::uint32_t begin = 0;
            for (std::uint32_t end = 1; end <= count && possible; ++end) {
                if (end < count && (subset >> (end - 1) & 1U) == 0) continue;
                possible = price[begin][end].has_value();
                if (!possible) break;
                plan.cost += *price[begin][end];
                plan.ends.push_back(end);
                begin = end;
            }
            if (!possible) continue;
            bool const better = !best || std::pair(plan.cost, plan.ends.size()) < std::pair(best->cost, best->ends.size()) ||
                                (std::pair(plan.cost, plan.ends.size()) == std::pair(best->cost, best->ends.size()) && plan.ends > best->ends);
            if (better) best = plan;
        }
        REQUIRE(best);
        return *best;
    }
};

/// The atoms at which the pages of a plan end, found again by their box and step.
std::vector<std::uint32_t> ends_of(FlowPlan const& plan, Flow const& flow) {
    std::vector<std::uint32_t> ends;
    for (PagePlan const& page : plan.pages) {
        PlacedItem const& last = page.items.back();
        for (std::uint32_t i = 0; i < flow.atoms.size(); ++i) {
            if (flow.atoms[i].item == last.item && flow.atoms[i].to_step == last.to_step) ends.push_back(i + 1);
        }
    }
    return ends;
}

}  // namespace

TEST_CASE("the search finds what brute force finds, and every plan is sound") {
    int several_pages = 0, stretched = 0, overfull = 0, parted = 0;
    for (unsigned seed = 1; seed <= 4000; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList const list = random_list(dice, 1 + dice.upto(9));
        PageGeometry const geometry = random_geometry(dice);
        PageCosts costs;
        if (dice.one_in(4)) costs.short_page = 4000;
        if (dice.one_in(4)) costs.rail_shift = 0, costs.tolerated_share = 0.3;
        Flow const flow = flatten(list);
        if (flow.atoms.size() > 13) continue;
        PageSetting const setting{flow, geometry, costs};

        Diagnostics diagnostics;
        FlowPlan const plan = paginate(list, {}, geometry, costs, diagnostics);
        BruteForce::Result const expected = BruteForce(setting).best();
        CHECK(plan.cost == expected.cost);
        CHECK(ends_of(plan, flow) == expected.ends);

        check_whole(list, plan);
        for (std::size_t i = 0; i < plan.pages.size(); ++i) {
            PagePlan const& page = plan.pages[i];
            Length const height = i == 0 ? geometry.first_height : geometry.height;
            bool const too_much = page.cost >= costs.overfull / 2;
            check_flow(list, page, geometry, height, too_much);
            check_rail(list, page, geometry, height, too_much);
            check_groups(list, page);
            overfull += too_much;
        }
        several_pages += plan.pages.size() > 2;
        parted += diagnostics.warning_count() > 0;
        std::uint32_t begin = 0;
        for (std::uint32_t const end : expected.ends) {
            stretched += lay_out_page(setting, begin, end)->price.stretch.count > 0;
            begin = end;
        }
        CHECK(diagnostics.has_errors() == (plan.cost >= costs.overfull / 2));
    }
    // The flows are worth something only if they show all this.
    CHECK(several_pages > 700);
    CHECK(stretched > 100);
    CHECK(overfull > 100);
    CHECK(parted > 100);
}

TEST_CASE("rows with split points beside rail items: brute force over exactly that") {
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        VList list;
        for (int i = 2 + dice.upto(3); i > 0; --i) {
            VBox row = solid(20_pt + dice.points(90), true, 8_pt);
            row.steps = random_steps(dice, row.height);
            row.clears_rail = dice.one_in(2);
            list.emplace_back(VGlue{dice.points(10), 1});
            list.emplace_back(std::move(row));
            list.emplace_back(VPenalty{dice.upto(3000)});
            list.emplace_back(with_rail(line(), dice.points(8) - 2_pt, dice.points(30)));
        }
        PageGeometry const geometry = random_geometry(dice);
        Flow const flow = flatten(list);
        if (flow.atoms.size() > 14) continue;
        PageSetting const setting{flow, geometry, PageCosts{}};
        FlowPlan const plan = plan_of(list, geometry);
        BruteForce::Result const expected = BruteForce(setting).best();
        CHECK(plan.cost == expected.cost);
        CHECK(ends_of(plan, flow) == expected.ends);
        check_whole(list, plan);
    }
}

TEST_CASE("equal plans: fewer pages, then the fuller first page") {
    VList list;
    for (int i = 0; i < 12; ++i) {
        list.emplace_back(line());
        list.emplace_back(VGlue{});
    }
    PageCosts free;
    free.short_page = free.last_under_minimum = free.page = 0;
    CHECK(counts(plan_of(list, ten_lines(), free)) == std::vector<std::size_t>{10, 2});
}

TEST_CASE("a long flow is as good as its parts between forced breaks") {
    Dice dice(7);
    PageGeometry const geometry = ten_lines();
    VList whole;
    std::int64_t cost = 0;
    std::size_t pages = 0;
    for (int part = 0; part < 40; ++part) {
        VList list = random_list(dice, 30);
        std::erase_if(list, [](VItem const& item) { return std::holds_alternative<GroupBegin>(item) || std::holds_alternative<GroupEnd>(item); });
        for (VItem& item : list) {
            // What reaches past the end of a part would be another flow.
            if (VPenalty* penalty = std::get_if<VPenalty>(&item)) penalty->reach = Length{};
        }
        FlowPlan const plan = plan_of(list, geometry);
        cost += plan.cost;
        pages += plan.pages.size();
        // Penalties before the first box count for nothing in the part, so they must not in the whole.
        while (!std::holds_alternative<VBox>(list.front())) list.erase(list.begin());
        whole.insert(whole.end(), list.begin(), list.end());
        whole.emplace_back(VPenalty{kForced});
    }
    FlowPlan const plan = plan_of(whole, geometry);
    CHECK(plan.cost == cost);
    CHECK(plan.pages.size() == pages);
}
