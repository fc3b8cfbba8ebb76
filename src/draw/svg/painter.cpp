#include "draw/svg/painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number.h"

namespace offprint::draw::svg {
namespace {

constexpr std::size_t kMostTold = 12;
constexpr int kOpaque = 1000;
/// PDF/A allows 28 saved states (6.1.13): clips in clips beyond this many are left out.
constexpr int kMostClips = 6;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), name) != names.end(); }

/// Elements that only say something about others, or to others than the reader of a page.
bool is_silent(std::string_view name) {
    return is_one_of(name, {"defs", "title", "desc", "metadata", "linearGradient", "radialGradient", "clipPath", "symbol", "namedview", "stop", "style"});
}
bool is_shape(std::string_view name) { return is_one_of(name, {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}); }

/// Attributes that give a shape or a text its geometry; read where it is made.
bool is_geometry(std::string_view name) {
    return is_one_of(name, {"d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "dx", "dy", "href", "pathLength"});
}

int permille(double share) { return static_cast<int>(std::clamp(share, 0.0, 1.0) * kOpaque + 0.5); }

}  // namespace

double Place::diagonal() const { return std::sqrt((width * width + height * height) / 2); }

Painted paint(Drawing const& drawing, Size size, NodeId node, text::Shaper& shaper, FontFinder const& fonts, Span span, Diagnostics& diagnostics,
              Limits const& limits) {
    return Painter(drawing.tree(), size, node, shaper, fonts, span, diagnostics, limits).run();
}

Painted Painter::run() {
    Painted out;
    out.frame.size = size_;
    GroupItem all;
    all.clip = Path::rect({{}, {}, size_.width, size_.height});
    out_ = &all.items;
    Place place;
    double const width = size_.width.to_points(), height = size_.height.to_points();
    place.to_frame = fitted(tree_.view, width, height, tree_.root.attribute("preserveAspectRatio").value());
    place.width = tree_.view.width;
    place.height = tree_.view.height;
    for (StyleSheet::Unread const& unread : tree_.sheet.unread()) leave_out(unread.at, unread.what);
    read_style(tree_.root, place, "svg");
    if (place.style.shown) children(tree_.root, place);
    if (!all.items.empty()) out.frame.items.push_back({std::move(all)});
    out.left_out = std::move(left_out_);
    return out;
}

void Painter::leave_out(pugi::xml_node node, std::string what) {
    if (!told_.insert(what).second) return;
    if (left_out_.size() == kMostTold) left_out_.push_back("more of the kind");
    if (left_out_.size() > kMostTold) return;
    what += " (line ";
    append_integer(what, static_cast<std::int64_t>(tree_.line_of(node)));
    left_out_.push_back(what + ")");
}

void Painter::leave_out_entity(pugi::xml_node node, std::string_view entity) {
    leave_out(node, "entity '" + std::string(entity.substr(0, 40)) + "' of the DOCTYPE");
}

double Painter::length(pugi::xml_node node, char const* name, double whole, Place const& place, double fallback) const {
    return parse_length(node.attribute(name).value(), whole, place.style.font_size).value_or(fallback);
}

void Painter::read_style(pugi::xml_node node, Place& place, std::string_view element) {
    Style const parent = place.style;
    place.style.clip.clear();
    auto const apply = [&](std::string_view name, std::string_view value) {
        if (std::string_view const entity = tree_.entity_in(value); !entity.empty() && !name.starts_with("xmlns")) leave_out_entity(node, entity);
        Applied const applied = apply_property(place.style, parent, name, value, place.diagonal());
        if (applied == Applied::BadValue) leave_out(node, std::string(name) + " '" + std::string(value.substr(0, 40)) + "'");
        if (applied != Applied::Unknown || is_geometry(name) || is_harmless_attribute(name)) return;
        if (name.starts_with("on"))
            leave_out(node, "script '" + std::string(name) + "'");
        else if (value != "none" && value != "normal" && value != "auto")
            leave_out(node, "attribute '" + std::string(name) + "' of '" + std::string(element) + "'");
    };
    auto const declared = [&](std::string_view name, std::string_view value) {
        if (name == "transform") return leave_out(node, "transform in a style");
        apply(name, value);
    };
    // `color` first: currentColor refers to it wherever it stands.
    if (std::string_view const color = tree_.property_of(node, "color"); !color.empty()) apply("color", color);
    for (pugi::xml_attribute const attribute : node.attributes()) apply(attribute.name(), attribute.value());
    if (!tree_.sheet.empty())
        for (SheetRule const* rule : tree_.sheet.rules_of(node)) each_declaration(rule->declarations, declared);
    each_declaration(node.attribute("style").value(), declared);
    std::string_view const transform = node.attribute("transform").value();
    if (transform.empty() || element == "svg") return;
    if (std::optional<Transform> const own = parse_transform(transform))
        place.to_frame = place.to_frame * *own;
    else
        leave_out(node, "transform '" + std::string(transform.substr(0, 40)) + "'");
}

void Painter::children(pugi::xml_node node, Place const& place) {
    for (pugi::xml_node const child : node.children())
        if (child.type() == pugi::node_element) element(child, place);
}

void Painter::element(pugi::xml_node node, Place const& parent) {
    std::string_view const name = local_name(node.name());
    if (is_silent(name)) return;
    if (++elements_ > limits_.elements) return leave_out(tree_.root, "elements beyond the first " + std::to_string(limits_.elements));
    if (parent.depth >= limits_.depth) return leave_out(node, "elements nested too deeply");
    if (!is_shape(name) && !is_one_of(name, {"g", "a", "use", "svg", "text", "switch"})) {
        bool const outside = is_one_of(name, {"image", "script", "foreignObject"});
        return leave_out(node, (outside && name == "script" ? "script: element '" : "element '") + std::string(name) + "'");
    }
    Place place = parent;
    ++place.depth;
    read_style(node, place, name);
    if (!place.style.shown) return;
    std::string const clip = std::exchange(place.style.clip, {});
    if (clip.empty()) return dispatch(node, name, place);
    GroupItem group;
    std::optional<Path> path = clips_ < kMostClips ? clip_path(clip, place, group.rule, node) : std::nullopt;
    if (clips_ >= kMostClips) leave_out(node, "clip paths in clip paths");
    if (!path) return dispatch(node, name, place);
    group.clip = std::move(path);
    std::vector<Item>* const outer = std::exchange(out_, &group.items);
    ++clips_;
    dispatch(node, name, place);
    --clips_;
    out_ = outer;
    if (!group.items.empty()) out_->push_back({std::move(group)});
}

void Painter::dispatch(pugi::xml_node node, std::string_view name, Place const& place) {
    if (name == "text") return text(node, place);
    if (name == "use") return use(node, place);
    if (name == "svg") {
        Place inner = place;
        inner.to_frame = inner.to_frame * Transform::move(length(node, "x", place.width, place), length(node, "y", place.height, place));
        return viewport(node, inner, length(node, "width", place.width, place, place.width), length(node, "height", place.height, place, place.height));
    }
    if (!is_shape(name)) {
        if (name == "a" && !href_of(node).empty()) leave_out(node, "link");
        if (name == "switch") leave_out(node, "choice of 'switch'");
        return children(node, place);
    }
    if (std::optional<Outline> const outline = outline_of(node, name, place)) shape(node, *outline, place);
}

// A copy stands where its original would, moved by x and y; a symbol has a view box of its own.
void Painter::use(pugi::xml_node node, Place const& place) {
    std::string_view const target = href_of(node);
    if (!target.starts_with('#')) return leave_out(node, "reference to another file");
    pugi::xml_node const original = tree_.find(target.substr(1));
    if (!original) return leave_out(node, "use of '" + std::string(target.substr(0, 40)) + "', which is not there");
    if (std::find(using_.begin(), using_.end(), original) != using_.end())
        return leave_out(node, "use of '" + std::string(target.substr(0, 40)) + "' in itself");
    using_.push_back(original);
    Place inner = place;
    inner.to_frame = inner.to_frame * Transform::move(length(node, "x", place.width, place), length(node, "y", place.height, place));
    if (local_name(original.name()) == "symbol") {
        ++elements_;
        read_style(original, inner, "symbol");
        viewport(original, inner, length(node, "width", place.width, place, place.width), length(node, "height", place.height, place, place.height));
    } else {
        element(original, inner);
    }
    using_.pop_back();
}

void Painter::viewport(pugi::xml_node node, Place place, double width, double height) {
    if (width <= 0 || height <= 0) return;
    if (std::optional<ViewBox> const view = parse_view_box(node.attribute("viewBox").value())) {
        place.to_frame = place.to_frame * fitted(*view, width, height, node.attribute("preserveAspectRatio").value());
        width = view->width;
        height = view->height;
    }
    place.width = width;
    place.height = height;
    ++place.depth;
    if (place.depth >= limits_.depth) return leave_out(node, "elements nested too deeply");
    children(node, place);
}

std::optional<Outline> Painter::outline_of(pugi::xml_node node, std::string_view name, Place const& place) {
    auto const across = [&](char const* key) { return length(node, key, place.width, place); };
    auto const down = [&](char const* key) { return length(node, key, place.height, place); };
    if (name == "path") {
        bool whole = true;
        Outline outline = path_outline(node.attribute("d").value(), whole);
        if (!whole) leave_out(node, "the rest of a path behind a fault in it");
        return outline;
    }
    if (name == "rect") {
        double const width = across("width"), height = down("height");
        if (width <= 0 || height <= 0) return std::nullopt;
        double const rx = length(node, "rx", place.width, place, -1), ry = length(node, "ry", place.height, place, -1);
        return rect_outline(across("x"), down("y"), width, height, std::max(0.0, rx < 0 ? ry : rx), std::max(0.0, ry < 0 ? rx : ry));
    }
    if (name == "circle" || name == "ellipse") {
        double const r = length(node, "r", place.diagonal(), place);
        double const rx = name == "circle" ? r : across("rx"), ry = name == "circle" ? r : down("ry");
        if (rx <= 0 || ry <= 0) return std::nullopt;
        return ellipse_outline({across("cx"), down("cy")}, rx, ry);
    }
    if (name == "line") return polygon_outline({across("x1"), down("y1"), across("x2"), down("y2")}, false);
    std::vector<double> const points = parse_numbers(node.attribute("points").value());
    if (points.size() < 4) return std::nullopt;
    return polygon_outline(points, name == "polygon");
}

void Painter::shape(pugi::xml_node node, Outline const& outline, Place const& place) {
    Style const& style = place.style;
    segments_ += outline.segments.size();
    if (segments_ > limits_.segments) return leave_out(tree_.root, "paths beyond " + std::to_string(limits_.segments) + " segments");
    if (!style.visible || outline.segments.empty()) return;
    PathItem item;
    item.node = node_;
    item.rule = style.fill_rule;
    Fill const fill = resolve(style.fill, outline, place, node), stroke = resolve(style.stroke, outline, place, node);
    // A line has no inside, but readers would draw a hair where one is filled.
    if (local_name(node.name()) != "line") {
        item.fill = fill.color;
        item.gradient = fill.gradient;
    }
    item.fill_alpha = permille(style.opacity * style.fill_opacity * fill.opacity);
    item.stroke_alpha = permille(style.opacity * style.stroke_opacity * stroke.opacity);
    double const scale = place.to_frame.mean_scale();
    if (stroke.gradient) leave_out(node, "gradient of a line");
    std::optional<Color> const pen = stroke.gradient ? std::optional(stroke.gradient->stops.front().color) : stroke.color;
    if (pen && style.stroke_width > 0 && item.stroke_alpha > 0) {
        Stroke& s = item.stroke.emplace();
        s.color = *pen;
        s.width = Length::points(std::min(style.stroke_width * scale, 10'000.0));
        s.cap = style.cap;
        s.join = style.join;
        s.miter_limit_permille = static_cast<int>(std::clamp(style.miter_limit, 1.0, 1000.0) * 1000 + 0.5);
        for (double const dash : style.dash) s.dash.push_back(Length::points(std::min(dash * scale, 10'000.0)));
        // PDF knows no negative start; a whole round of dashes more is the same.
        double phase = style.dash_phase * scale, round = 0;
        for (double const dash : style.dash) round += dash * scale;
        if (round > 0) phase = std::fmod(std::fmod(phase, round) + round, round);
        s.dash_phase = style.dash.empty() ? Length{} : Length::points(phase);
    }
    if (item.fill_alpha == 0) {
        item.fill.reset();
        item.gradient.reset();
    }
    if (!item.fill && !item.gradient && !item.stroke) return;
    std::optional<Path> path = mapped(outline, place.to_frame);
    if (!path) return leave_out(node, "a shape that reaches far beyond the page");
    item.path = std::move(*path);
    out_->push_back({std::move(item)});
}

// All shapes of a clip path are taken together.
std::optional<Path> Painter::clip_path(std::string const& id, Place const& place, FillRule& rule, pugi::xml_node asked_by) {
    pugi::xml_node const clip = tree_.find(id);
    if (!clip || local_name(clip.name()) != "clipPath") {
        leave_out(asked_by, "clip path '" + id.substr(0, 40) + "', which is not there");
        return std::nullopt;
    }
    if (std::string_view(clip.attribute("clipPathUnits").value()) == "objectBoundingBox") {
        leave_out(clip, "a clip path in shares of its object");
        return std::nullopt;
    }
    Place outer = place;
    read_style(clip, outer, "clipPath");
    Path all;
    for (pugi::xml_node const child : clip.children()) {
        if (child.type() != pugi::node_element) continue;
        std::string_view const name = local_name(child.name());
        if (is_silent(name)) continue;
        if (!is_shape(name)) {
            leave_out(child, "element '" + std::string(name) + "' in a clip path");
            continue;
        }
        Place inner = outer;
        read_style(child, inner, name);
        std::optional<Outline> const outline = outline_of(child, name, inner);
        segments_ += outline ? outline->segments.size() : 0;
        if (!outline || segments_ > limits_.segments) continue;
        rule = inner.style.clip_rule;
        if (std::optional<Path> const path = mapped(*outline, inner.to_frame))
            all.segments.insert(all.segments.end(), path->segments.begin(), path->segments.end());
    }
    return all;
}

}  // namespace offprint::draw::svg
