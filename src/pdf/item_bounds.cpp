#include "pdf/item_bounds.h"

#include <algorithm>

namespace offprint::pdf {
namespace {

constexpr Length kFarthest = Length::from_raw(30'000 * Length::kUnitsPerPoint);

bool is_far(Length l) { return l > kFarthest || l < -kFarthest; }
bool is_far(Point p) { return is_far(p.x) || is_far(p.y); }

Rect grown(Rect r, Length margin) { return {r.x - margin, r.y - margin, r.width + 2 * margin, r.height + 2 * margin}; }

}  // namespace

bool is_far(Path const& path) {
    return std::any_of(path.segments.begin(), path.segments.end(), [](PathSegment const& s) { return is_far(s.p1) || is_far(s.p2) || is_far(s.p3); });
}

bool is_far(Rect const& rect) {
    return is_far(Point{rect.x, rect.y}) || is_far(rect.width) || is_far(rect.height) || is_far(Point{rect.right(), rect.bottom()});
}

bool is_far(draw::GlyphRunItem const& item) {
    if (is_far(item.origin) || is_far(item.run.rise) || is_far(item.run.size)) return true;
    Length x = item.origin.x;
    for (text::Glyph const& glyph : item.run.glyphs) {
        if (is_far(x)) return true;
        x += Length::from_raw(glyph.advance);
    }
    return is_far(x);
}

Rect bounds_of(Path const& path) {
    if (path.segments.empty()) return {};
    Point low = path.segments[0].p1, high = low;
    auto const reach = [&](Point p) {
        low = {min(low.x, p.x), min(low.y, p.y)};
        high = {max(high.x, p.x), max(high.y, p.y)};
    };
    for (PathSegment const& s : path.segments) {
        if (s.kind == PathSegment::Kind::Close) continue;
        reach(s.p1);
        if (s.kind != PathSegment::Kind::Curve) continue;
        reach(s.p2);
        reach(s.p3);
    }
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

Rect bounds_of(draw::PathItem const& item) { return grown(bounds_of(item.path), item.stroke ? item.stroke->width / 2 : Length{}); }

Rect bounds_of(draw::GlyphRunItem const& item) {
    if (!item.run.face) return {};
    text::FontMetrics const& m = item.run.face->metrics();
    Length const top = item.run.face->at_size(m.ascender, item.run.size), bottom = item.run.face->at_size(m.descender, item.run.size);
    return {item.origin.x, item.origin.y - item.run.rise - top, item.run.width(), top - bottom};
}

Rect bounds_of(draw::Item const& item) {
    if (auto const* const path = std::get_if<draw::PathItem>(&item.value)) return bounds_of(*path);
    if (auto const* const text = std::get_if<draw::GlyphRunItem>(&item.value)) return bounds_of(*text);
    if (auto const* const image = std::get_if<draw::ImageItem>(&item.value)) return image->place;
    Rect all;
    if (auto const* const group = std::get_if<draw::GroupItem>(&item.value)) {
        for (draw::Item const& inner : group->items) all = united(all, bounds_of(inner));
        if (group->clip) all = intersected(all, bounds_of(*group->clip));
        if (group->to_frame) all = mapped(all, *group->to_frame);
    }
    return all;
}

Rect mapped(Rect rect, Transform const& map) {
    if (map == Transform{} || rect == Rect{}) return rect;
    auto const at = [&](Length x, Length y) { return map(x.to_points(), y.to_points()); };
    Path corners;
    corners.move_to(at(rect.x, rect.y)).line_to(at(rect.right(), rect.y)).line_to(at(rect.right(), rect.bottom())).line_to(at(rect.x, rect.bottom()));
    return bounds_of(corners);
}

Rect intersected(Rect a, Rect b) {
    Length const x = max(a.x, b.x), y = max(a.y, b.y);
    Length const right = min(a.right(), b.right()), bottom = min(a.bottom(), b.bottom());
    if (right <= x || bottom <= y) return {};
    return {x, y, right - x, bottom - y};
}

}  // namespace offprint::pdf
