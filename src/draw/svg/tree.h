// The parsed file behind a Drawing, and small questions to it.
#pragma once
#include <map>

#include <pugixml.hpp>

#include "draw/svg/drawing.h"
#include "draw/svg/sheet.h"
#include "draw/svg/values.h"

namespace offprint::draw::svg {

/// Where a view box stands in a rectangle: preserveAspectRatio (SVG 1.1, 7.8).
struct ViewBox {
    double x = 0, y = 0, width = 0, height = 0;
};

struct Drawing::Tree {
    std::string bytes;
    pugi::xml_document document;
    pugi::xml_node root;
    std::map<std::string_view, pugi::xml_node> by_id;
    StyleSheet sheet;
    std::vector<std::string> entities;  // names that the DOCTYPE declares; never followed
    std::vector<std::size_t> line_starts;
    double width = 0, height = 0;  // in points
    ViewBox view;

    pugi::xml_node find(std::string_view id) const {
        auto const it = by_id.find(id);
        return it == by_id.end() ? pugi::xml_node{} : it->second;
    }
    /// From 1.
    std::size_t line_of(pugi::xml_node node) const;
    /// A property of an element as it is cascaded: its attribute, what the style sheets say, its `style`; empty if it is not there.
    std::string_view property_of(pugi::xml_node node, std::string_view name) const;
    /// The first reference in a text to an entity that the DOCTYPE declares: "&ns;". Empty if there is none.
    std::string_view entity_in(std::string_view text) const;
};

/// The name without its prefix: "rect" of "svg:rect".
std::string_view local_name(char const* name);
/// `href` or `xlink:href`.
std::string_view href_of(pugi::xml_node node);
/// Calls `use(name, value)` for each declaration of a `style` attribute.
template <class Use>
void each_declaration(std::string_view style, Use use) {
    while (!style.empty()) {
        std::size_t const end = std::min(style.find(';'), style.size());
        std::string_view const one = style.substr(0, end);
        if (std::size_t const colon = one.find(':'); colon != one.npos) use(trimmed(one.substr(0, colon)), trimmed(one.substr(colon + 1)));
        style.remove_prefix(std::min(end + 1, style.size()));
    }
}
std::optional<ViewBox> parse_view_box(std::string_view text);
/// From the coordinates of a view box to those of a rectangle at the origin.
Transform fitted(ViewBox const& view, double width, double height, std::string_view aspect);

}  // namespace offprint::draw::svg
