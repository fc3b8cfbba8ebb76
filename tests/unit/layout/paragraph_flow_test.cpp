// Paragraphs set in a real font: as lines of the flow, in stacks, and painted with their links.
#include <catch2/catch.hpp>

#include "layout/stack.h"
#include "solid.h"

using namespace offprint;
using namespace offprint::layout;
using namespace offprint::layout::test;

namespace {

constexpr char const* kFont = OFFPRINT_SOURCE_DIR "/fonts/inter/Inter-Regular.ttf";

text::FontPtr face() {
    std::string error;
    text::FontPtr opened = text::FontFace::open(kFont, error);
    REQUIRE(opened);
    return opened;
}

/// Words in pieces with a mark each, set ragged in a narrow measure.
text::ParagraphPtr paragraph_of(std::vector<std::pair<std::string, draw::NodeId>> const& pieces, Length measure = 120_pt) {
    text::CharStyle style;
    style.faces = {face()};
    style.size = 10_pt;
    text::StyledText styled;
    for (auto const& [words, node] : pieces) styled.append(SourcedText(words), style, node);
    text::ParagraphStyle setting;
    setting.alignment = text::Alignment::Ragged;
    setting.measure = measure;
    text::Shaper shaper;
    Diagnostics diagnostics;
    text::ParagraphPtr paragraph = text::break_paragraph(shaper, styled, setting, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    return paragraph;
}

constexpr char const* kWords = "a bundle of copper wires and light carries what the chips have to say to one another across the hall and back again";

/// Nodes and baselines of the glyph runs, and the links, of a frame.
struct Painted {
    std::vector<std::pair<draw::NodeId, Length>> runs;
    std::vector<draw::LinkItem> links;
};
Painted painted(draw::Frame const& frame) {
    Painted result;
    for (draw::Item const& item : frame.items) {
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) result.runs.emplace_back(run->node, run->origin.y);
        if (auto const* link = std::get_if<draw::LinkItem>(&item.value)) result.links.push_back(*link);
    }
    return result;
}

}  // namespace

TEST_CASE("a paragraph becomes a box a line with penalties between") {
    text::ParagraphPtr const paragraph = paragraph_of({{kWords, 20}});
    std::size_t const lines = paragraph->lines().size();
    REQUIRE(lines >= 4);
    VList list;
    append_paragraph(list, paragraph, 30_pt, 10_pt, 8_pt, {6000, 5000, 3000, 7}, true, {1, 2, 3});
    REQUIRE(list.size() == 2 * lines - 1);
    for (std::size_t i = 0; i < list.size(); i += 2) {
        VBox const& box = std::get<VBox>(list[i]);
        CHECK((box.height == 10_pt && box.baseline == 8_pt && box.on_grid && box.span == Span{1, 2, 3}));
        REQUIRE(box.pieces.size() == 1);
        CHECK(box.pieces[0].at == Point{30_pt, 8_pt});
        CHECK(std::get<LineContent>(box.pieces[0].content).line == i / 2);
    }
    CHECK(std::get<VPenalty>(list[1]).cost == 5007);
    CHECK(std::get<VPenalty>(list[3]).cost == 7);
    CHECK(std::get<VPenalty>(list[list.size() - 2]).cost == 6007);
}

TEST_CASE("lines are painted on the grid with their node, each page its own") {
    text::ParagraphPtr const paragraph = paragraph_of({{kWords, 20}});
    VList list{VBox{solid(75_pt)}, VGlue{}};
    append_paragraph(list, paragraph, 30_pt, 10_pt, 8_pt, {0, 0, 0}, true, {});
    FlowPlan const plan = plan_of(list);
    REQUIRE(plan.pages.size() == 2);
    std::size_t const on_first = plan.pages[0].items.size() - 1;
    for (std::size_t page = 0; page < 2; ++page) {
        draw::Frame frame;
        paint_page(list, {}, plan.pages[page], {5_pt, 1000_pt}, draw::StructTree("en"), frame);
        Painted const result = painted(frame);
        CHECK(result.links.empty());
        REQUIRE(result.runs.size() == (page == 0 ? on_first : paragraph->lines().size() - on_first));
        for (std::size_t i = 0; i < result.runs.size(); ++i) {
            CHECK(result.runs[i].first == 20);
            CHECK(result.runs[i].second == (page == 0 ? 1088_pt : 1008_pt) + static_cast<std::int64_t>(i) * 10_pt);
        }
    }
}

TEST_CASE("a link is one area a line, around all its runs, whatever stands inside it") {
    draw::StructTree tree("en");
    draw::NodeId const body = tree.add(tree.root(), draw::Role::P);
    draw::NodeId const link = tree.add(body, draw::Role::Link);
    draw::NodeId const strong = tree.add(link, draw::Role::Span);
    text::ParagraphPtr const paragraph =
        paragraph_of({{"see what the ", body}, {"wires\n", link}, {"carry", strong}, {" all day\n", link}, {"home", link}, {" to you", body}});
    REQUIRE(paragraph->lines().size() == 3);
    VList list;
    append_paragraph(list, paragraph, 30_pt, 10_pt, 8_pt, {}, true, {});
    draw::Frame frame;
    paint_page(list, {}, plan_of(list).pages.at(0), {}, tree, frame);
    Painted const result = painted(frame);
    REQUIRE(result.links.size() == 3);
    text::FontMetrics const metrics = face()->metrics();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(result.links[i].node == link);
        CHECK(result.links[i].area.y == 8_pt + static_cast<std::int64_t>(i) * 10_pt - face()->at_size(metrics.ascender, 10_pt));
        CHECK(result.links[i].area.height == face()->at_size(metrics.ascender, 10_pt) - face()->at_size(metrics.descender, 10_pt));
    }
    // The first line begins with other words, the second is all link, the third ends with another word.
    CHECK(result.links[0].area.x > 60_pt);
    CHECK(result.links[1].area.x == 30_pt + paragraph->lines()[1].x);
    CHECK(result.links[1].area.width >= paragraph->lines()[1].natural);
    CHECK(result.links[2].area.width < paragraph->lines()[2].natural);
}

TEST_CASE("paragraphs in a stack: baselines, height, splits between lines") {
    text::ParagraphPtr const title = paragraph_of({{"Aries", 20}}), words = paragraph_of({{kWords, 21}});
    auto const lines = static_cast<std::int64_t>(words->lines().size());
    Stack stack(200_pt);
    stack.add_paragraph(title, {}, {14_pt, 11_pt});
    stack.keep();
    stack.space(3_pt);
    stack.add_paragraph(words, 4_pt, {10_pt, 8_pt}, {6000, kForbidden, 0});
    CHECK(stack.height() == 17_pt + lines * 10_pt);
    CHECK(stack.first_baseline() == 11_pt);
    CHECK(stack.pieces().at(0).at == Point{200_pt, 11_pt});
    CHECK(stack.pieces().at(1).at == Point{204_pt, 25_pt});
    // Not after the title, not after the first line.
    REQUIRE(stack.steps().size() == static_cast<std::size_t>(lines - 2));
    CHECK(stack.steps().front().height == 37_pt);
    CHECK(stack.steps().back().cost == 6000);
}
