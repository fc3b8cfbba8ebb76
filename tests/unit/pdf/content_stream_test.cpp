#include "pdf/content_stream.h"

#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;
using draw::Stroke;

namespace {

Rect const kSquare{10_pt, 20_pt, 30_pt, 40_pt};

}  // namespace

TEST_CASE("y is turned and rectangles are told as such") {
    ContentStream out(10000);
    out.paint(Path::rect(kSquare), Color{255, 0, 0}, std::nullopt);
    CHECK(out.take() == "1 0 0 rg\n10 80 30 -40 re\nf\n");
}

TEST_CASE("a state is set only when it changes, and black is there from the start") {
    ContentStream out(10000);
    out.paint(Path::rect(kSquare), Color{}, std::nullopt);
    out.paint(Path::line({0_pt, 0_pt}, {1_pt, 1_pt}), std::nullopt, Stroke{Color{}, 1_pt, {}});
    out.paint(Path::line({2_pt, 0_pt}, {3_pt, 1_pt}), std::nullopt, Stroke::round(Color{}, 0.25_pt, {3_pt, 1.5_pt}));
    CHECK(out.take() ==
          "10 80 30 -40 re\nf\n"
          "0 100 m\n1 99 l\nS\n"
          ".25 w\n[3 1.5]0 d\n1 J 1 j\n2 100 m\n3 99 l\nS\n");
}

TEST_CASE("strokes of one pen are one path, fills of odd shapes are not") {
    ContentStream out(10000);
    Stroke const pen{Color{128, 128, 128}, 1_pt, {}};
    out.paint(Path::line({0_pt, 0_pt}, {1_pt, 0_pt}), std::nullopt, pen);
    out.paint(Path::line({0_pt, 2_pt}, {1_pt, 2_pt}), std::nullopt, pen);
    Path triangle;
    triangle.move_to({0_pt, 0_pt}).line_to({1_pt, 0_pt}).line_to({0_pt, 1_pt}).close();
    out.paint(triangle, Color{}, std::nullopt);
    out.paint(triangle, Color{}, std::nullopt);
    CHECK(out.take() ==
          ".502 G\n0 100 m\n1 100 l\n0 98 m\n1 98 l\nS\n"
          "0 100 m\n1 100 l\n0 99 l\nh\nf\n"
          "0 100 m\n1 100 l\n0 99 l\nh\nf\n");
}

TEST_CASE("every byte of colour comes back from three decimals") {
    for (int byte = 0; byte < 256; ++byte) {
        ContentStream out(100);
        out.set_fill({static_cast<std::uint8_t>(byte), 0, static_cast<std::uint8_t>(byte == 0 ? 1 : 0)});
        double const said = std::stod(out.take());
        CHECK(static_cast<int>(said * 255 + 0.5) == byte);
    }
}

TEST_CASE("what was set inside a group is forgotten after it") {
    ContentStream out(10000);
    out.save_and_clip(Path::rect(kSquare));
    out.set_fill({255, 255, 255});
    out.restore();
    out.set_fill({255, 255, 255});
    CHECK(out.take() == "q\n10 80 30 -40 re\nW n\n1 g\nQ\n1 g\n");
}

TEST_CASE("an empty clip hides everything, an empty path paints nothing") {
    ContentStream out(10000);
    out.save_and_clip(Path{});
    out.paint(Path{}, Color{1, 2, 3}, std::nullopt);
    out.restore();
    CHECK(out.take() == "q\n0 0 0 0 re\nW n\nQ\n");
}

TEST_CASE("texts move relative to each other inside one text object") {
    ContentStream out(10000);
    out.begin_text();
    out.set_font(0, 10500);
    out.move_text(1000, 2000);
    out.show_text("(a)", false);
    out.begin_text();
    out.set_font(0, 10500);
    out.move_text(1000, 3405);
    out.show_text("(a)5(b)", true);
    CHECK(out.take() == "BT\n/F0 10.5 Tf\n10 80 Td\n(a)Tj\n0 -14.05 Td\n[(a)5(b)]TJ\nET\n");
}
