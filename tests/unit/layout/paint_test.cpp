// What of a page's plan is painted where, told by solid frames.
#include <catch2/catch.hpp>

#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

/// A frame that holds one square of 1 pt, at its top left corner.
FrameContent mark(draw::NodeId node) {
    draw::Frame frame;
    frame.size = {1_pt, 1_pt};
    frame.fill(node, Rect{{}, {}, 1_pt, 1_pt}, Color{1, 2, 3});
    return std::make_shared<draw::Frame const>(std::move(frame));
}

VBox marked(VBox box, draw::NodeId node, Point at = {}) {
    box.pieces.push_back({at, mark(node)});
    return box;
}

struct Painted {
    draw::NodeId node;
    double x, y, width, height;
    friend bool operator==(Painted const&, Painted const&) = default;
    friend std::ostream& operator<<(std::ostream& out, Painted const& p) {
        return out << p.node << "@" << p.x << "," << p.y << " " << p.width << "x" << p.height;
    }
};

/// The rectangles of a page of the list's plan, in paint order, origin of the text area at (100, 200).
std::vector<Painted> paint(VList const& list, std::size_t page) {
    FlowPlan const plan = plan_of(list);
    REQUIRE(page < plan.pages.size());
    draw::Frame frame;
    paint_page(list, {}, plan.pages[page], {100_pt, 200_pt}, draw::StructTree("en"), frame);
    std::vector<Painted> result;
    for (draw::Item const& item : frame.items) {
        draw::PathItem const& path = std::get<draw::PathItem>(item.value);
        Point const a = path.path.segments.at(0).p1, b = path.path.segments.at(2).p1;
        result.push_back({path.node, a.x.to_points(), a.y.to_points(), (b.x - a.x).to_points(), (b.y - a.y).to_points()});
    }
    return result;
}

}  // namespace

TEST_CASE("pieces stand at their place in their box, in order of the list; the rail comes last") {
    VBox first = marked(marked(line(), 20, {3_pt, 2_pt}), 21);
    first.attachments.push_back({1_pt, 5_pt, {{{-50_pt, 4_pt}, mark(30)}}});
    std::vector<Painted> const expected{{20, 103, 202, 1, 1}, {21, 100, 200, 1, 1}, {22, 100, 210, 1, 1}, {30, 50, 205, 1, 1}};
    CHECK(paint({first, marked(line(), 22)}, 0) == expected);
}

TEST_CASE("a ground and its edge are painted first, as background, on every page that the group reaches") {
    GroupBegin begin = group(5_pt, 3_pt);
    begin.decoration.box = {10_pt, {}, 80_pt, {}};
    begin.decoration.fill = Color{9, 9, 9};
    begin.decoration.edge = Color{1, 1, 1};
    begin.decoration.edge_width = 2_pt;
    VList const list{begin, marked(solid(60_pt), 20), VGlue{}, marked(solid(60_pt), 21), GroupEnd{}};
    CHECK(paint(list, 0) == std::vector<Painted>{{1, 110, 200, 80, 68}, {1, 110, 200, 2, 68}, {20, 100, 205, 1, 1}});
    CHECK(paint(list, 1) == std::vector<Painted>{{1, 110, 200, 80, 68}, {1, 110, 200, 2, 68}, {21, 100, 205, 1, 1}});
}

TEST_CASE("of a split box each page shows the pieces of its part") {
    VBox box = with_steps(solid(150_pt), {{80_pt, 0, {}, 6_pt}});
    box = marked(marked(marked(marked(std::move(box), 20, {{}, -1_pt}), 21, {{}, 79_pt}), 22, {{}, 80_pt}), 23, {{}, 150_pt});
    CHECK(paint({box}, 0) == std::vector<Painted>{{20, 100, 199, 1, 1}, {21, 100, 279, 1, 1}});
    CHECK(paint({box}, 1) == std::vector<Painted>{{22, 100, 206, 1, 1}, {23, 100, 276, 1, 1}});
}

TEST_CASE("what a break repeats is painted at the foot and at the head, and only there") {
    auto const again = std::make_shared<Continuation const>(Continuation{{{{1_pt, {}}, mark(2)}}, {{{2_pt, {}}, mark(3)}}});
    VList list;
    for (draw::NodeId node = 20; node < 24; ++node) {
        if (node > 20) list.emplace_back(VPenalty{0, "", 7_pt, 9_pt, {}, again});
        list.emplace_back(marked(solid(40_pt), node));
    }
    REQUIRE(plan_of(list).pages.size() == 2);
    CHECK(paint(list, 0) == std::vector<Painted>{{20, 100, 200, 1, 1}, {21, 100, 240, 1, 1}, {2, 101, 280, 1, 1}});
    CHECK(paint(list, 1) == std::vector<Painted>{{3, 102, 200, 1, 1}, {22, 100, 209, 1, 1}, {23, 100, 249, 1, 1}});

    VBox const box = marked(marked(with_steps(solid(150_pt), {{80_pt, 0, 5_pt, 6_pt, again}}), 20), 21, {{}, 80_pt});
    CHECK(paint({box}, 0) == std::vector<Painted>{{20, 100, 200, 1, 1}, {2, 101, 280, 1, 1}});
    CHECK(paint({box}, 1) == std::vector<Painted>{{3, 102, 200, 1, 1}, {21, 100, 206, 1, 1}});
}
