// Attempts to hide a disclosure that no article or layout can express, made on the display list itself. Each is refused; the page as it was is not.
#include "compliance/sight.h"

#include <catch2/catch.hpp>
#include <functional>

#include "base/utf8.h"
#include "compliance/page_check.h"

using namespace offprint;
using namespace offprint::compliance;
using namespace offprint::literals;
using draw::GlyphRunItem;
using draw::Item;
using draw::NodeId;
using draw::PathItem;

namespace {

text::FontPtr font() {
    std::string error;
    static text::FontPtr const face = text::FontFace::open(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/inter/Inter-Regular.ttf", error);
    REQUIRE(face);
    return face;
}

text::GlyphRun run_of(std::string const& words, Length size) {
    text::GlyphRun run{font(), size, Color{}, words, {}, 0, {}, false, 0};
    for (std::size_t at = 0; at < words.size();) {
        auto const cluster = static_cast<std::uint32_t>(at);
        std::uint32_t const glyph = run.face->nominal_glyph(utf8::next(words, at));
        run.glyphs.push_back({glyph, cluster, static_cast<std::int32_t>(run.face->at_size(run.face->advance(glyph), size).raw()), 0, 0});
    }
    return run;
}

constexpr std::string_view kFirst = "The firm makes a market in the shares.", kSecond = "Its analysts hold none of them.";

/// A page with the two paragraphs of a disclosure on it, and a report of what is found.
struct Document {
    Sources sources;
    Diagnostics told;
    doc::Article article;
    std::vector<doc::Clause> clauses;
    std::vector<ClauseStanding> standings{{}};
    draw::StructTree tree{"en"};
    NodeId section = 0, first = 0, second = 0;
    std::vector<draw::Frame> pages{1};

    Document() {
        SourceId const source = sources.add(
            "house.yaml", "clause: house\nversion: 1\ntitle: T\nshort: S\ntext: |\n  " + std::string(kFirst) + "\n\n  " + std::string(kSecond) + "\n");
        clauses.push_back(*doc::read_clause(*data::parse_yaml(sources, source, told), "en", told));
        auto const paragraphs = doc::parse_markdown(clauses[0].text, told);
        section = tree.add(tree.root(), draw::Role::Sect);
        first = tree.add(section, draw::Role::P, paragraphs[0].span);
        second = tree.add(section, draw::Role::P, paragraphs[1].span);
        page().size = {595_pt, 842_pt};
        page().text(first, {72_pt, 700_pt}, run_of(std::string(kFirst), 8_pt));
        page().text(second, {72_pt, 711_pt}, run_of(std::string(kSecond), 8_pt));
    }
    draw::Frame& page() { return pages.front(); }
    GlyphRunItem& line(std::size_t at = 0) { return std::get<GlyphRunItem>(page().items[at].value); }
    void put_under(PathItem path) { page().items.insert(page().items.begin(), Item{std::move(path)}); }
    void put_over(PathItem path) { page().add({std::move(path)}); }
    /// Both lines in a group.
    void group(draw::GroupItem around) {
        around.items = std::move(page().items);
        page().items.clear();
        page().add({std::move(around)});
    }
    std::string faults() {
        PageCheck check({article, clauses, standings, nullptr, {}, {}, false}, tree);
        for (std::size_t i = 0; i < pages.size(); ++i) check.see(i, pages[i]);
        Diagnostics found;
        check.finish(found);
        std::string out;
        for (Diagnostic const& d : found.items()) {
            CHECK(d.code == "K151");
            out += d.message + "\n";
        }
        return out;
    }
};

Rect box(double x, double y, double width, double height) { return {Length::points(x), Length::points(y), Length::points(width), Length::points(height)}; }
PathItem shape(Rect area, Color color, int alpha = 1000) {
    PathItem path;
    path.path = Path::rect(area);
    path.fill = color;
    path.fill_alpha = alpha;
    return path;
}
PathItem pen(Point from, Point to, Color color, Length width) {
    PathItem path;
    path.path = Path::line(from, to);
    path.stroke = draw::Stroke{color, width, {}};
    return path;
}
draw::ImagePtr picture() { return std::make_shared<draw::Image>(); }

constexpr Color kGrey{0x76, 0x76, 0x76}, kPale{0x80, 0x80, 0x80}, kBlack{}, kCream{0xFF, 0xFB, 0xF0};

struct Attempt {
    char const *what, *told;
    std::function<void(Document&)> hide;
};

std::vector<Attempt> attempts() {
    return {
        {"in the paper's colour", "contrast of 1.0", [](Document& d) { d.line().run.color = kWhite; }},
        {"in a colour just too pale", "contrast of 3.9", [](Document& d) { d.line().run.color = kPale; }},
        {"on a shape of its own colour", "contrast of 1.0", [](Document& d) { d.put_under(shape(box(60, 690, 400, 40), kBlack)); }},
        {"half on a shape of its own colour", "contrast of 1.0", [](Document& d) { d.put_under(shape(box(60, 690, 60, 40), kBlack)); }},
        {"on a half transparent shape of its own colour", "contrast of", [](Document& d) { d.put_under(shape(box(60, 690, 400, 40), kBlack, 700)); }},
        {"on two shapes that are dark together", "contrast of",
         [](Document& d) {
             d.put_under(shape(box(60, 690, 400, 40), kBlack, 500));
             d.put_under(shape(box(60, 690, 400, 40), kBlack, 500));
         }},
        {"on a gradient that ends in its own colour", "contrast of",
         [](Document& d) {
             PathItem path = shape(box(60, 690, 400, 40), kWhite);
             path.gradient = std::make_shared<draw::Gradient>(draw::Gradient{false, 0, 0, 0, 1, 0, 0, {{0, kWhite}, {1000, kBlack}}, {}});
             d.put_under(path);
         }},
        {"on bars of its own colour", "contrast of",
         [](Document& d) {
             for (int i = 0; i < 40; ++i) d.put_under(pen({Length::points(70 + i * 5), 690_pt}, {Length::points(70 + i * 5), 720_pt}, kBlack, 3_pt));
         }},
        {"too small", "set in 5.9 points on page 1; 6 are the least", [](Document& d) { d.line().run = run_of(std::string(kFirst), Length::points(5.9)); }},
        {"made small by a map", "set in 4 points",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform::scale(0.5, 0.5);
             d.group(std::move(group));
         }},
        {"made flat by a map", "set in 1.6 points",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform::scale(1, 0.2);
             d.group(std::move(group));
         }},
        {"turned by a right angle", "turned",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform{0, 1, -1, 0, 800, 0};
             d.group(std::move(group));
         }},
        {"upside down", "turned",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform{-1, 0, 0, -1, 595, 842};
             d.group(std::move(group));
         }},
        {"mirrored", "turned",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform{-1, 0, 0, 1, 595, 0};
             d.group(std::move(group));
         }},
        {"slanted", "turned",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform{1, 0, 0.9, 1, -600, 0};
             d.group(std::move(group));
         }},
        {"left of the page", "leaves the page", [](Document& d) { d.line().origin.x = -400_pt; }},
        {"below the page", "leaves the page", [](Document& d) { d.line().origin.y = 900_pt; }},
        {"half over the right edge", "leaves the page", [](Document& d) { d.line().origin.x = 540_pt; }},
        {"moved off by a group", "leaves the page",
         [](Document& d) {
             draw::GroupItem group;
             group.to_frame = Transform::move(0, 2000);
             d.group(std::move(group));
         }},
        {"clipped away", "cut off",
         [](Document& d) {
             draw::GroupItem group;
             group.clip = Path::rect(box(0, 0, 100, 100));
             d.group(std::move(group));
         }},
        {"clipped in the middle", "cut off",
         [](Document& d) {
             draw::GroupItem group;
             group.clip = Path::rect(box(0, 0, 120, 842));
             d.group(std::move(group));
         }},
        {"in the hole of a clip", "cut off",
         [](Document& d) {
             draw::GroupItem group;
             group.clip = Path::rect(box(0, 0, 595, 842));
             for (PathSegment const& s : Path::rect(box(60, 680, 400, 40)).segments) group.clip->segments.push_back(s);
             group.rule = draw::FillRule::EvenOdd;
             d.group(std::move(group));
         }},
        {"clipped by a group around a group", "cut off",
         [](Document& d) {
             d.group({});
             draw::GroupItem group;
             group.clip = Path::rect(box(0, 0, 10, 10));
             d.group(std::move(group));
         }},
        {"under a white shape", "covered by a shape", [](Document& d) { d.put_over(shape(box(60, 690, 400, 40), kWhite)); }},
        {"under a veil", "covered by a shape", [](Document& d) { d.put_over(shape(box(60, 690, 400, 40), kWhite, 900)); }},
        {"struck out", "covered by a shape",
         [](Document& d) {
             d.put_over(pen({70_pt, 697_pt}, {300_pt, 697_pt}, kBlack, 1_pt));
         }},
        {"under the end of a shape", "covered by a shape", [](Document& d) { d.put_over(shape(box(200, 650, 60, 60), kCream)); }},
        {"under a round shape", "covered by a shape",
         [](Document& d) {
             PathItem path = shape({}, kWhite);
             path.path = Path::circle({120_pt, 697_pt}, 30_pt);
             d.put_over(path);
         }},
        {"under a picture", "covered by a picture",
         [](Document& d) {
             d.page().add({draw::ImageItem{d.section, box(60, 690, 400, 40), picture()}});
         }},
        {"on a picture", "stands on a picture",
         [](Document& d) {
             d.page().items.insert(d.page().items.begin(), Item{draw::ImageItem{d.section, box(60, 690, 400, 40), picture()}});
         }},
        {"under other words", "same place as other words",
         [](Document& d) {
             d.page().text(d.section, {74_pt, 700_pt}, run_of("XXXXXXXXXXXXXXXXXXXX", 8_pt));
         }},
        {"on other words", "same place as other words",
         [](Document& d) {
             d.page().items.insert(d.page().items.begin(), Item{GlyphRunItem{d.section, {74_pt, 700_pt}, run_of("XXXXXXXXX", 8_pt)}});
         }},
        {"two lines in one place", "same place as other words", [](Document& d) { d.line(1).origin.y = 701_pt; }},
        {"as an artifact", "as an artifact", [](Document& d) { d.line().node = draw::kArtifactLayout; }},
        {"as a foot", "as an artifact", [](Document& d) { d.line().node = draw::kArtifactFooter; }},
        {"under a node of something else", "as a whole", [](Document& d) { d.line().node = d.tree.add(d.tree.root(), draw::Role::P); }},
        {"behind an alternative text", "other words in its place", [](Document& d) { d.tree[d.section].alt = "Ornament"; }},
        {"behind replaced text", "other words in its place", [](Document& d) { d.tree[d.first].actual_text = "No conflicts."; }},
        {"as a figure", "other words in its place", [](Document& d) { d.tree[d.section].role = draw::Role::Figure; }},
        {"left out", "as a whole", [](Document& d) { d.page().items.erase(d.page().items.begin()); }},
        {"left out altogether", "as a whole", [](Document& d) { d.page().items.clear(); }},
        {"without one word", "word for word", [](Document& d) { d.line().run = run_of("The firm makes a market in shares.", 8_pt); }},
        {"with one word more", "word for word", [](Document& d) { d.line().run = run_of("The firm makes no market in the shares.", 8_pt); }},
        {"in blanks instead of letters", "letters without ink",
         [](Document& d) {
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.id = font()->nominal_glyph(U' ');
         }},
        {"in boxes instead of letters", "letters without ink",
         [](Document& d) {
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.id = 0;
         }},
        {"in one letter for all", "letters without ink",
         [](Document& d) {
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.id = font()->nominal_glyph(U'l');
         }},
        {"without glyphs", "no letters", [](Document& d) { d.line().run.glyphs.clear(); }},
        {"with letters on one another", "pressed together",
         [](Document& d) {
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.advance /= 3;
         }},
        {"with letters strewn over the line", "pressed together or pulled apart",
         [](Document& d) {
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.advance *= 2;
         }},
        {"with letters strewn up and down", "moved away",
         [](Document& d) {
             int sign = 1;
             for (text::Glyph& glyph : d.line().run.glyphs) glyph.y_offset = static_cast<std::int32_t>((60_pt).raw()) * (sign = -sign);
         }},
        {"raised from its line", "moved away", [](Document& d) { d.line().run.rise = 300_pt; }},
        {"squeezed", "pressed together", [](Document& d) { d.line().run.expansion = -700; }},
    };
}

}  // namespace

TEST_CASE("a disclosure that can be read passes") {
    CHECK(Document().faults().empty());
    SECTION("on a light ground, in grey, beside rules, on a light word beneath") {
        Document d;
        d.line().run.color = Color{0x5B, 0x64, 0x70};
        d.put_under(shape(box(0, 0, 595, 842), kCream));
        d.put_over(shape(box(72, 685, 400, 1), kBlack));
        d.put_over(shape(box(60, 690, 10, 40), kBlack));
        text::GlyphRun word = run_of("DRAFT", 90_pt);
        word.color = Color{0xF0, 0xF0, 0xF0};
        d.page().items.insert(d.page().items.begin() + 1, Item{GlyphRunItem{draw::kArtifactBackground, {60_pt, 720_pt}, word}});
        CHECK(d.faults().empty());
    }
    SECTION("of 4.5 and 6 points to the hair") {
        Document d;
        d.line().run = run_of(std::string(kFirst), 6_pt);
        d.line().run.color = kGrey;  // 4.54 on white
        CHECK(d.faults().empty());
    }
    SECTION("divided at the end of a line and of a page, within a clip that holds it") {
        Document d;
        d.line(0).run = run_of("The firm makes a mar\u00AD", 8_pt);
        d.pages.emplace_back();
        d.pages[1].size = {595_pt, 842_pt};
        d.pages[1].text(d.first, {72_pt, 80_pt}, run_of("ket in the shares.", 8_pt));
        draw::GroupItem group;
        group.clip = Path::rect(box(10, 10, 500, 800));
        d.group(std::move(group));
        CHECK(d.faults().empty());
    }
    SECTION("in capitals") {
        Document d;
        d.line(1).run = run_of("ITS ANALYSTS HOLD NONE OF THEM.", 8_pt);
        CHECK(d.faults().empty());
    }
}

TEST_CASE("attempts to hide a disclosure are refused") {
    std::vector<Attempt> const all = attempts();
    CHECK(all.size() >= 40);
    for (Attempt const& attempt : all) {
        Document d;
        attempt.hide(d);
        std::string const faults = d.faults();
        INFO(attempt.what << ": " << faults);
        CHECK(faults.find(attempt.told) != std::string::npos);
    }
}

TEST_CASE("a second copy of a disclosure may not be hidden either") {
    Document d;
    NodeId const copy = d.tree.add(d.tree.root(), draw::Role::P, d.tree[d.first].span);
    d.page().text(copy, {72_pt, 400_pt}, run_of(std::string(kFirst), 2_pt));
    CHECK(d.faults().find("set in 2 points") != std::string::npos);
}
