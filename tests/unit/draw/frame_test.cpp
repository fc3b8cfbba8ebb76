#include <catch2/catch.hpp>

#include "draw/frame.h"

using namespace offprint;
using namespace offprint::draw;
using namespace offprint::literals;

TEST_CASE("placing a frame moves everything in it, groups included") {
    StructTree tree("en");
    NodeId const node = tree.add(tree.root(), Role::P);
    Frame inner;
    text::GlyphRun run;
    run.text = "x";
    inner.text(node, {1_pt, 2_pt}, run);
    GroupItem group;
    group.clip = Path::rect({0_pt, 0_pt, 5_pt, 5_pt});
    group.items.push_back({PathItem{node, Path::line({0_pt, 0_pt}, {1_pt, 1_pt}), std::nullopt, Stroke{}}});
    inner.add({std::move(group)});
    inner.add({LinkItem{node, {1_pt, 1_pt, 2_pt, 2_pt}}});
    inner.add({AnchorItem{"a", {3_pt, 3_pt}}});

    Frame outer;
    outer.place(inner, {100_pt, 200_pt});
    CHECK(dump(outer, tree) ==
          "frame 0 0\n"
          "#9 P text - 0 #000000 at 101 202 width 0 \"x\"\n"
          "group clip: rect 100 200 5 5\n"
          "  #9 P path stroke #000000 0: M 100 200 L 101 201\n"
          "#9 P link 101 201 2 2 \"\"\n"
          "anchor 103 203 \"a\"\n");
    CHECK(dump(inner, tree).find("at 1 2 ") != std::string::npos);
}

TEST_CASE("the structure tree numbers nodes from the document on and keeps children in order") {
    StructTree tree("de");
    CHECK(tree.root() == kFirstNode);
    CHECK(tree[tree.root()].language == "de");
    NodeId const a = tree.add(tree.root(), Role::P);
    NodeId const b = tree.add(tree.root(), Role::H1);
    CHECK(tree.children(tree.root()) == std::vector<NodeId>{a, b});
    CHECK(tree.parent(b) == tree.root());
    CHECK(tree.end() == b + 1);
    CHECK(is_artifact(kArtifactFooter));
    CHECK_FALSE(is_artifact(a));
}

TEST_CASE("every role has its PDF name") {
    CHECK(role_name(Role::Document) == "Document");
    CHECK(role_name(Role::Table) == "Table");
    CHECK(role_name(Role::Reference) == "Reference");
}
