// Places for labels: a column of them (end labels of lines), or free places around marks on a plane.
#pragma once
#include <span>
#include <vector>

#include "base/geometry.h"

namespace offprint::chart {

/// A label in a column: where its centre would like to stand, and its height with air.
struct Stacked {
    Length want, height;
};
/// Centres nearest to the wanted ones (least squares) with no overlap, order kept, inside [top, bottom]: isotonic regression by pooling adjacent
/// violators. When the labels together are taller than the room they start at `top` and run over.
std::vector<Length> spread(std::span<Stacked const> labels, Length top, Length bottom);

bool overlap(Rect a, Rect b);
Rect grown(Rect r, Length by);

/// What is taken on the plane: boxes of marks and labels, strokes of lines. Exact, no grid.
class Occupancy {
public:
    void add(Rect box) { boxes_.push_back(box); }
    /// A straight stroke; `half` is half its width.
    void add(Point a, Point b, Length half) { strokes_.push_back({a, b, half}); }
    /// True when `box` and everything in it keep `clear` away.
    bool free(Rect box, Length clear) const;

private:
    struct StrokeLine {
        Point a, b;
        Length half;
    };
    std::vector<Rect> boxes_;
    std::vector<StrokeLine> strokes_;
};

/// True when the segment has a point in the box.
bool crosses(Point a, Point b, Rect box);

}  // namespace offprint::chart
