// Gradients (SVG 1.1, 13.2) as shadings of the page.
#include <algorithm>
#include <cmath>

#include "draw/svg/painter.h"

namespace offprint::draw::svg {
namespace {

constexpr int kMostTemplates = 8;  // gradients that a gradient may take its stops from, one after the other
constexpr std::size_t kMostStops = 256;

bool is_gradient(pugi::xml_node node) {
    std::string_view const name = local_name(node.name());
    return name == "linearGradient" || name == "radialGradient";
}

bool has_stop(pugi::xml_node node) {
    for (pugi::xml_node const child : node.children())
        if (local_name(child.name()) == "stop") return true;
    return false;
}

struct Stops {
    std::vector<Gradient::Stop> list;
    double opacity = 1;  // the mean
    bool same_opacity = true;
};

Stops stops_of(Drawing::Tree const& tree, pugi::xml_node node, Style const& style) {
    Stops out;
    double sum = 0, first = -1;
    for (pugi::xml_node const child : node.children()) {
        if (local_name(child.name()) != "stop" || out.list.size() == kMostStops) continue;
        Gradient::Stop stop;
        double const offset = std::clamp(parse_length(child.attribute("offset").value(), 1).value_or(0), 0.0, 1.0);
        stop.offset_permille = static_cast<int>(offset * 1000 + 0.5);
        if (!out.list.empty()) stop.offset_permille = std::max(stop.offset_permille, out.list.back().offset_permille);
        std::string_view const color = tree.property_of(child, "stop-color");
        stop.color = color == "currentColor" ? style.current : parse_svg_color(color).value_or(Color{});
        double const opacity = std::clamp(parse_length(tree.property_of(child, "stop-opacity"), 1).value_or(1), 0.0, 1.0);
        if (first < 0) first = opacity;
        out.same_opacity = out.same_opacity && opacity == first;
        sum += opacity;
        out.list.push_back(stop);
    }
    if (!out.list.empty()) out.opacity = sum / static_cast<double>(out.list.size());
    return out;
}

}  // namespace

std::string_view Painter::inherited(pugi::xml_node node, char const* name) const {
    for (int i = 0; i < kMostTemplates && is_gradient(node); ++i) {
        if (pugi::xml_attribute const attribute = node.attribute(name)) return attribute.value();
        node = tree_.find(reference(href_of(node)));
    }
    return {};
}

pugi::xml_node Painter::with_stops(pugi::xml_node node) const {
    for (int i = 0; i < kMostTemplates && is_gradient(node) && !has_stop(node); ++i) node = tree_.find(reference(href_of(node)));
    return node;
}

Painter::Fill Painter::resolve(Paint const& paint, Outline const& outline, Place const& place, pugi::xml_node node) {
    Fill fill{paint.color, nullptr, 1};
    if (paint.gradient.empty()) return fill;
    pugi::xml_node const source = tree_.find(paint.gradient);
    if (!is_gradient(source)) {
        std::string const what =
            source ? "element '" + std::string(local_name(source.name())) + "'" : "paint '" + paint.gradient.substr(0, 40) + "', which is not there";
        leave_out(source ? source : node, what);
        return fill;
    }
    Stops const stops = stops_of(tree_, with_stops(source), place.style);
    if (stops.list.empty()) return fill;
    if (!stops.same_opacity) leave_out(source, "transparency that changes along a gradient");
    fill.opacity = stops.opacity;
    if (stops.list.size() == 1) {
        fill.color = stops.list.front().color;
        return fill;
    }
    fill.gradient = gradient(source, outline, place);
    if (!fill.gradient) fill.color = stops.list.back().color;  // along a line of no length all is the last colour
    if (fill.gradient) fill.color.reset();
    return fill;
}

std::shared_ptr<Gradient const> Painter::gradient(pugi::xml_node node, Outline const& outline, Place const& place) {
    auto out = std::make_shared<Gradient>();
    out->radial = local_name(node.name()) == "radialGradient";
    bool const in_user_space = inherited(node, "gradientUnits") == "userSpaceOnUse";
    double const width = in_user_space ? place.width : 1, height = in_user_space ? place.height : 1;
    double const diagonal = in_user_space ? place.diagonal() : 1;
    auto const value = [&](char const* name, double whole, double fallback) {
        return parse_length(inherited(node, name), whole, place.style.font_size).value_or(fallback);
    };
    if (out->radial) {
        out->x2 = value("cx", width, width / 2);
        out->y2 = value("cy", height, height / 2);
        out->r2 = value("r", diagonal, diagonal / 2);
        out->x1 = value("fx", width, out->x2);
        out->y1 = value("fy", height, out->y2);
        out->r1 = std::max(0.0, value("fr", diagonal, 0));
        if (out->r2 <= 0) return nullptr;
        // A focus outside the circle counts as one on it (13.2.3); a hair inside, or the cone would turn inside out.
        double const dx = out->x1 - out->x2, dy = out->y1 - out->y2, reach = std::sqrt(dx * dx + dy * dy), most = out->r2 * 0.999;
        if (reach > most) {
            out->x1 = out->x2 + dx * most / reach;
            out->y1 = out->y2 + dy * most / reach;
        }
    } else {
        out->x1 = value("x1", width, 0);
        out->y1 = value("y1", height, 0);
        out->x2 = value("x2", width, width);
        out->y2 = value("y2", height, 0);
        if (out->x1 == out->x2 && out->y1 == out->y2) return nullptr;
    }
    if (std::string_view const spread = inherited(node, "spreadMethod"); !spread.empty() && spread != "pad") leave_out(node, "gradient that repeats");
    Transform units;
    if (!in_user_space) {
        std::optional<Bounds> const box = bounds_of(outline);
        if (!box || box->width() <= 0 || box->height() <= 0) return nullptr;
        units = Transform{box->width(), 0, 0, box->height(), box->low.x, box->low.y};
    }
    Transform const own = parse_transform(inherited(node, "gradientTransform")).value_or(Transform{});
    out->to_frame = place.to_frame * units * own;
    // Without area it would colour nothing, and readers stumble over such a map.
    if (std::abs(out->to_frame.determinant()) < 1e-9) return nullptr;
    out->stops = stops_of(tree_, with_stops(node), place.style).list;
    return out;
}

}  // namespace offprint::draw::svg
