#include "draw/faint.h"

#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::draw;

namespace {

constexpr Color kDark{0x14, 0x18, 0x1F}, kGreen{0x0D, 0x9B, 0x57}, kBlack{};

Rect box(double x, double y, double width, double height) { return {Length::points(x), Length::points(y), Length::points(width), Length::points(height)}; }

Frame wide() {
    Frame frame;
    frame.size = {Length::points(100), Length::points(20)};
    return frame;
}

}  // namespace

TEST_CASE("a dark word on dark paper is faint, a sign beside it is not") {
    Frame frame = wide();
    frame.fill(kFirstNode, box(0, 0, 20, 20), kGreen);
    frame.fill(kFirstNode, box(30, 5, 60, 10), kBlack);
    CHECK(faint_permille(frame, kWhite) == 0);
    CHECK(faint_permille(frame, kDark) == 600);
}

TEST_CASE("what stands on a shape of the drawing is held against that") {
    Frame frame = wide();
    frame.fill(kFirstNode, box(0, 0, 40, 20), kGreen);
    frame.fill(kFirstNode, box(10, 5, 10, 10), kWhite);
    CHECK(faint_permille(frame, kWhite) == 0);
    Frame with_ground = wide();
    with_ground.fill(kFirstNode, box(0, 0, 100, 20), kWhite);
    with_ground.fill(kFirstNode, box(30, 5, 60, 10), kBlack);
    CHECK(faint_permille(with_ground, kDark) == 0);
    CHECK(faint_permille(with_ground, kWhite) == 0);
}

TEST_CASE("groups, strokes, gradients and what shines through are looked at too") {
    Frame frame = wide();
    GroupItem group;
    group.to_frame = Transform::scale(2, 1);
    group.items.push_back({PathItem{kFirstNode, Path::rect(box(0, 0, 10, 10)), kBlack, std::nullopt}});
    frame.items.push_back({std::move(group)});
    frame.stroke(kFirstNode, Path::line({{}, Length::points(5)}, {Length::points(20), Length::points(5)}), {kBlack, Length::points(2), {}});
    CHECK(faint_permille(frame, kDark) == 1000);
    PathItem thin{kFirstNode, Path::rect(box(50, 0, 50, 20)), kWhite, std::nullopt};
    thin.fill_alpha = 20;
    frame.add({thin});
    CHECK(faint_permille(frame, kDark) == 1000);
    CHECK(faint_permille(wide(), kDark) == 0);
}
