// Shapes on a page as polygons, and what of a rectangle they touch.
#pragma once
#include "base/transform.h"
#include "draw/frame.h"

namespace offprint::compliance {

/// The outline of a path on its page, curves as short lines.
class Outline {
public:
    Outline(Path const& path, Transform const& to_page);
    /// Whether a rectangle lies inside as a whole.
    bool holds(Rect area, draw::FillRule rule) const;
    /// Whether any of a rectangle lies inside.
    bool touches(Rect area, draw::FillRule rule) const;
    /// Whether the line itself, so many points wide, comes into a rectangle.
    bool crosses(Rect area, double width) const;

private:
    struct Vertex {
        double x, y;
    };
    struct Edge {
        Vertex from, to;
        bool drawn;  // false: closes an open figure, which only a fill does
    };
    static bool meets(Edge const& edge, double left, double top, double right, double bottom);
    bool inside(double x, double y, draw::FillRule rule) const;
    std::vector<Edge> edges_;
};

/// The smallest rectangle around a path on its page.
Rect bounds(Path const& path, Transform const& to_page);
Rect mapped(Rect box, Transform const& to_page);
bool overlap(Rect a, Rect b);

}  // namespace offprint::compliance
