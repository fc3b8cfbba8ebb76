// The display list: what stands where on a page, each item under a node of the structure tree. Layout ends here; a back
// end (PDF, SVG, the text dump that tests compare) begins here. Origin top left, y down, lengths exact.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/color.h"
#include "base/geometry.h"
#include "draw/structure.h"
#include "text/glyph_run.h"

namespace offprint::draw {

/// A run of glyphs with its baseline origin.
struct GlyphRunItem {
    NodeId node = kArtifactLayout;
    Point origin;
    text::GlyphRun run;
};

struct Stroke {
    Color color;
    Length width;
    std::vector<Length> dash;
    bool round = false;  // round joins and caps; else mitred and butt
};

struct PathItem {
    NodeId node = kArtifactLayout;
    Path path;
    std::optional<Color> fill;
    std::optional<Stroke> stroke;
};

struct Item;

/// Items under one clip (a hatch is a clipped family of lines).
struct GroupItem {
    std::optional<Path> clip;
    std::vector<Item> items;
};

/// The area of a link; its target stands on the structure node (`StructNode::url`, or `destination`).
struct LinkItem {
    NodeId node = 0;
    Rect area;
};

/// A place that outlines and links may go to.
struct AnchorItem {
    std::string name;
    Point at;
};

struct Item {
    std::variant<GlyphRunItem, PathItem, GroupItem, LinkItem, AnchorItem> value;
};

/// Items in paint order and the size they stand in.
struct Frame {
    Size size;
    std::vector<Item> items;

    void add(Item item) { items.push_back(std::move(item)); }
    void text(NodeId node, Point origin, text::GlyphRun run) { items.push_back({GlyphRunItem{node, origin, std::move(run)}}); }
    void fill(NodeId node, Path path, Color color) { items.push_back({PathItem{node, std::move(path), color, std::nullopt}}); }
    void fill(NodeId node, Rect rect, Color color) { fill(node, Path::rect(rect), color); }
    void stroke(NodeId node, Path path, Stroke stroke) { items.push_back({PathItem{node, std::move(path), std::nullopt, std::move(stroke)}}); }
    /// Puts another frame's items here, moved by `at`.
    void place(Frame const& other, Point at);
};

/// A finished page.
struct Page {
    Frame frame;
    std::string label;  // as the reader counts: "1"
};

/// The display list as text: one item a line, lengths to 1/100 pt, node and role first. What golden tests compare.
std::string dump(Frame const& frame, StructTree const& tree);
std::string dump(StructTree const& tree);

}  // namespace offprint::draw
