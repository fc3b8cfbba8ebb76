#include "chart/labels.h"

#include <algorithm>

namespace offprint::chart {
namespace {

/// Labels that touch one another: they move as one, to the mean of where they would like to be.
struct Block {
    std::int64_t sum = 0;  // of wanted offsets, raw
    std::int64_t count = 0;
    std::int64_t mean() const { return sum >= 0 ? sum / count : -((-sum + count - 1) / count); }
};

}  // namespace

std::vector<Length> spread(std::span<Stacked const> labels, Length top, Length bottom) {
    // With the heights before each label taken off, "no overlap" becomes "not decreasing".
    std::vector<Block> blocks;
    Length before;
    for (Stacked const& label : labels) {
        blocks.push_back({(label.want - label.height / 2 - before).raw(), 1});
        before += label.height;
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
            Block const last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().count += last.count;
        }
    }
    Length const most = max(top, bottom - before);
    std::vector<Length> centres;
    centres.reserve(labels.size());
    before = {};
    std::size_t i = 0;
    for (Block const& block : blocks)
        for (std::int64_t n = 0; n < block.count; ++n, ++i) {
            Length const offset = max(top, min(most, Length::from_raw(block.mean())));
            centres.push_back(offset + before + labels[i].height / 2);
            before += labels[i].height;
        }
    return centres;
}

bool overlap(Rect a, Rect b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

Rect grown(Rect r, Length by) { return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by}; }

bool crosses(Point a, Point b, Rect box) {
    // Liang and Barsky 1984: the part of the segment inside the box, as a range of its parameter.
    double const dx = (b.x - a.x).to_points(), dy = (b.y - a.y).to_points();
    double enter = 0, leave = 1;
    auto clip = [&](double direction, double distance) {
        if (direction == 0) return distance >= 0;
        double const t = distance / direction;
        if (direction < 0) {
            enter = std::max(enter, t);
        } else {
            leave = std::min(leave, t);
        }
        return enter <= leave;
    };
    return clip(-dx, (a.x - box.x).to_points()) && clip(dx, (box.right() - a.x).to_points()) && clip(-dy, (a.y - box.y).to_points()) &&
           clip(dy, (box.bottom() - a.y).to_points());
}

bool Occupancy::free(Rect box, Length clear) const {
    Rect const wide = grown(box, clear);
    if (std::any_of(boxes_.begin(), boxes_.end(), [&](Rect const& b) { return overlap(wide, b); })) return false;
    return std::none_of(strokes_.begin(), strokes_.end(), [&](StrokeLine const& s) { return crosses(s.a, s.b, grown(wide, s.half)); });
}

}  // namespace offprint::chart
