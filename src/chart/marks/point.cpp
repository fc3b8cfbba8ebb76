#include "chart/marks/mark.h"

namespace offprint::chart {

void paint(PointMark const& mark, draw::NodeId figure, draw::Frame& frame) {
    constexpr Length kRing = Length::points(1.2);
    if (!mark.hollow) return frame.fill(figure, Path::circle(mark.centre, mark.radius), mark.color);
    draw::PathItem item{figure, Path::circle(mark.centre, mark.radius - kRing / 2), mark.paper, draw::Stroke::round(mark.color, kRing)};
    frame.add({std::move(item)});
}

void occupy(PointMark const& mark, Occupancy& taken) {
    taken.add({mark.centre.x - mark.radius, mark.centre.y - mark.radius, 2 * mark.radius, 2 * mark.radius});
}

}  // namespace offprint::chart
