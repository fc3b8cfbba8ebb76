// The search against brute force over all subsets of breaks, on random flows; and what must hold of every plan, told from the
// list alone.
#include <catch2/catch.hpp>
#include <random>

#include "layout/page_layout.h"
#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    int upto(int most) { return static_cast<int>(engine_() % static_cast<unsigned>(most + 1)); }  // 0..most
    bool one_in(int n) { return upto(n - 1) == 0; }
    Length points(int most) { return Length::points(upto(most)); }

private:
    std::mt19937 engine_;
};

std::vector<Step> random_steps(Dice& dice, Length height) {
    std::vector<Step> steps;
    for (Length at = 4_pt + dice.points(16); at < height && steps.size() < 3; at += 4_pt + dice.points(20)) {
        steps.push_back({at, dice.upto(4000), dice.one_in(2) ? dice.points(5) : Length{}, dice.one_in(2) ? dice.points(5) : Length{}});
    }
    return steps;
}

VBox random_box(Dice& dice) {
    VBox box = dice.one_in(2) ? line() : solid(dice.points(35), dice.one_in(3), dice.points(12));
    if (dice.one_in(40)) box.height = 90_pt + dice.points(40);
    if (dice.one_in(5)) box.height = 20_pt + dice.points(60), box.steps = random_steps(dice, box.height);
    box.clears_rail = dice.one_in(6);
    for (int i = dice.one_in(4) ? 1 + dice.upto(1) : 0; i > 0; --i) box = with_rail(std::move(box), dice.points(14) - 4_pt, dice.points(24));
    return box;
}

VPenalty random_penalty(Dice& dice) {
    static char const* const reasons[] = {"widow", "orphan", "heading alone"};
    VPenalty penalty{dice.upto(8000) - 1000, reasons[dice.upto(2)]};
    if (dice.one_in(6)) penalty.cost = kForbidden;
    if (dice.one_in(12)) penalty.cost = kForced;
    if (dice.one_in(3)) penalty.after = dice.points(8);
    if (dice.one_in(3)) penalty.before = dice.points(8);
    if (dice.one_in(5)) penalty.reach = dice.points(30);
    return penalty;
}

/// Up to `boxes` boxes with everything that can stand between them.
VList random_list(Dice& dice, int boxes) {
    VList list;
    int open = 0;
    for (int i = 0; i < boxes; ++i) {
        if (!dice.one_in(5)) list.emplace_back(VGlue{dice.one_in(2) ? Length{} : dice.points(12), dice.one_in(3) ? dice.upto(3) : 0});
        if (open > 0 && dice.one_in(3)) list.emplace_back(GroupEnd{}), --open;
        for (int k = dice.one_in(3) ? dice.upto(2) : 0; k > 0; --k) list.emplace_back(random_penalty(dice));
        if (dice.one_in(6)) list.emplace_back(group(dice.points(6), dice.points(6))), ++open;
        if (dice.one_in(6)) list.emplace_back(VGlue{dice.points(6), dice.upto(1)});
        list.emplace_back(random_box(dice));
    }
    return list;
}

PageGeometry random_geometry(Dice& dice) {
    PageGeometry geometry = ten_lines();
    geometry.height = 50_pt + dice.points(60);
    geometry.first_height = dice.one_in(2) ? geometry.height : 40_pt + dice.points(40);
    if (dice.one_in(8)) geometry.grid = Length{};
    geometry.grid_origin = dice.points(13);
    return geometry;
}

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

VBox const& box_at(VList const& list, std::uint32_t item) { return std::get<VBox>(list[item]); }

/// Groups that hold a box, by the items of their begin and end.
struct GroupRange {
    std::size_t begin, end;
    bool around(std::uint32_t item) const { return begin < item && item < end; }
};
std::vector<GroupRange> groups_of(VList const& list) {
    std::vector<GroupRange> groups;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (std::holds_alternative<GroupBegin>(list[i])) {
            open.push_back(groups.size());
            groups.push_back({i, list.size()});
        } else if (std::holds_alternative<GroupEnd>(list[i]) && !open.empty()) {
            groups[open.back()].end = i;
            open.pop_back();
        }
    }
    return groups;  // the random lists have no group without a box but unclosed ones, which always have
}

Length padding_around(VList const& list, std::uint32_t item, bool top) {
    Length sum;
    for (GroupRange const& range : groups_of(list)) {
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        if (range.around(item)) sum += top ? decoration.padding_top : decoration.padding_bottom;
    }
    return sum;
}

/// Glue, padding and stretch between two boxes that follow one another on a page.
std::pair<Length, int> between(VList const& list, std::uint32_t above, std::uint32_t below) {
    Length space;
    int stretch = 0;
    for (std::uint32_t i = above + 1; i < below; ++i) {
        if (VGlue const* glue = std::get_if<VGlue>(&list[i])) space += glue->height, stretch += glue->stretch;
    }
    for (GroupRange const& range : groups_of(list)) {
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        if (range.around(below) && !range.around(above)) space += decoration.padding_top;
        if (range.around(above) && !range.around(below)) space += decoration.padding_bottom;
    }
    return {space, stretch};
}

Length part_height(VList const& list, PlacedItem const& item) {
    PartRange const part = part_of(box_at(list, item.item), item.from_step, item.to_step);
    return part.to - part.from;
}

/// Every part of every box stands on exactly one page, in order, and forced breaks are kept.
void check_whole(VList const& list, FlowPlan const& plan) {
    std::vector<PlacedItem> placed;
    std::uint32_t next_item = 0;
    std::int64_t cost = 0;
    for (PagePlan const& page : plan.pages) {
        cost += page.cost;
        CHECK((page.begin_item == next_item || page.begin_item + 1 == next_item));
        next_item = page.end_item;
        for (std::size_t i = 1; i < page.items.size(); ++i) {
            bool forced = false, forbidden = false;
            for (std::uint32_t k = page.items[i - 1].item; k < page.items[i].item; ++k) {
                VPenalty const* penalty = std::get_if<VPenalty>(&list[k]);
                forced |= penalty && penalty->cost == kForced;
                forbidden |= penalty && penalty->cost >= kForbidden;
            }
            if (!forbidden && forced) CHECK(page.items[i].item == 0);  // only reached by a fault: a page goes on past a forced break
        }
        placed.insert(placed.end(), page.items.begin(), page.items.end());
    }
    CHECK(next_item == list.size());
    CHECK(cost == plan.cost);
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        VBox const* box = std::get_if<VBox>(&list[i]);
        if (!box) continue;
        std::uint32_t step = 0;
        while (step <= box->steps.size()) {
            REQUIRE(at < placed.size());
            REQUIRE((placed[at].item == i && placed[at].from_step == step && placed[at].to_step > step));
            step = placed[at++].to_step;
        }
    }
    CHECK(at == placed.size());
}

/// Places on one page: the grid, the spaces, the foot, the padding of groups.
void check_flow(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull) {
    int stretched = 0;
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        PlacedItem const& item = page.items[i];
        VBox const& box = box_at(list, item.item);
        Length const from = part_of(box, item.from_step, item.to_step).from;
        if (box.on_grid && geometry.grid > Length{}) CHECK((item.y - from + box.baseline - geometry.grid_origin).raw() % geometry.grid.raw() == 0);
        if (i == 0) {
            CHECK(item.y >= padding_around(list, item.item, true));
            continue;
        }
        auto const [space, stretch] = between(list, page.items[i - 1].item, item.item);
        Length const extra = item.y - page.items[i - 1].y - part_height(list, page.items[i - 1]) - space;
        CHECK(extra >= Length{});
        if (box.clears_rail) continue;
        Length const lines = geometry.grid * stretch;
        if (box.on_grid) {
            CHECK(extra <= lines + max(geometry.grid, geometry.grid_origin));
        } else {
            CHECK(extra <= lines);
            if (extra != Length{}) CHECK(extra.raw() % geometry.grid.raw() == 0);
            if (extra != Length{}) stretched += static_cast<int>(extra.raw() / geometry.grid.raw());
        }
    }
    CHECK(stretched <= kMaxStretchLines);
    PlacedItem const& last = page.items.back();
    CHECK(page.used >= last.y + part_height(list, last) + padding_around(list, last.item, false));
    if (!overfull) CHECK(page.used <= height);
}

void check_rail(VList const& list, PagePlan const& page, PageGeometry const& geometry, Length height, bool overfull) {
    std::size_t next = 0;
    Length free;
    for (PlacedItem const& item : page.items) {
        VBox const& box = box_at(list, item.item);
        Length const from = part_of(box, item.from_step, item.to_step).from;
        if (box.clears_rail) CHECK(item.y >= free);
        for (; next < page.attachments.size() && page.attachments[next].item == item.item; ++next) {
            PlacedAttachment const& placed = page.attachments[next];
            Attachment const& attachment = box.attachments[placed.attachment];
            CHECK(placed.y >= free);
            CHECK(placed.y >= item.y - from + attachment.offset);
            CHECK((placed.y == max(free, item.y - from + attachment.offset)));
            if (!overfull) CHECK(placed.y + attachment.height <= height);
            free = placed.y + attachment.height + geometry.rail_gap;
        }
        if (box.clears_rail) free = max(free, item.y + part_height(list, item));
    }
    CHECK(next == page.attachments.size());
}

/// A ground reaches from its padding over the first of its boxes on the page to that below the last, and holds those inside it.
void check_groups(VList const& list, PagePlan const& page) {
    std::size_t seen = 0;
    for (GroupRange const& range : groups_of(list)) {
        PlacedItem const *first = nullptr, *last = nullptr;
        for (PlacedItem const& item : page.items) {
            if (!range.around(item.item)) continue;
            if (!first) first = &item;
            last = &item;
        }
        if (!first) continue;
        REQUIRE(seen < page.groups.size());
        PlacedGroup const& ground = page.groups[seen++];
        REQUIRE(ground.begin_item == range.begin);
        Decoration const& decoration = std::get<GroupBegin>(list[range.begin]).decoration;
        CHECK(ground.top >= Length{});
        CHECK(ground.top <= first->y - decoration.padding_top);
        CHECK(ground.bottom >= last->y + part_height(list, *last) + decoration.padding_bottom);
        CHECK(ground.bottom <= page.used);
        bool begins = first->from_step == 0, ends = last->to_step > box_at(list, last->item).steps.size();
        for (std::uint32_t i = 0; i < list.size(); ++i) {
            if (!std::holds_alternative<VBox>(list[i]) || !range.around(i)) continue;
            begins = begins && i >= first->item;
            ends = ends && i <= last->item;
        }
        CHECK(ground.first == begins);
        CHECK(ground.last == ends);
        for (PlacedItem const& item : page.items) {
            if (range.around(item.item)) continue;
            CHECK((item.y + part_height(list, item) <= ground.top || item.y >= ground.bottom));
        }
    }
    CHECK(seen == page.groups.size());
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
