#include "chart/marks/mark.h"

namespace offprint::chart {

void paint(LineMark const& mark, draw::NodeId figure, draw::Frame& frame) {
    for (LineMark::Piece const& piece : mark.pieces) {
        if (piece.points.size() < 2) continue;
        Path path;
        path.move_to(piece.points.front());
        for (std::size_t i = 1; i < piece.points.size(); ++i) path.line_to(piece.points[i]);
        draw::Stroke stroke = draw::Stroke::round(mark.color, mark.width);
        if (piece.dashed) {
            stroke.dash = {Length::points(3.2), Length::points(2.2)};
            stroke.cap = draw::Cap::Butt;  // round ones would close the gaps
            stroke.join = draw::Join::Miter;
        }
        frame.stroke(figure, std::move(path), std::move(stroke));
    }
}

void occupy(LineMark const& mark, Occupancy& taken) {
    for (LineMark::Piece const& piece : mark.pieces)
        for (std::size_t i = 1; i < piece.points.size(); ++i) taken.add(piece.points[i - 1], piece.points[i], mark.width / 2);
}

}  // namespace offprint::chart
