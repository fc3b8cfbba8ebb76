#include "layout/side_by_side.h"

#include <catch2/catch.hpp>

#include "layout/flow.h"
#include "random_flow.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

Piece mark(Length x, Length height) {
    draw::Frame frame;
    frame.size = {10_pt, height};
    return {{x, {}}, std::make_shared<draw::Frame const>(std::move(frame))};
}
VBox marked(Length x, Length height) {
    VBox box = solid(height);
    box.pieces.push_back(mark(x, height));
    return box;
}

std::vector<double> step_heights(VBox const& box) {
    std::vector<double> heights;
    for (Step const& step : box.steps) heights.push_back(step.height.to_points());
    return heights;
}
std::vector<double> piece_tops(VBox const& box) {
    std::vector<double> found;
    for (Piece const& piece : box.pieces) found.push_back(piece.at.y.to_points());
    return found;
}

}  // namespace

TEST_CASE("columns start level and the row is as tall as the tallest") {
    std::vector<VList> const columns{{marked(0_pt, 10_pt), VGlue{5_pt}, marked(0_pt, 20_pt)}, {marked(50_pt, 12_pt)}, {}};
    VBox const row = side_by_side(columns, {});
    CHECK(row.height == 35_pt);
    CHECK(piece_tops(row) == std::vector<double>{0, 15, 0});
    CHECK(row.pieces[2].at.x == 50_pt);
    CHECK(step_heights(row) == std::vector<double>{15});
}

TEST_CASE("a row is split only where no column has anything across the cut") {
    VList const left{solid(10_pt), VPenalty{100, "a"}, solid(10_pt), VPenalty{200, "b"}, solid(10_pt)};
    SECTION("at heights that both columns leave open, at the sum of the prices") {
        VList const right{solid(20_pt), VPenalty{7, "c"}, solid(30_pt)};
        VBox const row = side_by_side(std::vector<VList>{left, right}, {});
        REQUIRE(step_heights(row) == std::vector<double>{20});
        CHECK(row.steps[0].cost == 207);
    }
    SECTION("below a column that has ended, only the others count") {
        VBox const row = side_by_side(std::vector<VList>{left, {solid(8_pt)}}, {});
        REQUIRE(step_heights(row) == std::vector<double>{10, 20});
        CHECK(row.steps[1].cost == 200);
    }
    SECTION("never where a break is forbidden, nor on a ground") {
        VList const kept{solid(10_pt), VPenalty{kForbidden, "kept"}, solid(10_pt)};
        CHECK(side_by_side(std::vector<VList>{kept, {solid(1_pt)}}, {}).steps.empty());
        VList const grounded{group(3_pt, 3_pt), solid(10_pt), VGlue{}, solid(10_pt), GroupEnd{}};
        VBox const row = side_by_side(std::vector<VList>{grounded, {solid(1_pt)}}, {});
        CHECK(row.steps.empty());
        CHECK(row.height == 26_pt);
    }
}

TEST_CASE("what a column's break repeats stands at its own foot and head") {
    auto repeat = std::make_shared<Continuation>();
    repeat->foot.push_back(mark(0_pt, 4_pt));
    repeat->head.push_back(mark(0_pt, 6_pt));
    VPenalty table{0, "table"};
    table.after = 4_pt;
    table.before = 6_pt;
    table.continuation = repeat;
    VList const left{solid(10_pt), table, solid(10_pt)};
    VPenalty taller{0, "other"};
    taller.before = 9_pt;
    VList const right{solid(12_pt), taller, VGlue{2_pt}, solid(10_pt)};
    VBox const row = side_by_side(std::vector<VList>{left, right}, {});
    CHECK(row.steps.empty());  // at 10 the right column stands across, at 14 the left one does
    VList const lower{solid(8_pt), VGlue{2_pt}, taller, solid(10_pt)};
    VBox const split = side_by_side(std::vector<VList>{left, lower}, {});
    REQUIRE(split.steps.size() == 1);
    Step const& step = split.steps[0];
    CHECK(step.height == 10_pt);
    CHECK(step.after == 4_pt);
    CHECK(step.before == 9_pt);
    REQUIRE(step.continuation);
    CHECK(step.continuation->foot[0].at.y == 0_pt);
    CHECK(step.continuation->head[0].at.y == 3_pt);  // right above what it heads
}

TEST_CASE("notes and attachments keep their line") {
    VBox noted = solid(10_pt);
    noted.notes.push_back({6_pt, 3});
    noted.attachments.push_back({2_pt, 5_pt, {}});
    std::vector<VList> const columns{{solid(10_pt), VGlue{4_pt}, noted}};
    VBox const row = side_by_side(columns, {});
    REQUIRE(row.notes.size() == 1);
    CHECK(row.notes[0].at == 20_pt);
    CHECK(row.attachments.at(0).offset == 16_pt);
}

TEST_CASE("random columns: a cut at a step crosses nothing, and every height that crosses nothing is a step") {
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        Dice dice(seed);
        std::vector<VList> columns;
        for (int i = 1 + dice.upto(2); i >= 0; --i) columns.push_back(random_list(dice, 1 + dice.upto(5)));
        VBox const row = side_by_side(columns, {});
        // The definition once more, over all heights: those of random flows are whole points.
        std::vector<Length> expected;
        for (Length at = 1_pt; at < row.height; at += 1_pt) {
            bool open = true, cuts = false, is_top = false;
            for (VList const& list : columns) {
                Flow const flow = flatten(list);
                Length y, foot;
                bool here = false;
                for (std::size_t a = 0; a < flow.atoms.size(); ++a) {
                    Length top = y + (a == 0 ? flow.atoms[a].room_above : flow.atoms[a].space), above = foot;
                    bool grounded = false;
                    Length const first = top;
                    for (AtomGroup const& g : flow.groups) {
                        if (g.first < a && a < g.end) grounded = true;
                        if (g.first == a) top = min(top, first - g.lead);
                        if (g.end == a) above = max(above, foot + g.tail);
                    }
                    if (a > 0 && above <= at && at <= top && !grounded && flow.atoms[a].cut != Cut::Forbidden) {
                        here = true;
                        is_top |= at == top;
                    }
                    y = first + flow.atoms[a].height;
                    foot = y;
                }
                if (at >= foot) continue;
                cuts = true;
                open = open && here;
            }
            if (open && cuts && is_top) expected.push_back(at);
        }
        std::vector<Length> found;
        for (Step const& step : row.steps) found.push_back(step.height);
        std::erase_if(found, [&](Length at) { return at <= Length{} || at >= row.height; });
        INFO("seed " << seed);
        CHECK(found == expected);
    }
}
