// Marks: what a chart is made of once scales have given every value its place. A kind rewrites its spec to marks; `paint`
// turns marks into the items of a frame. One file a mark.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "chart/labels.h"
#include "chart/set_text.h"
#include "draw/frame.h"

namespace offprint::chart {

/// Which number a mark shows: row and series of the table, -1 for none (grid, axis).
struct Datum {
    int row = -1, series = -1;
};

/// How a bar says what it knows: solid is certain, tint is possible, hatch is expected or open.
enum class Fill { Solid, Tint, Hatch };

/// A bar or a part of one.
struct BarMark {
    Rect rect;
    Fill fill = Fill::Solid;
    Color color, paper;
    bool outline = false;
    bool open_end = false;  // the right cap is dashed: the value lies somewhere below it
    Datum datum;
};

/// A polyline in pieces (a gap parts them), round joins.
struct LineMark {
    struct Piece {
        std::vector<Point> points;
        bool dashed = false;
    };
    std::vector<Piece> pieces;
    Color color;
    Length width;
    Datum datum;
};

/// A round marker; `hollow` is filled with paper.
struct PointMark {
    Point centre;
    Length radius;
    Color color, paper;
    bool hollow = false;
    Datum datum;
};

/// A straight rule: grid, axis, leader, separator.
struct RuleMark {
    Point from, to;
    draw::Stroke stroke;
};

/// What a text belongs to: tick labels are part of the axis, an artifact; all others are read with the figure.
enum class TextRole { Axis, Label };

/// A text with its left baseline point. A plate is painted under it where it stands on other marks.
struct TextMark {
    SetText text;
    Point origin;
    TextRole role = TextRole::Label;
    std::optional<Color> plate;
    Datum datum;
    Rect box() const { return {origin.x, origin.y - text.ascent, text.width, text.height()}; }
};

using Mark = std::variant<RuleMark, BarMark, LineMark, PointMark, TextMark>;

/// Marks in paint order, the size they stand in, and what they say.
struct Drawing {
    Size size;
    std::vector<Mark> marks;
    std::string alt;
    std::vector<std::vector<std::string>> table;
};

void paint(BarMark const& mark, draw::NodeId figure, draw::Frame& frame);
void paint(LineMark const& mark, draw::NodeId figure, draw::Frame& frame);
void paint(PointMark const& mark, draw::NodeId figure, draw::Frame& frame);
void paint(RuleMark const& mark, draw::NodeId figure, draw::Frame& frame);
void paint(TextMark const& mark, draw::NodeId figure, draw::Frame& frame);
draw::Frame paint(Drawing const& drawing, draw::NodeId figure);

/// What a mark takes of the plane, for labels that must stay clear of it. Rules and areas of bars count only where said.
void occupy(LineMark const& mark, Occupancy& taken);
void occupy(PointMark const& mark, Occupancy& taken);

}  // namespace offprint::chart
