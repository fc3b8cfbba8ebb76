// The choice among variants of paragraphs against brute force: every combination is put in its place and planned by itself.
#include <catch2/catch.hpp>

#include "layout/flow.h"
#include "layout/variants.h"
#include "random_notes.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

VPenalty line_penalty(Dice& dice, std::size_t line, std::size_t lines) {
    VPenalty penalty{dice.upto(300), "paragraph split"};
    if (line == 0) penalty.add(5000, "orphan");
    if (line + 2 == lines) penalty.add(6000, "widow");
    return penalty;
}

/// Lines of a paragraph, with marks of some notes in order.
VList paragraph_of(Dice& dice, std::size_t lines, std::vector<std::uint32_t> const& notes) {
    VList items;
    for (std::size_t i = 0; i < lines; ++i) {
        if (i > 0) items.emplace_back(line_penalty(dice, i - 1, lines));
        items.emplace_back(line());
    }
    std::size_t at = 0;
    for (std::uint32_t const note : notes) {
        at = std::min(lines - 1, at + static_cast<std::size_t>(dice.upto(2)));
        std::get<VBox>(items[2 * at]).notes.push_back({4_pt, note});
    }
    return items;
}

/// A flow with paragraphs that have variants, and what else may stand in one.
struct RandomFlow {
    VList list;
    std::vector<FlowVariant> variants;
    Footnotes notes;
};

RandomFlow random_flow(Dice& dice, bool noted) {
    RandomFlow flow;
    std::uint32_t next_note = 0;
    if (noted) flow.notes = random_notes(dice, 3);
    int const paragraphs = 1 + dice.upto(2);
    for (int p = 0; p < paragraphs; ++p) {
        VList between = random_list(dice, dice.upto(2));
        std::move(between.begin(), between.end(), std::back_inserter(flow.list));
        flow.list.emplace_back(VGlue{dice.points(8), dice.one_in(3) ? 1 : 0});
        if (dice.one_in(4)) flow.list.emplace_back(random_penalty(dice));
        bool const grouped = dice.one_in(5);
        if (grouped) flow.list.emplace_back(group(dice.points(6), dice.points(6)));
        std::vector<std::uint32_t> marks;
        for (int i = noted ? dice.upto(2) : 0; i > 0 && next_note < 3; --i) marks.push_back(next_note++);
        auto const lines = static_cast<std::size_t>(2 + dice.upto(3));
        auto const first = static_cast<std::uint32_t>(flow.list.size());
        VList items = paragraph_of(dice, lines, marks);
        if (dice.one_in(5)) std::get<VBox>(items[0]) = with_rail(std::get<VBox>(items[0]), 2_pt, dice.points(24));
        auto const end = static_cast<std::uint32_t>(first + items.size());
        for (int more = -1; more <= 1; ++more) {
            if (more == 0 || dice.one_in(3)) continue;
            VList other = paragraph_of(dice, static_cast<std::size_t>(static_cast<int>(lines) + more), marks);
            std::get<VBox>(other[0]).attachments = std::get<VBox>(items[0]).attachments;
            flow.variants.push_back({first, end, more, dice.upto(dice.one_in(2) ? 40 : 4000), std::move(other)});
        }
        std::move(items.begin(), items.end(), std::back_inserter(flow.list));
        if (grouped) flow.list.emplace_back(GroupEnd{});
    }
    return flow;
}

struct Result {
    std::int64_t cost = 0;
    std::vector<std::size_t> chosen;
};

std::int64_t cost_with(RandomFlow const& flow, std::vector<std::size_t> const& chosen, PageGeometry const& geometry, PageCosts const& costs) {
    VList list = flow.list;
    std::int64_t cost = 0;
    for (SetVariant const& variant : take_variants(list, flow.variants, chosen)) cost += variant.cost;
    Diagnostics diagnostics;
    return cost + paginate(list, flow.notes, geometry, costs, diagnostics).cost;
}

/// Tries every combination; of equal ones that with the fewest variants.
Result brute_force(RandomFlow const& flow, std::vector<std::size_t> const& usable, PageGeometry const& geometry, PageCosts const& costs) {
    std::optional<Result> best;
    for (unsigned bits = 0; bits < (1U << usable.size()); ++bits) {
        Result way;
        bool possible = true;
        for (std::size_t i = 0; i < usable.size(); ++i) {
            if ((bits >> i & 1U) == 0) continue;
            std::size_t const variant = usable[i];
            possible = possible && (way.chosen.empty() || flow.variants[way.chosen.back()].first_item != flow.variants[variant].first_item);
            way.chosen.push_back(variant);
        }
        if (!possible) continue;
        way.cost = cost_with(flow, way.chosen, geometry, costs);
        if (!best || std::pair(way.cost, way.chosen.size()) < std::pair(best->cost, best->chosen.size())) best = way;
    }
    return *best;
}

}  // namespace

TEST_CASE("the choice among variants is as good as that of brute force") {
    int taken = 0, several = 0, noted = 0, pages = 0, left_out = 0;
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        RandomFlow const flow = random_flow(dice, seed % 3 == 0);
        PageGeometry const geometry = random_geometry(dice);
        PageCosts costs;
        if (dice.one_in(3)) costs.short_page = 4000;
        if (dice.one_in(3)) costs.note_split = dice.upto(500), costs.note_deferred = dice.upto(500);
        std::vector<std::size_t> usable;
        for (AtomVariant const& variant : flatten(flow.list, flow.notes, nullptr, flow.variants).variants) usable.push_back(variant.index);
        left_out += usable.size() < flow.variants.size();

        VariantChoice const choice = choose_variants(flow.list, flow.variants, flow.notes, geometry, costs);
        Result const expected = brute_force(flow, usable, geometry, costs);
        CHECK(choice.cost == expected.cost);
        CHECK(cost_with(flow, choice.chosen, geometry, costs) == choice.cost);
        taken += !choice.chosen.empty();
        several += choice.chosen.size() > 1;
        noted += !choice.chosen.empty() && !flow.notes.notes.empty();
        VList list = flow.list;
        take_variants(list, flow.variants, choice.chosen);
        pages += plan_of(list, geometry, costs).pages.size() > 2;
    }
    // The flows are worth something only if they show all this.
    CHECK(taken > 400);
    CHECK(several > 60);
    CHECK(noted > 80);
    CHECK(pages > 400);
    CHECK(left_out > 10);
}
