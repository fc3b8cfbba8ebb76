#include "compliance/outline.h"

#include <algorithm>
#include <cmath>

namespace offprint::compliance {

Outline::Outline(Path const& path, Transform const& map) {
    constexpr int kSteps = 12;
    Vertex at{}, start{};
    bool open = false;
    auto const on_page = [&](Point p) {
        double const x = p.x.to_points(), y = p.y.to_points();
        return Vertex{map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f};
    };
    auto const line_to = [&](Vertex to) {
        edges_.push_back({at, to, true});
        at = to;
        open = true;
    };
    auto const end_figure = [&] {
        if (open) edges_.push_back({at, start, false});
        open = false;
    };
    for (PathSegment const& segment : path.segments) {
        switch (segment.kind) {
            case PathSegment::Kind::Move:
                end_figure();
                at = start = on_page(segment.p1);
                break;
            case PathSegment::Kind::Line: line_to(on_page(segment.p1)); break;
            case PathSegment::Kind::Curve: {
                Vertex const from = at, c1 = on_page(segment.p1), c2 = on_page(segment.p2), end = on_page(segment.p3);
                for (int i = 1; i <= kSteps; ++i) {
                    double const t = static_cast<double>(i) / kSteps, u = 1 - t;
                    line_to({u * u * u * from.x + 3 * u * u * t * c1.x + 3 * u * t * t * c2.x + t * t * t * end.x,
                             u * u * u * from.y + 3 * u * u * t * c1.y + 3 * u * t * t * c2.y + t * t * t * end.y});
                }
                break;
            }
            case PathSegment::Kind::Close:
                if (open) edges_.push_back({at, start, true});
                at = start;
                open = false;
        }
    }
    end_figure();
}

/// Clips the edge against the rectangle (Liang and Barsky).
bool Outline::meets(Edge const& edge, double left, double top, double right, double bottom) {
    double const dx = edge.to.x - edge.from.x, dy = edge.to.y - edge.from.y;
    double enter = 0, leave = 1;
    auto const cut = [&](double p, double q) {
        if (p == 0) return q > 0;
        double const t = q / p;
        if (p < 0)
            enter = std::max(enter, t);
        else
            leave = std::min(leave, t);
        return enter < leave || (dx == 0 && dy == 0);
    };
    return cut(-dx, edge.from.x - left) && cut(dx, right - edge.from.x) && cut(-dy, edge.from.y - top) && cut(dy, bottom - edge.from.y);
}

bool Outline::inside(double x, double y, draw::FillRule rule) const {
    int winding = 0, crossings = 0;
    for (Edge const& edge : edges_) {
        if ((edge.from.y <= y) == (edge.to.y <= y)) continue;
        if (edge.from.x + (y - edge.from.y) / (edge.to.y - edge.from.y) * (edge.to.x - edge.from.x) <= x) continue;
        winding += edge.to.y > edge.from.y ? 1 : -1;
        ++crossings;
    }
    return rule == draw::FillRule::EvenOdd ? crossings % 2 == 1 : winding != 0;
}

bool Outline::holds(Rect area, draw::FillRule rule) const {
    double const left = area.x.to_points(), top = area.y.to_points(), right = area.right().to_points(), bottom = area.bottom().to_points();
    if (!inside((left + right) / 2, (top + bottom) / 2, rule)) return false;
    return std::none_of(edges_.begin(), edges_.end(), [&](Edge const& edge) { return meets(edge, left, top, right, bottom); });
}

bool Outline::touches(Rect area, draw::FillRule rule) const {
    double const left = area.x.to_points(), top = area.y.to_points(), right = area.right().to_points(), bottom = area.bottom().to_points();
    return inside((left + right) / 2, (top + bottom) / 2, rule) ||
           std::any_of(edges_.begin(), edges_.end(), [&](Edge const& edge) { return meets(edge, left, top, right, bottom); });
}

bool Outline::crosses(Rect area, double width) const {
    double const left = area.x.to_points() - width / 2, top = area.y.to_points() - width / 2;
    double const right = area.right().to_points() + width / 2, bottom = area.bottom().to_points() + width / 2;
    return std::any_of(edges_.begin(), edges_.end(), [&](Edge const& edge) { return edge.drawn && meets(edge, left, top, right, bottom); });
}

Rect bounds(Path const& path, Transform const& to_page) {
    Rect box;
    bool any = false;
    auto const add = [&](Point inner) {
        Point const p = to_page(inner.x.to_points(), inner.y.to_points());
        if (!std::exchange(any, true)) box = {p.x, p.y, {}, {}};
        Length const right = max(box.right(), p.x), bottom = max(box.bottom(), p.y);
        box = {min(box.x, p.x), min(box.y, p.y), {}, {}};
        box.width = right - box.x;
        box.height = bottom - box.y;
    };
    for (PathSegment const& segment : path.segments) {
        if (segment.kind == PathSegment::Kind::Close) continue;
        add(segment.p1);
        if (segment.kind != PathSegment::Kind::Curve) continue;
        add(segment.p2);
        add(segment.p3);
    }
    return box;
}

Rect mapped(Rect box, Transform const& to_page) { return bounds(Path::rect(box), to_page); }

bool overlap(Rect a, Rect b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

}  // namespace offprint::compliance
