// The walk over a drawing. Each part stands in a file of its own: painter.cpp (elements and shapes), gradients.cpp, words.cpp (text).
#pragma once
#include <set>

#include "draw/svg/outline.h"
#include "draw/svg/style.h"
#include "draw/svg/tree.h"

namespace offprint::draw::svg {

/// Where an element stands: its look, its map to the frame, the size that percentages are of, how deep it is.
struct Place {
    Style style;
    Transform to_frame;
    double width = 0, height = 0;
    int depth = 0;
    double diagonal() const;
};

class Painter {
public:
    Painter(Drawing::Tree const& tree, Size size, NodeId node, text::Shaper& shaper, FontFinder const& fonts, Span span, Diagnostics& diagnostics,
            Limits const& limits)
        : tree_(tree), size_(size), node_(node), shaper_(shaper), fonts_(fonts), span_(span), diagnostics_(diagnostics), limits_(limits) {}
    Painted run();

private:
    // painter.cpp
    void element(pugi::xml_node node, Place const& parent);
    void dispatch(pugi::xml_node node, std::string_view name, Place const& place);
    void children(pugi::xml_node node, Place const& place);
    void use(pugi::xml_node node, Place const& place);
    void viewport(pugi::xml_node node, Place place, double width, double height);
    void shape(pugi::xml_node node, Outline const& outline, Place const& place);
    std::optional<Outline> outline_of(pugi::xml_node node, std::string_view name, Place const& place);
    void read_style(pugi::xml_node node, Place& place, std::string_view element);
    std::optional<Path> clip_path(std::string const& id, Place const& place, FillRule& rule, pugi::xml_node asked_by);
    void leave_out(pugi::xml_node node, std::string what);
    void leave_out_entity(pugi::xml_node node, std::string_view entity);
    double length(pugi::xml_node node, char const* name, double whole, Place const& place, double fallback = 0) const;

    // gradients.cpp
    struct Fill {
        std::optional<Color> color;
        std::shared_ptr<Gradient const> gradient;
        double opacity = 1;
    };
    Fill resolve(Paint const& paint, Outline const& outline, Place const& place, pugi::xml_node node);
    std::shared_ptr<Gradient const> gradient(pugi::xml_node node, Outline const& outline, Place const& place);
    std::string_view inherited(pugi::xml_node gradient, char const* name) const;
    pugi::xml_node with_stops(pugi::xml_node gradient) const;

    // words.cpp
    struct Chunk;
    void text(pugi::xml_node node, Place const& place);
    void collect(pugi::xml_node node, Place const& place, std::vector<Chunk>& chunks);
    void set_chunk(Chunk const& chunk);

    Drawing::Tree const& tree_;
    Size size_;
    NodeId node_;
    text::Shaper& shaper_;
    FontFinder const& fonts_;
    Span span_;
    Diagnostics& diagnostics_;
    Limits limits_;
    std::vector<Item>* out_ = nullptr;
    int clips_ = 0;  // that are open
    std::size_t elements_ = 0, segments_ = 0;
    std::vector<pugi::xml_node> using_;  // of the `use`s around
    std::vector<std::string> left_out_;
    std::set<std::string> told_;
};

}  // namespace offprint::draw::svg
