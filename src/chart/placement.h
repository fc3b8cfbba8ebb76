// Labels on the plane of a plot: each has wishes in order of their cost, and takes the cheapest place that is free.
#pragma once
#include <vector>

#include "chart/marks/mark.h"

namespace offprint::chart {

/// A place that a label may take.
struct Candidate {
    Point origin;
    int cost = 0;
    std::optional<Color> plate;
    std::optional<Color> color;  // of the text there, when it stands on a dark mark
};

/// One label with its wishes.
struct PlaneLabel {
    SetText text;
    std::vector<Candidate> wishes;
    Datum datum;
};

/// The plane while labels are placed: what they must stay clear of, and what they had better not straddle.
class Plane {
public:
    explicit Plane(Rect frame) : frame_(frame) {}
    void frame(Rect r) { frame_ = r; }
    Occupancy& marks() { return marks_; }
    /// Edges of bars and gridlines: crossing one costs, and asks for a plate.
    void add_edge(Point a, Point b, int cost) { edges_.push_back({a, b, cost}); }
    /// Places labels in order of their list and appends them to the drawing; returns how many found no place.
    std::size_t place(std::vector<PlaneLabel> const& labels, Color paper, Drawing& out);

private:
    struct Edge {
        Point a, b;
        int cost;
    };
    int edge_cost(Rect box) const;

    Rect frame_;
    Occupancy marks_;
    std::vector<Edge> edges_;
};

/// From a marker's edge to the label above or below it.
constexpr Length kPointGap = Length::points(2.6);

/// Wishes of a label around a point of a line: above it (ever higher), below, then the six other positions (Imhof 1975).
std::vector<Candidate> around(Point centre, Length radius, SetText const& text);

enum class Hangs { No, Yes };
/// Wishes of a bar's value: inside near its foot, so that the values of all bars make a row; else higher up in it, else beyond its end. `inside` is how
/// the text looks in the bar.
std::vector<Candidate> in_or_at_bar(Rect bar, Hangs hangs, SetText const& text, Candidate const& inside);

}  // namespace offprint::chart
