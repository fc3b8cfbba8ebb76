// Shapes as outlines in the drawing's own coordinates: path data (SVG 1.1, 8.3) and the basic shapes (9).
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/transform.h"

namespace offprint::draw::svg {

struct Vec {
    double x = 0, y = 0;
    friend Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
    friend Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
    friend Vec operator*(double k, Vec v) { return {k * v.x, k * v.y}; }
};

struct Segment {
    PathSegment::Kind kind;
    Vec p1{}, p2{}, p3{};  // as in PathSegment
};

struct Outline {
    std::vector<Segment> segments;

    void move_to(Vec p) { segments.push_back({PathSegment::Kind::Move, p}); }
    void line_to(Vec p) { segments.push_back({PathSegment::Kind::Line, p}); }
    void curve_to(Vec c1, Vec c2, Vec p) { segments.push_back({PathSegment::Kind::Curve, c1, c2, p}); }
    void close() { segments.push_back({PathSegment::Kind::Close}); }
};

struct Bounds {
    Vec low, high;
    double width() const { return high.x - low.x; }
    double height() const { return high.y - low.y; }
};

/// Path data up to its first fault, as SVG wants it (8.3.9); `whole` tells whether there was none.
Outline path_outline(std::string_view data, bool& whole);
Outline rect_outline(double x, double y, double width, double height, double rx, double ry);
Outline ellipse_outline(Vec centre, double rx, double ry);
Outline polygon_outline(std::vector<double> const& points, bool closed);

/// The smallest box around the curves themselves, not their control points; nothing for an empty outline.
std::optional<Bounds> bounds_of(Outline const& outline);
/// The outline on a frame; nothing if it reaches farther than a page can hold.
std::optional<Path> mapped(Outline const& outline, Transform const& to_frame);

}  // namespace offprint::draw::svg
