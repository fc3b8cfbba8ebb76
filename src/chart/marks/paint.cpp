#include "chart/marks/mark.h"

namespace offprint::chart {

draw::Frame paint(Drawing const& drawing, draw::NodeId figure) {
    draw::Frame frame;
    frame.size = drawing.size;
    for (Mark const& mark : drawing.marks) std::visit([&](auto const& m) { paint(m, figure, frame); }, mark);
    return frame;
}

}  // namespace offprint::chart
