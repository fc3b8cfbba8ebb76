#include <catch2/catch.hpp>
#include <random>

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

TEST_CASE("rows held as runs are told like rows held one by one") {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        StructTree runs("en"), held("en");
        auto const both = [&](NodeId parent, Role role) {
            NodeId const id = runs.add(parent, role);
            REQUIRE(held.add(parent, role) == id);
            return id;
        };
        for (int table = 0; table < 3; ++table) {
            both(runs.root(), Role::P);
            NodeId const body = both(both(runs.root(), Role::Table), Role::TBody);
            for (int run = 0; run < 4; ++run) {
                RowPattern pattern;
                pattern.row.role = Role::TR;
                for (unsigned c = 1 + random() % 4; c > 0; --c) {
                    StructNode& cell = pattern.cells.emplace_back();
                    cell.role = random() % 2 == 0 ? Role::TH : Role::TD;
                    cell.column_span = static_cast<int>(1 + random() % 3);
                }
                auto const count = static_cast<std::uint32_t>(random() % 5);
                NodeId const first = runs.add_rows(body, runs.add_pattern(pattern), count);
                CHECK(first == held.end());
                for (std::uint32_t r = 0; r < count; ++r) {
                    NodeId const row = held.add(body, Role::TR);
                    for (StructNode const& cell : pattern.cells) {
                        NodeId const node = held.add(row, cell.role);
                        held[node].column_span = cell.column_span;
                    }
                }
                if (random() % 2 == 0) both(body, Role::TR);
            }
        }
        CHECK(dump(runs) == dump(held));
        REQUIRE(runs.end() == held.end());
        std::size_t index = 0;
        for (NodeId id = runs.root(); id < runs.end(); ++id) {
            CHECK(runs.parent(id) == held.parent(id));
            CHECK(runs.children(id) == held.children(id));
            if (runs.run_of(id) == nullptr) CHECK(runs.held(id) == index++);
        }
        CHECK(runs.held_count() == index);
    }
}

TEST_CASE("every role has its PDF name") {
    CHECK(role_name(Role::Document) == "Document");
    CHECK(role_name(Role::Table) == "Table");
    CHECK(role_name(Role::Reference) == "Reference");
}
