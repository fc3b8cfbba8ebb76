#include "compliance/outline.h"

#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::compliance;
using draw::FillRule;

namespace {
Rect box(double x, double y, double width, double height) { return {Length::points(x), Length::points(y), Length::points(width), Length::points(height)}; }
}  // namespace

TEST_CASE("a rectangle inside, outside and across a shape") {
    Outline const square(Path::rect(box(10, 10, 80, 80)), {});
    CHECK(square.holds(box(20, 20, 10, 10), FillRule::NonZero));
    CHECK_FALSE(square.holds(box(5, 20, 10, 10), FillRule::NonZero));
    CHECK(square.touches(box(5, 20, 10, 10), FillRule::NonZero));
    CHECK_FALSE(square.touches(box(0, 0, 5, 5), FillRule::NonZero));
    CHECK(square.touches(box(0, 0, 200, 200), FillRule::NonZero));
    CHECK_FALSE(square.holds(box(0, 0, 200, 200), FillRule::NonZero));
}

TEST_CASE("a hole is no part of a shape") {
    Path ring = Path::rect(box(0, 0, 100, 100));
    for (PathSegment const& s : Path::rect(box(30, 30, 40, 40)).segments) ring.segments.push_back(s);
    Outline const outline(ring, {});
    CHECK_FALSE(outline.touches(box(40, 40, 10, 10), FillRule::EvenOdd));
    CHECK(outline.holds(box(40, 40, 10, 10), FillRule::NonZero));
    CHECK(outline.touches(box(25, 40, 10, 10), FillRule::EvenOdd));
}

TEST_CASE("curves, turns and lines that are left open") {
    Outline const circle(Path::circle({Length::points(50), Length::points(50)}, Length::points(40)), {});
    CHECK(circle.holds(box(40, 40, 20, 20), FillRule::NonZero));
    CHECK_FALSE(circle.touches(box(11, 11, 5, 5), FillRule::NonZero));
    Path triangle;
    triangle.move_to({}).line_to({Length::points(100), {}}).line_to({{}, Length::points(100)});
    Outline const open(triangle, {});
    CHECK(open.holds(box(10, 10, 10, 10), FillRule::NonZero));
    CHECK_FALSE(open.crosses(box(-1, 40, 3, 10), 1));  // its third side is not drawn
    CHECK(open.crosses(box(40, -1, 10, 3), 1));
    Outline const turned(Path::rect(box(0, 0, 10, 10)), Transform{0, 1, -1, 0, 100, 100});
    CHECK(turned.holds(box(92, 102, 5, 5), FillRule::NonZero));
    CHECK(bounds(Path::rect(box(0, 0, 10, 20)), Transform{0, 1, -1, 0, 100, 100}) == box(80, 100, 20, 10));
}
