#include "draw/faint.h"

#include <algorithm>

namespace offprint::draw {
namespace {

constexpr double kLeastContrast = 1.5;
constexpr std::size_t kMostShapes = 2000;
constexpr int kOpaque = 1000, kNearlyOpaque = 900;

struct Shape {
    Rect box;
    std::vector<Color> colors;  // of a gradient several
    int alpha = kOpaque;
    bool covers = false;  // what comes later may stand on it
};

Rect box_of(Path const& path) {
    Rect box;
    bool any = false;
    for (PathSegment const& segment : path.segments) {
        if (segment.kind == PathSegment::Kind::Close) continue;
        bool const curve = segment.kind == PathSegment::Kind::Curve;
        for (Point const p : {segment.p1, curve ? segment.p2 : segment.p1, curve ? segment.p3 : segment.p1}) {
            if (!any) box = {p.x, p.y, {}, {}};
            any = true;
            Length const right = max(box.right(), p.x), bottom = max(box.bottom(), p.y);
            box.x = min(box.x, p.x);
            box.y = min(box.y, p.y);
            box.width = right - box.x;
            box.height = bottom - box.y;
        }
    }
    return box;
}

Rect mapped(Rect box, Transform const& map) {
    auto const at = [&](Length x, Length y) { return map(x.to_points(), y.to_points()); };
    Path corners;
    corners.move_to(at(box.x, box.y)).line_to(at(box.right(), box.y)).line_to(at(box.x, box.bottom())).line_to(at(box.right(), box.bottom()));
    return box_of(corners);
}

/// Strokes are shapes too, a hair wide at least.
void add_path(PathItem const& item, Transform const& map, std::vector<Shape>& shapes) {
    Shape shape;
    Length const pen = item.stroke ? item.stroke->width : Length{};
    Rect box = box_of(item.path);
    box = {box.x - pen / 2, box.y - pen / 2, box.width + pen, box.height + pen};
    shape.box = mapped(box, map);
    shape.alpha = item.fill || item.gradient ? item.fill_alpha : item.stroke_alpha;
    shape.covers = item.fill.has_value() && item.fill_alpha >= kNearlyOpaque;
    if (item.gradient)
        for (Gradient::Stop const& stop : item.gradient->stops) shape.colors.push_back(stop.color);
    else if (item.fill)
        shape.colors.push_back(*item.fill);
    if (item.stroke && !shape.covers) shape.colors.push_back(item.stroke->color);
    if (!shape.colors.empty()) shapes.push_back(std::move(shape));
}

void collect(std::vector<Item> const& items, Transform const& map, std::vector<Shape>& shapes) {
    for (Item const& item : items) {
        if (shapes.size() >= kMostShapes) return;
        if (auto const* path = std::get_if<PathItem>(&item.value)) add_path(*path, map, shapes);
        if (auto const* text = std::get_if<GlyphRunItem>(&item.value)) {
            Length const height = text->run.size * 7 / 10;
            shapes.push_back({mapped({text->origin.x, text->origin.y - height, text->run.width(), height}, map), {text->run.color}, kOpaque, false});
        }
        if (auto const* group = std::get_if<GroupItem>(&item.value)) collect(group->items, group->to_frame ? map * *group->to_frame : map, shapes);
    }
}

bool holds(Rect outer, Rect inner) {
    Length const trifle = Length::points(0.5);
    return inner.x + trifle >= outer.x && inner.y + trifle >= outer.y && inner.right() <= outer.right() + trifle && inner.bottom() <= outer.bottom() + trifle;
}

double area(Rect box) { return box.width.to_points() * box.height.to_points(); }

}  // namespace

int faint_permille(Frame const& frame, Color ground) {
    std::vector<Shape> shapes;
    collect(frame.items, {}, shapes);
    double const whole = frame.size.width.to_points() * frame.size.height.to_points();
    double all = 0, faint = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        Shape const& shape = shapes[i];
        if (shape.covers && area(shape.box) > whole * 0.9) continue;
        Color below = ground;
        for (std::size_t j = i; j-- > 0;) {
            if (!shapes[j].covers || !holds(shapes[j].box, shape.box)) continue;
            below = shapes[j].colors.front();
            break;
        }
        bool const seen = std::any_of(shape.colors.begin(), shape.colors.end(),
                                      [&](Color color) { return contrast_ratio(mixed(below, color, shape.alpha), below) >= kLeastContrast; });
        all += area(shape.box);
        if (!seen) faint += area(shape.box);
    }
    return all > 0 ? static_cast<int>(faint * 1000 / all) : 0;
}

}  // namespace offprint::draw
