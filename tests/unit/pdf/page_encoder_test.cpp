#include "pdf/page_encoder.h"

#include <catch2/catch.hpp>
#include <cstdio>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;
using draw::NodeId;
using draw::Role;

namespace {

struct Fixture {
    draw::StructTree tree{"en"};
    FontEmbedder fonts;
    GraphicsResources graphics;
    Diagnostics faults;
    text::FontPtr face = sample::font("inter/Inter-Regular.ttf");
    draw::Page page;

    Fixture() { page.frame.size = {200_pt, 100_pt}; }
    void text(NodeId node, std::string const& words, bool underline = false) {
        text::GlyphRun run = sample::run(face, 10_pt, words);
        run.underline = underline;
        page.frame.text(node, {10_pt, 50_pt}, std::move(run));
    }
    void rect(NodeId node) { page.frame.fill(node, Rect{0_pt, 0_pt, 10_pt, 10_pt}, Color{1, 2, 3}); }
    EncodedPage encoded() { return PageEncoder(tree, fonts, graphics, faults).encode(page, 3); }
    /// The operators that open and close something, in order.
    std::string skeleton() {
        std::string const content = encoded().content;
        std::string out;
        for (std::size_t at = 0; at < content.size();) {
            std::size_t const end = content.find('\n', at);
            std::string const line = content.substr(at, end - at);
            if (line == "BT" || line == "ET" || line == "EMC" || line == "q" || line == "Q") out += line + ' ';
            if (line.size() > 3 && line.substr(line.size() - 3) == "BDC") out += line.substr(0, line.find('<')) + ' ';
            at = end + 1;
        }
        return out;
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "lines of one node are one mark, and texts of many nodes one text object") {
    NodeId const a = tree.add(tree.root(), Role::P), b = tree.add(tree.root(), Role::H2);
    text(a, "one");
    text(a, "two");
    text(b, "three");
    CHECK(skeleton() == "BT /P EMC /H2 EMC ET ");
    CHECK(encoded().marks == std::vector<NodeId>{a, b});
}

TEST_CASE_METHOD(Fixture, "text and paths of one node are one mark around the text object") {
    NodeId const figure = tree.add(tree.root(), Role::Figure), p = tree.add(tree.root(), Role::P);
    text(p, "before");
    rect(figure);
    text(figure, "label");
    rect(figure);
    text(p, "after");
    CHECK(skeleton() == "BT /P EMC ET /Figure BT ET EMC BT /P EMC ET ");
    CHECK(encoded().marks == std::vector<NodeId>{p, figure, p});
}

TEST_CASE_METHOD(Fixture, "an underline stands in its text's mark, outside of the text object") {
    NodeId const link = tree.add(tree.root(), Role::Link);
    text(link, "site  ", true);
    std::string const content = encoded().content;
    CHECK(skeleton() == "/Link BT ET EMC ");
    CHECK(content.find(" re\nf\nEMC") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a group of one node stands inside its mark, a mixed one around its marks") {
    NodeId const figure = tree.add(tree.root(), Role::Figure), p = tree.add(tree.root(), Role::P);
    draw::GroupItem one, mixed;
    one.clip = mixed.clip = Path::rect({0_pt, 0_pt, 50_pt, 50_pt});
    one.items.push_back({draw::PathItem{figure, Path::rect({0_pt, 0_pt, 9_pt, 9_pt}), Color{}, std::nullopt}});
    mixed.items = one.items;
    mixed.items.push_back({draw::GlyphRunItem{p, {10_pt, 10_pt}, sample::run(face, 10_pt, "x")}});
    rect(figure);
    page.frame.add({one});
    page.frame.add({mixed});
    rect(figure);
    CHECK(skeleton() == "/Figure q Q EMC q /Figure EMC BT /P EMC ET Q /Figure EMC ");
}

TEST_CASE_METHOD(Fixture, "artifacts say what they are") {
    rect(draw::kArtifactBackground);
    text(draw::kArtifactHeader, "head");
    text(draw::kArtifactFooter, "foot");
    rect(draw::kArtifactLayout);
    EncodedPage const result = encoded();
    CHECK(result.marks.empty());
    CHECK(result.content.find("/Artifact<</Type/Background/BBox[0 90 10 100]>>BDC") != std::string::npos);
    CHECK(result.content.find("/Artifact<</Type/Pagination/Subtype/Header>>BDC") != std::string::npos);
    CHECK(result.content.find("/Artifact<</Type/Pagination/Subtype/Footer>>BDC") != std::string::npos);
    CHECK(result.content.find("/Artifact<</Type/Layout>>BDC") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a figure reaches as far as it is painted and not clipped, what is under it included") {
    NodeId const figure = tree.add(tree.root(), Role::Figure), label = tree.add(figure, Role::Span);
    draw::GroupItem group;
    group.clip = Path::rect({0_pt, 0_pt, 20_pt, 20_pt});
    group.items.push_back({draw::PathItem{figure, Path::rect({10_pt, 10_pt, 500_pt, 500_pt}), Color{}, std::nullopt}});
    page.frame.add({group});
    page.frame.stroke(label, Path::line({30_pt, 30_pt}, {30_pt, 60_pt}), draw::Stroke{Color{}, 2_pt, {}});
    CHECK(encoded().figures.at(figure) == Rect{10_pt, 10_pt, 21_pt, 51_pt});
}

TEST_CASE_METHOD(Fixture, "areas of one link side by side are one") {
    NodeId const link = tree.add(tree.root(), Role::Link), inside = tree.add(link, Role::Span);
    page.frame.add({draw::LinkItem{link, {0_pt, 0_pt, 10_pt, 5_pt}}});
    page.frame.add({draw::LinkItem{inside, {10_pt, 0_pt, 10_pt, 5_pt}}});
    page.frame.add({draw::LinkItem{link, {0_pt, 8_pt, 10_pt, 5_pt}}});
    EncodedPage const result = encoded();
    REQUIRE(result.links.size() == 2);
    CHECK(result.links[0].node == link);
    CHECK(result.links[0].area == Rect{0_pt, 0_pt, 20_pt, 5_pt});
}

TEST_CASE_METHOD(Fixture, "faults are told with their page, and what is at fault is left out") {
    NodeId const p = tree.add(tree.root(), Role::P, {1, 5, 9});
    auto const only_fault = [&] {
        std::string const content = encoded().content;
        REQUIRE(faults.error_count() == 1);
        CHECK(faults.items()[0].message.find("page 3") != std::string::npos);
        return faults.items()[0];
    };
    SECTION("a missing glyph") {
        text::GlyphRun run = sample::run(face, 10_pt, "a");
        run.glyphs[0].id = 0;
        page.frame.text(p, {}, run);
        CHECK(only_fault().code == "E713");
        CHECK(faults.items()[0].span == Span{1, 5, 9});
    }
    SECTION("a glyph that the font has not") {
        text::GlyphRun run = sample::run(face, 10_pt, "a");
        run.glyphs[0].id = 1'000'000;
        page.frame.text(p, {}, run);
        CHECK(only_fault().code == "E713");
    }
    SECTION("no font") {
        page.frame.text(p, {}, text::GlyphRun{});
        CHECK(only_fault().code == "E712");
    }
    SECTION("an unknown node") {
        text(5000, "x");
        CHECK(only_fault().code == "E711");
    }
    SECTION("far away") {
        page.frame.fill(p, Rect{Length::from_raw(INT64_MAX / 2), 0_pt, 1_pt, 1_pt}, Color{});
        CHECK(only_fault().code == "E716");
    }
    SECTION("text far away") {
        page.frame.text(p, {0_pt, Length::from_raw(INT64_MIN)}, sample::run(face, 10_pt, "a"));
        CHECK(only_fault().code == "E716");
    }
    SECTION("a link area without a link") {
        page.frame.add({draw::LinkItem{p, {0_pt, 0_pt, 1_pt, 1_pt}}});
        CHECK(only_fault().code == "E715");
    }
    SECTION("groups too deep") {
        draw::Item item{draw::PathItem{p, Path::rect({0_pt, 0_pt, 1_pt, 1_pt}), Color{}, std::nullopt}};
        for (int i = 0; i < 25; ++i) {
            draw::GroupItem group;
            group.items.push_back(std::move(item));
            item = {std::move(group)};
        }
        page.frame.add(std::move(item));
        CHECK(only_fault().code == "E714");
    }
}

TEST_CASE("A picture stands in its place turned as Exif says: its first pixel's corner goes where it belongs") {
    // Corners of the stored picture in the unit square: first pixel top left, last pixel bottom right. For each orientation, where Exif wants
    // the first pixel (0 left/top, 1 right/bottom), and whether rows run down the page's side or across.
    struct Case {
        int orientation;
        double first_x, first_y, last_x, last_y;
    };
    constexpr Case kCases[] = {{1, 0, 0, 1, 1}, {2, 1, 0, 0, 1}, {3, 1, 1, 0, 0}, {4, 0, 1, 1, 0},
                               {5, 0, 0, 1, 1}, {6, 1, 0, 0, 1}, {7, 1, 1, 0, 0}, {8, 0, 1, 1, 0}};
    for (Case const& c : kCases) {
        INFO(c.orientation);
        Fixture f;
        auto image = std::make_shared<draw::Image>();
        image->width = image->height = 1;
        image->orientation = c.orientation;
        NodeId const figure = f.tree.add(f.tree.root(), Role::Figure);
        f.page.frame.add({draw::ImageItem{figure, {20_pt, 30_pt, 40_pt, 50_pt}, image}});
        EncodedPage const page = f.encoded();
        double m[6];
        std::size_t const at = page.content.find("q\n");
        REQUIRE(at != std::string::npos);
        REQUIRE(std::sscanf(page.content.c_str() + at + 2, "%lf %lf %lf %lf %lf %lf cm", &m[0], &m[1], &m[2], &m[3], &m[4], &m[5]) == 6);
        auto const corner = [&](double u, double v) {  // of the stored picture, v down; gives shares of the place, down
            double const y_up = 1 - v;
            return std::pair{(m[0] * u + m[2] * y_up + m[4] - 20) / 40, 1 - (m[1] * u + m[3] * y_up + m[5] - 20) / 50};
        };
        CHECK(corner(0, 0).first == Approx(c.first_x).margin(1e-6));
        CHECK(corner(0, 0).second == Approx(c.first_y).margin(1e-6));
        CHECK(corner(1, 1).first == Approx(c.last_x).margin(1e-6));
        CHECK(corner(1, 1).second == Approx(c.last_y).margin(1e-6));
        // Along the first row one goes across for 1 to 4, down or up for 5 to 8.
        CHECK((std::abs(corner(1, 0).first - corner(0, 0).first) > 0.5) == (c.orientation <= 4));
        CHECK(page.figures.at(figure) == Rect{20_pt, 30_pt, 40_pt, 50_pt});
    }
}

TEST_CASE("A page with something transparent says so; a gradient is a clip and a shading") {
    Fixture f;
    NodeId const figure = f.tree.add(f.tree.root(), Role::Figure);
    f.rect(figure);
    CHECK_FALSE(f.encoded().has_alpha);
    draw::PathItem glass{figure, Path::rect({0_pt, 0_pt, 10_pt, 10_pt}), Color{1, 2, 3}, std::nullopt};
    glass.fill_alpha = 500;
    f.page.frame.add({glass});
    EncodedPage const page = f.encoded();
    CHECK(page.has_alpha);
    CHECK(page.content.find("/G0 gs") != std::string::npos);
    Fixture g;
    draw::PathItem shaded{draw::kArtifactLayout, Path::rect({0_pt, 0_pt, 10_pt, 10_pt}), std::nullopt, std::nullopt};
    draw::Gradient gradient;
    gradient.stops = {{0, Color{255, 0, 0}}, {1000, Color{0, 0, 255}}};
    gradient.to_frame = Transform{10, 0, 0, 10, 5, 7};
    shaded.gradient = std::make_shared<draw::Gradient const>(gradient);
    g.page.frame.add({shaded});
    CHECK(g.encoded().content.find("W n\n10 0 0 -10 5 93 cm\n/S0 sh\nQ") != std::string::npos);
}
