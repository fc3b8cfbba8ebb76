#include "layout/stack.h"

#include <catch2/catch.hpp>

#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

draw::Frame solid_frame(Length height) {
    draw::Frame frame;
    frame.size = {10_pt, height};
    return frame;
}

/// A stack of frames of the given heights with a space of 2 pt between two of them.
Stack stack_of(std::initializer_list<int> heights, Length left = {}) {
    Stack stack(left);
    for (int const height : heights) {
        if (stack.height() > Length{}) stack.space(2_pt);
        stack.add_frame(solid_frame(Length::points(height)));
    }
    return stack;
}

std::vector<double> step_heights(VBox const& box) {
    std::vector<double> heights;
    for (Step const& step : box.steps) heights.push_back(step.height.to_points());
    return heights;
}

}  // namespace

TEST_CASE("the price after a line is the sum of what applies, its reason what weighs most") {
    ParagraphBreakCosts const costs{6000, 5000, 3000, 10};
    auto price = [&](std::size_t line, std::size_t count, bool hyphenated) {
        VPenalty const penalty = penalty_after_line(line, count, hyphenated, costs);
        return std::pair(penalty.cost, std::string(penalty.reason));
    };
    CHECK(price(0, 2, false) == std::pair(std::int64_t{11'010}, std::string("widow")));
    CHECK(price(0, 3, false) == std::pair(std::int64_t{5010}, std::string("orphan")));
    CHECK(price(1, 3, false) == std::pair(std::int64_t{6010}, std::string("widow")));
    CHECK(price(1, 5, false) == std::pair(std::int64_t{10}, std::string("paragraph split")));
    CHECK(price(1, 5, true) == std::pair(std::int64_t{3010}, std::string("hyphen at page end")));
    CHECK(penalty_after_line(1, 5, true, {0, 0, 0, kForbidden}).cost == kForbidden);
    CHECK(penalty_after_line(0, 2, true, {kForbidden, kForbidden, kForbidden, kForbidden}).cost == kForbidden);
}

TEST_CASE("a stack places its parts exactly and may be split between them") {
    Stack stack(100_pt);
    stack.space(3_pt);
    stack.add_frame(solid_frame(5_pt), 7_pt);
    stack.space(4_pt);
    stack.add_frame(solid_frame(6_pt));
    stack.keep();
    stack.add_frame(solid_frame(1_pt));
    stack.space(2_pt);
    CHECK(stack.height() == 21_pt);
    CHECK(stack.foot() == 19_pt);
    REQUIRE(stack.pieces().size() == 3);
    CHECK(stack.pieces()[0].at == Point{107_pt, 3_pt});
    CHECK(stack.pieces()[1].at == Point{100_pt, 12_pt});
    CHECK(stack.pieces()[2].at == Point{100_pt, 18_pt});
    REQUIRE(stack.steps().size() == 1);
    CHECK(stack.steps()[0].height == 12_pt);
    CHECK(stack.box({}).steps.empty());
    CHECK(stack.box({}).height == 21_pt);
    CHECK(stack.attachment(-2_pt).height == 21_pt);
}

TEST_CASE("a row may be cut where nothing stands across in any of its stacks") {
    Stack const stacks[] = {stack_of({10, 10, 10}), stack_of({10, 10, 10}, 50_pt)};
    VBox const row = row_of(stacks, {1, 2, 3});
    CHECK(row.height == 34_pt);
    CHECK(row.pieces.size() == 6);
    CHECK(row.pieces[3].at.x == 50_pt);
    CHECK(row.span == Span{1, 2, 3});
    CHECK(step_heights(row) == std::vector<double>{12, 24});
    CHECK(row_of(stacks, {}, Splittable::No).steps.empty());

    Stack const uneven[] = {stack_of({10, 10, 10}), stack_of({23, 9, 4})};
    CHECK(step_heights(row_of(uneven, {})) == std::vector<double>{24, 36});
    Stack const shorter[] = {stack_of({10, 10, 10}), stack_of({11})};
    CHECK(step_heights(row_of(shorter, {})) == std::vector<double>{12, 24});
    Stack const across[] = {stack_of({10, 10}), stack_of({22})};
    CHECK(step_heights(row_of(across, {})).empty());
    CHECK(row_of({}, {}).height == Length{});
}

TEST_CASE("keep_with_next prices the break, and with a reach the next ones") {
    VList list{line()};
    keep_with_next(list, 700, "heading alone", 20_pt);
    list.emplace_back(VGlue{3_pt});
    VPenalty const& penalty = std::get<VPenalty>(list.at(1));
    CHECK((penalty.cost == 700 && penalty.reach == 20_pt && std::string(penalty.reason) == "heading alone"));
}
