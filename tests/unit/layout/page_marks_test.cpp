// Which marks stand on a planned page: of boxes, of their parts, of what stands beside them, of notes.
#include "layout/page_marks.h"

#include <catch2/catch.hpp>

#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

/// A drawing whose one path has a mark.
Piece drawn(draw::NodeId mark, Length y) {
    draw::Frame inner, frame;
    inner.fill(mark, Rect{{}, {}, 1_pt, 1_pt}, Color{});
    draw::GroupItem group;
    group.items = std::move(inner.items);
    frame.add({std::move(group)});
    return {{{}, y}, std::make_shared<draw::Frame const>(std::move(frame))};
}

VBox marked(VBox box, std::vector<std::pair<draw::NodeId, Length>> const& marks) {
    for (auto const& [mark, y] : marks) box.pieces.push_back(drawn(mark, y));
    return box;
}

/// "mark@top" of each page, pages parted by '|'.
std::string marks_of(VList const& list, Footnotes const& footnotes = {}) {
    Diagnostics faults;
    FlowPlan const plan = paginate(list, footnotes, ten_lines(), {}, faults);
    std::string out;
    for (PagePlan const& page : plan.pages) {
        if (&page != &plan.pages.front()) out += "|";
        visit_marks(list, footnotes, page, [&](draw::NodeId mark, Length top) {
            out += (out.empty() || out.back() == '|' ? "" : " ") + std::to_string(mark) + "@" + std::to_string(static_cast<int>(top.to_points()));
        });
    }
    return out;
}

}  // namespace

TEST_CASE("marks of boxes come page by page, with their tops") {
    CHECK(marks_of({marked(solid(40_pt), {{11, 0_pt}, {12, 20_pt}}), VGlue{10_pt}, marked(solid(30_pt), {{13, 5_pt}}), VPenalty{kForced},
                    marked(solid(10_pt), {{14, 0_pt}})}) == "11@0 12@20 13@55|14@0");
}

TEST_CASE("a split box shows the marks of its part, counted from the top of the page") {
    VBox box = with_steps(marked(solid(140_pt), {{11, 0_pt}, {12, 60_pt}, {13, 90_pt}}), {{80_pt}});
    CHECK(marks_of({box}) == "11@0 12@60|13@10");
}

TEST_CASE("marks beside a box and in notes come after those of the boxes") {
    VBox box = solid(20_pt);
    box.attachments.push_back({5_pt, 10_pt, {drawn(12, 2_pt)}});
    box.notes.push_back({5_pt, 0});
    Footnotes footnotes;
    footnotes.notes.push_back(marked(solid(10_pt), {{15, 0_pt}}));
    CHECK(marks_of({marked(box, {{11, 0_pt}})}, footnotes) == "11@0 12@7 15@90");
}
