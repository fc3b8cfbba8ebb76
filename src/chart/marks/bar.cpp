#include "chart/marks/mark.h"

namespace offprint::chart {
namespace {

constexpr Length kHatchPitch = Length::points(2.8), kHatchWidth = Length::points(0.7), kOutline = Length::points(0.7);
/// Share of paper in a tint and in the lines of a hatch, in 1/1000.
constexpr int kTintPaper = 600, kHatchGround = 720, kHatchLine = 330;

/// Lines at 45 degrees across a box. Their phase is that of the frame, so that neighbouring bars hatch alike.
Path hatch_lines(Rect box) {
    Path path;
    // A line is x + y = c; the corners give the range of c.
    std::int64_t const pitch = scaled(kHatchPitch, 1.41421356).raw();
    std::int64_t const from = (box.x + box.y).raw() / pitch, to = (box.right() + box.bottom()).raw() / pitch + 1;
    for (std::int64_t i = from; i <= to; ++i) {
        Length const c = Length::from_raw(i * pitch);
        // From the bottom edge up to the top edge, a little over on both sides: the clip makes the ends.
        path.move_to({c - box.bottom() - kHatchWidth, box.bottom() + kHatchWidth}).line_to({c - box.y + kHatchWidth, box.y - kHatchWidth});
    }
    return path;
}

void paint_hatch(BarMark const& mark, draw::NodeId figure, draw::Frame& frame) {
    frame.fill(figure, mark.rect, mixed(mark.color, mark.paper, kHatchGround));
    // Viewers clip by whole pixels: a little inside, so that no line shows beyond the edge.
    Length const inset = mark.outline ? kOutline / 2 : Length::points(0.15);
    draw::GroupItem group;
    group.clip = Path::rect(grown(mark.rect, -inset));
    draw::Stroke const stroke{mixed(mark.color, mark.paper, kHatchLine), kHatchWidth, {}};
    group.items.push_back({draw::PathItem{figure, hatch_lines(mark.rect), std::nullopt, stroke}});
    frame.add({std::move(group)});
}

}  // namespace

void paint(BarMark const& mark, draw::NodeId figure, draw::Frame& frame) {
    switch (mark.fill) {
        case Fill::Solid: frame.fill(figure, mark.rect, mark.color); break;
        case Fill::Tint: frame.fill(figure, mark.rect, mixed(mark.color, mark.paper, kTintPaper)); break;
        case Fill::Hatch: paint_hatch(mark, figure, frame); break;
    }
    // Strokes lie inside the bar, so that its painted edge is its value.
    Length const half = kOutline / 2;
    Rect const inner = {mark.rect.x + half, mark.rect.y + half, mark.rect.width - kOutline, mark.rect.height - kOutline};
    if (inner.width <= Length{} || inner.height <= Length{}) return;
    if (mark.outline) frame.stroke(figure, Path::rect(inner), {mark.color, kOutline, {}});
    if (mark.open_end) {
        std::vector<Length> const dash{Length::points(1.5), Length::points(1.5)};
        Path path;
        path.move_to({inner.right(), mark.rect.y}).line_to({inner.right(), mark.rect.bottom()});
        frame.stroke(figure, std::move(path), {mark.color, kOutline, dash});
    }
}

}  // namespace offprint::chart
