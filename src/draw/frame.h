// The display list: what stands where on a page, each item under a node of the structure tree. Layout ends here; a back
// end (PDF, SVG, the text dump that tests compare) begins here. Origin top left, y down, lengths exact.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/color.h"
#include "base/geometry.h"
#include "base/transform.h"
#include "draw/image.h"
#include "draw/structure.h"
#include "text/glyph_run.h"

namespace offprint::draw {

/// A run of glyphs with its baseline origin.
struct GlyphRunItem {
    NodeId node = kArtifactLayout;
    Point origin;
    text::GlyphRun run;
};

enum class Cap : std::uint8_t { Butt, Round, Square };
enum class Join : std::uint8_t { Miter, Round, Bevel };

struct Stroke {
    Color color;
    Length width;
    std::vector<Length> dash;
    Cap cap = Cap::Butt;
    Join join = Join::Miter;
    int miter_limit_permille = 10'000;
    Length dash_phase = {};

    friend bool operator==(Stroke const&, Stroke const&) = default;
    /// Round ends and joins.
    static Stroke round(Color color, Length width, std::vector<Length> dash = {}) { return {color, width, std::move(dash), Cap::Round, Join::Round}; }
};

/// Colours from place to place: along a line, or from a circle inside outward. The ends go on for ever.
struct Gradient {
    struct Stop {
        int offset_permille = 0;
        Color color;
        friend bool operator==(Stop const&, Stop const&) = default;
    };
    bool radial = false;
    double x1 = 0, y1 = 0, r1 = 0, x2 = 1, y2 = 0, r2 = 0;  // the line's ends; or the circles' centres and radii
    std::vector<Stop> stops;                                // two or more, ascending
    Transform to_frame;                                     // from the coordinates above to those of the frame

    friend bool operator==(Gradient const&, Gradient const&) = default;
};

enum class FillRule : std::uint8_t { NonZero, EvenOdd };

struct PathItem {
    NodeId node = kArtifactLayout;
    Path path;
    std::optional<Color> fill;
    std::optional<Stroke> stroke;
    FillRule rule = FillRule::NonZero;
    int fill_alpha = 1000, stroke_alpha = 1000;     // permille: 1000 is opaque
    std::shared_ptr<Gradient const> gradient = {};  // in place of `fill`
};

/// A picture in its place, whatever its number of pixels.
struct ImageItem {
    NodeId node = kArtifactLayout;
    Rect place;
    ImagePtr image;
};

struct Item;

/// Items under one clip (a hatch is a clipped family of lines), or turned together: `to_frame` takes what is inside, clip too, to the frame.
struct GroupItem {
    std::optional<Path> clip;
    std::vector<Item> items;
    FillRule rule = FillRule::NonZero;  // of the clip
    std::optional<Transform> to_frame = {};
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
    NodeId node = kArtifactLayout;  // what stands there
};

struct Item {
    std::variant<GlyphRunItem, PathItem, ImageItem, GroupItem, LinkItem, AnchorItem> value;
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
    /// The same items, all under one node.
    Frame under(NodeId node) const;
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
