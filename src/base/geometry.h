// Points, rectangles and paths. The y axis points down, the origin is the top left of the page; the PDF back end turns it.
#pragma once
#include <vector>

#include "base/length.h"

namespace offprint {

struct Point {
    Length x, y;
    friend constexpr bool operator==(Point, Point) = default;
};
constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }

struct Size {
    Length width, height;
    friend constexpr bool operator==(Size, Size) = default;
};

/// A rectangle by its top left corner and its extent.
struct Rect {
    Length x, y, width, height;
    constexpr Length right() const { return x + width; }
    constexpr Length bottom() const { return y + height; }
    friend constexpr bool operator==(Rect, Rect) = default;
};

/// The smallest rectangle around both; an empty one (no width and no height) counts as nothing.
constexpr Rect united(Rect a, Rect b) {
    if (a.width == Length{} && a.height == Length{}) return b;
    if (b.width == Length{} && b.height == Length{}) return a;
    Length const x = min(a.x, b.x), y = min(a.y, b.y);
    return {x, y, max(a.right(), b.right()) - x, max(a.bottom(), b.bottom()) - y};
}

/// A path as PDF knows it: moves, lines, cubic curves, closings.
struct PathSegment {
    enum class Kind { Move, Line, Curve, Close } kind;
    Point p1{}, p2{}, p3{};  // Move and Line use p1; Curve uses two control points and its end p3
};

struct Path {
    std::vector<PathSegment> segments;
    Path& move_to(Point p) {
        segments.push_back({PathSegment::Kind::Move, p, {}, {}});
        return *this;
    }
    Path& line_to(Point p) {
        segments.push_back({PathSegment::Kind::Line, p, {}, {}});
        return *this;
    }
    Path& curve_to(Point c1, Point c2, Point p) {
        segments.push_back({PathSegment::Kind::Curve, c1, c2, p});
        return *this;
    }
    Path& close() {
        segments.push_back({PathSegment::Kind::Close, {}, {}, {}});
        return *this;
    }
    static Path rect(Rect r) {
        Path p;
        p.segments.reserve(5);
        p.move_to({r.x, r.y}).line_to({r.right(), r.y}).line_to({r.right(), r.bottom()}).line_to({r.x, r.bottom()}).close();
        return p;
    }
    static Path line(Point a, Point b) {
        Path p;
        p.segments.reserve(2);
        p.move_to(a).line_to(b);
        return p;
    }
    /// Four cubic curves; the usual constant 0.5523 keeps the error under 0.03 % of the radius.
    static Path circle(Point centre, Length radius);
};

}  // namespace offprint
