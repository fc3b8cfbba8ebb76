#include <catch2/catch.hpp>

#include "draw/frame.h"

using namespace offprint;
using namespace offprint::draw;
using namespace offprint::literals;

TEST_CASE("a frame is dumped one item a line, node and role first") {
    StructTree tree("en-US");
    NodeId const paragraph = tree.add(tree.root(), Role::P);
    NodeId const link = tree.add(paragraph, Role::Link);
    tree[link].url = "https://example.com/\"a\"";

    Frame frame;
    frame.size = {595.276_pt, 841.89_pt};
    frame.fill(kArtifactBackground, Rect{10_pt, 20_pt, 30.5_pt, 40.126_pt}, Color{255, 0, 16});
    frame.stroke(kArtifactHeader, Path::line({0_pt, 1_pt}, {2_pt, 3_pt}), Stroke::round(Color{}, 0.25_pt, {1_pt, 2_pt}));
    text::GlyphRun run;
    run.size = 10_pt;
    run.text = "a\xC2\xADz\xE2\x80\x89\"\\";
    run.glyphs.push_back({5, 0, 65536 * 6, 0, 0});
    run.glyphs.push_back({6, 1, 65536 / 2, 0, 0});
    run.rise = 3_pt;
    run.underline = true;
    frame.text(paragraph, {50_pt, 60_pt}, run);
    GroupItem group;
    group.clip = Path::rect({0_pt, 0_pt, 5_pt, 5_pt});
    Path curve;
    curve.move_to({1_pt, 1_pt}).curve_to({2_pt, 2_pt}, {3_pt, 3_pt}, {-4_pt, 4_pt}).close();
    group.items.push_back({PathItem{paragraph, curve, Color{1, 2, 3}, std::nullopt}});
    frame.add({std::move(group)});
    frame.add({LinkItem{link, {1_pt, 2_pt, 3_pt, 4_pt}}});
    frame.add({AnchorItem{"fig-1", {7_pt, 8_pt}}});

    CHECK(dump(frame, tree) ==
          "frame 595.28 841.89\n"
          "~background path fill #FF0010: rect 10 20 30.5 40.13\n"
          "~header path stroke #000000 .25 round dash 1 2: M 0 1 L 2 3\n"
          "#9 P text - 10 #000000 at 50 60 width 6.5 rise 3 underline \"a\\u{AD}z\\u{2009}\\\"\\\\\"\n"
          "group clip: rect 0 0 5 5\n"
          "  #9 P path fill #010203: M 1 1 C 2 2 3 3 -4 4 Z\n"
          "#10 Link link 1 2 3 4 \"https://example.com/\\\"a\\\"\"\n"
          "anchor 7 8 \"fig-1\"\n");
}

TEST_CASE("a structure tree is dumped in reading order with what its nodes carry") {
    StructTree tree("en-US");
    NodeId const list = tree.add(tree.root(), Role::L);
    tree[list].numbering = ListNumbering::Decimal;
    NodeId const figure = tree.add(tree.root(), Role::Figure);
    tree[figure].alt = "a chart";
    NodeId const item = tree.add(list, Role::LI);
    NodeId const cell = tree.add(item, Role::TH);
    tree[cell].scope = Scope::Column;
    tree[cell].row_span = 2;
    tree[cell].actual_text = "\n";

    CHECK(dump(tree) ==
          "#8 Document lang=\"en-US\"\n"
          "  #9 L decimal\n"
          "    #11 LI\n"
          "      #12 TH column rows=2 actual=\"\\u{0A}\"\n"
          "  #10 Figure alt=\"a chart\"\n");
}

TEST_CASE("a very deep tree is dumped without recursion") {
    StructTree tree("en");
    NodeId at = tree.root();
    for (int i = 0; i < 3000; ++i) at = tree.add(at, Role::Div);
    std::string const text = dump(tree);
    CHECK(text.substr(text.size() - 11) == " #3008 Div\n");
}

TEST_CASE("nodes that are not in the tree are shown, not followed") {
    StructTree const tree("en");
    Frame frame;
    frame.fill(99, Rect{0_pt, 0_pt, 1_pt, 1_pt}, Color{});
    frame.fill(5, Rect{0_pt, 0_pt, 1_pt, 1_pt}, Color{});
    CHECK(dump(frame, tree) == "frame 0 0\n#99 ? path fill #000000: rect 0 0 1 1\n~? path fill #000000: rect 0 0 1 1\n");
}
