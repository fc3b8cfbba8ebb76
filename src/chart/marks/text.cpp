#include "chart/marks/mark.h"

namespace offprint::chart {

void paint(TextMark const& mark, draw::NodeId figure, draw::Frame& frame) {
    if (mark.plate) {
        // A plate hugs the capitals: evenly above and below, less than the clear space of labels.
        constexpr Length kSide = Length::points(1.8), kAbove = Length::points(1.6);
        Rect const box = {mark.origin.x - kSide, mark.origin.y - mark.text.ascent - kAbove, mark.text.width + 2 * kSide, mark.text.ascent + 2 * kAbove};
        frame.fill(draw::kArtifactLayout, box, *mark.plate);
    }
    draw::NodeId const node = mark.role == TextRole::Axis ? draw::kArtifactLayout : figure;
    for (text::PlacedRun const& placed : mark.text.runs) frame.text(node, {mark.origin.x + placed.x, mark.origin.y}, placed.run);
}

}  // namespace offprint::chart
