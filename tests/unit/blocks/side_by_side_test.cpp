// Blocks side by side: what they read, where they stand, in which order they are read, and tiles that take the room they need.
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::check;
using blocks::test::Setting;

namespace {

std::string const kTwo = "- side_by_side:\n    widths: [2, 1]\n    columns:\n      - - Words of the left.\n      - - Words of the right.\n";

/// The left edges of the lines of a box.
std::vector<Length> line_edges(layout::VBox const& box) {
    std::vector<Length> edges;
    for (layout::Piece const& piece : box.pieces) {
        if (std::holds_alternative<layout::LineContent>(piece.content)) edges.push_back(piece.at.x);
    }
    return edges;
}

/// The box that holds two columns of one line each; null when there is none.
layout::VBox const* row_of(Built const& built) {
    for (layout::VBox const* box : built.boxes()) {
        std::vector<Length> const edges = line_edges(*box);
        if (edges.size() == 2 && edges[0] != edges[1]) return box;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("side by side: columns and widths as they may be written") {
    check({{kTwo, ""},
           {"- side_by_side: {columns: [[One.], [Two.], [Three.]]}\n", ""},
           {"- side_by_side: {columns: [[One.]]}\n", "1:27:E203"},
           {"- side_by_side: {columns: [One., [Two.]]}\n", "1:28:E203"},
           {"- side_by_side: {widths: [1, 2, 3], columns: [[One.], [Two.]]}\n", "1:26:E206"},
           {"- side_by_side: {widths: [1, 0], columns: [[One.], [Two.]]}\n", "1:30:E206"},
           {"- side_by_side: {widths: [1, 1.5], columns: [[One.], [Two.]]}\n", "1:30:E206"},
           {"- side_by_side: {columns: [[One.], [{section: {title: Two}, page: new}]]}\n", "1:38:E220"}});
}

TEST_CASE("side by side: columns stand on one grid, whatever the widths are counted in") {
    Built const thirds(kTwo), twelfths("- side_by_side:\n    widths: [8, 4]\n    columns:\n      - - Words of the left.\n      - - Words of the right.\n");
    Length const full = thirds.theme->full(thirds.paper), gutter = thirds.theme->block("side_by_side").length("gutter");
    REQUIRE(row_of(thirds) != nullptr);
    REQUIRE(row_of(twelfths) != nullptr);
    std::vector<Length> const edges = line_edges(*row_of(thirds));
    CHECK(edges[0] == Length{});
    CHECK((edges[1] - (full + gutter) * 2 / 3).to_points() == Approx(0).margin(0.001));
    CHECK((line_edges(*row_of(twelfths))[1] - edges[1]).to_points() == Approx(0).margin(0.001));
}

TEST_CASE("side by side: a reader goes down one column before the next, sections included") {
    Built const built(
        "- side_by_side:\n    columns:\n      - - section: {title: Left}\n        - One.\n      - - section: {title: Right}\n        - Two.\n- After.\n");
    CHECK(built.codes().empty());
    std::vector<draw::NodeId> const headings = built.nodes(draw::Role::H2);
    REQUIRE(headings.size() == 3);  // the disclosures have one of their own
    draw::StructTree const& tree = *built.tree;
    auto const column_of = [&](draw::NodeId node) { return tree[tree[node].parent].parent; };
    draw::NodeId const left = column_of(headings[0]), right = column_of(headings[1]);
    CHECK(left != right);
    CHECK(tree[left].parent == tree[right].parent);
    CHECK(built.outline(tree[left].parent) == "Div(Div(Sect(H2 P)) Div(Sect(H2 P)))");
}

TEST_CASE("side by side: on a narrow place the columns stand one below the other") {
    Built const built(kTwo, Setting{"classic-note"});
    CHECK(built.codes().empty());
    CHECK(row_of(built) == nullptr);
}

TEST_CASE("side by side: notes stand in the order of their numbers, across columns too") {
    Built const built(
        "- side_by_side:\n    columns:\n      - - One.^[First.]\n        - section: {title: Below}\n        - Two.^[Second.]\n      - - Three.^[Third.]\n");
    CHECK(built.codes().empty());
    for (layout::VBox const* box : built.boxes()) {
        if (box->notes.size() != 3) continue;
        CHECK(box->steps.empty());
        CHECK(box->notes[2].at < box->notes[1].at);
        return;
    }
    FAIL("no box with three notes");
}

TEST_CASE("tiles stand in more rows where a figure needs the room") {
    std::string tiles = "- stats:\n";
    for (int i = 0; i < 6; ++i) tiles += "    - {label: Sales, value: 1234567890, format: \"$#,##0\"}\n";
    Built const built(tiles);
    INFO(built.codes());
    CHECK(built.codes().empty());
}
