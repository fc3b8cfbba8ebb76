#include "chart/placement.h"

#include <cstdlib>

namespace offprint::chart {
namespace {

/// Labels keep clear of marks, and of one another, by this much.
constexpr Length kClear = Length::points(2);

bool inside(Rect box, Rect frame) { return box.x >= frame.x && box.y >= frame.y && box.right() <= frame.right() && box.bottom() <= frame.bottom(); }

}  // namespace

int Plane::edge_cost(Rect box) const {
    int cost = 0;
    for (Edge const& edge : edges_)
        if (crosses(edge.a, edge.b, grown(box, Length::points(1)))) cost += edge.cost;
    return cost;
}

std::size_t Plane::place(std::vector<PlaneLabel> const& labels, Color paper, Drawing& out) {
    std::size_t lost = 0;
    for (PlaneLabel const& label : labels) {
        Candidate const* best = nullptr;
        int best_cost = 0;
        for (Candidate const& wish : label.wishes) {
            if (best != nullptr && wish.cost >= best_cost) continue;
            Rect const box = TextMark{label.text, wish.origin, TextRole::Label, std::nullopt, {}}.box();
            if (!inside(box, frame_) || !marks_.free(box, kClear)) continue;
            int const cost = wish.cost + edge_cost(box);
            if (best != nullptr && cost >= best_cost) continue;
            best = &wish;
            best_cost = cost;
        }
        if (best == nullptr) {
            ++lost;
            continue;
        }
        TextMark mark{label.text, best->origin, TextRole::Label, best->plate, label.datum};
        if (!mark.plate && edge_cost(mark.box()) > 0) mark.plate = paper;
        if (best->color)
            for (text::PlacedRun& run : mark.text.runs) run.run.color = *best->color;
        marks_.add(mark.box());
        out.marks.push_back(std::move(mark));
    }
    return lost;
}

std::vector<Candidate> around(Point centre, Length radius, SetText const& text) {
    constexpr int kMostOffset = 22;  // points above or below; a label further away seems to belong elsewhere
    Length const gap = radius + kPointGap, side = radius + Length::points(3);
    Length const middle = centre.x - text.width / 2, half = text.ascent / 2;
    std::vector<Candidate> wishes;
    for (int offset = 0; offset <= kMostOffset; ++offset) {
        Length const away = gap + Length::points(offset);
        wishes.push_back({{middle, centre.y - away - text.descent}, offset, {}, {}});
        wishes.push_back({{middle, centre.y + away + text.ascent}, 8 + offset, {}, {}});
    }
    Length const left = centre.x - side - text.width, right = centre.x + side;
    for (int away = 0; away <= 8; away += 4) {
        Length const up = centre.y - half - Length::points(away), down = centre.y + half + text.ascent + Length::points(away);
        wishes.push_back({{right, up}, 11 + away, {}, {}});
        wishes.push_back({{left, up}, 12 + away, {}, {}});
        wishes.push_back({{right, down}, 13 + away, {}, {}});
        wishes.push_back({{left, down}, 14 + away, {}, {}});
    }
    wishes.push_back({{right, centre.y + half}, 15, {}, {}});
    wishes.push_back({{left, centre.y + half}, 16, {}, {}});
    return wishes;
}

std::vector<Candidate> in_or_at_bar(Rect bar, Hangs hangs, SetText const& text, Candidate const& inside) {
    constexpr Length kFoot = Length::points(4.5), kBeyond = Length::points(3.2), kSide = Length::points(2);
    constexpr int kMostLift = 60, kMostBeyond = 24, kOutside = 40;  // points; costs count points, too
    std::vector<Candidate> wishes;
    Length const x = bar.x + bar.width / 2 - text.width / 2, lowest = bar.bottom() - kFoot, highest = bar.y + kFoot + text.ascent;
    if (text.width + 2 * kSide <= bar.width)
        for (int lift = 0; lift <= kMostLift && lowest - Length::points(lift) >= highest; lift += 2) {
            wishes.push_back(inside);
            wishes.back().origin = {x, lowest - Length::points(lift)};
            wishes.back().cost = lift / 2;
        }
    for (int lift = 0; lift <= kMostBeyond; lift += 2) {
        Length const away = kBeyond + Length::points(lift), y = hangs == Hangs::Yes ? bar.bottom() + away + text.ascent : bar.y - away;
        for (int aside : {0, -8, 8, -14, 14}) wishes.push_back({{x + Length::points(aside), y}, kOutside + lift + std::abs(aside), {}, {}});
    }
    return wishes;
}

}  // namespace offprint::chart
