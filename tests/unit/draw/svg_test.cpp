#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "draw/svg/drawing.h"
#include "draw/svg/outline.h"
#include "draw/svg/values.h"

using namespace offprint;
using namespace offprint::draw;
using namespace offprint::draw::svg;

namespace {

struct Drawn {
    Frame frame;
    std::vector<std::string> left_out;
    StructTree tree{"en"};
    Diagnostics faults;
    std::string fault;

    explicit Drawn(std::string const& body, std::string const& head = "viewBox='0 0 100 50' width='100pt' height='50pt'") {
        auto const drawing = parse("<svg xmlns='http://www.w3.org/2000/svg' " + head + ">\n" + body + "</svg>", fault);
        INFO(fault);
        if (!drawing) return;
        text::Shaper shaper;
        std::string error;
        auto const face = text::FontFace::open(OFFPRINT_SOURCE_DIR "/fonts/inter/Inter-Regular.ttf", error);
        auto const fonts = [&](FontWish const&) {
            text::CharStyle style;
            style.faces = {face};
            return style;
        };
        Painted painted = paint(*drawing, {Length::points(drawing->width()), Length::points(drawing->height())}, kFirstNode, shaper, fonts, {}, faults);
        frame = std::move(painted.frame);
        left_out = std::move(painted.left_out);
    }
    /// The dump without the two lines of frame and outer clip, and without the blanks before items.
    std::string items() const {
        std::string const all = dump(frame, tree);
        std::string out;
        std::size_t line = 0;
        for (std::size_t at = 0; at < all.size(); ++line) {
            std::size_t const end = all.find('\n', at);
            if (line >= 2) out += all.substr(all.find_first_not_of(' ', at), end + 1 - all.find_first_not_of(' ', at));
            at = end + 1;
        }
        return out;
    }
};

std::string const kItem = "#8 Document path ";

}  // namespace

TEST_CASE("Numbers of SVG stand with little between them, and nothing else is one") {
    CHECK(parse_numbers("1-2.5.5e1,+3") == std::vector<double>{1, -2.5, 5, 3});
    CHECK(parse_numbers("nan").empty());
    CHECK(parse_numbers("inf 1").empty());
    CHECK(parse_numbers("1e99").empty());
    CHECK(*parse_length("2.54cm", 0) == Approx(96));
    CHECK(*parse_length("50%", 30) == Approx(15));
    CHECK(*parse_length("2em", 0, 10) == Approx(20));
    CHECK_FALSE(parse_length("5 furlongs", 0));
    CHECK(parse_svg_color("rgb(100%, 0%, 50%)") == Color{255, 0, 128});
    CHECK(parse_svg_color("SteelBlue") == Color{0x46, 0x82, 0xB4});
    CHECK_FALSE(parse_svg_color("bleu"));
    CHECK(parse_svg_color("hsl(200,50%,50%)") == Color{64, 149, 191});
    CHECK(parse_svg_color("hsl(120deg 100% 25%)") == Color{0, 128, 0});
    CHECK(parse_svg_color("hsl(-240, 100%, 50%)") == Color{0, 255, 0});
    CHECK_FALSE(parse_svg_color("hsl(200,50,50)"));
}

TEST_CASE("Transforms apply from the right, as matrices multiply") {
    auto const t = parse_transform("translate(10 20) rotate(90) scale(2)");
    REQUIRE(t);
    CHECK((*t)(1, 0) == Point{Length::points(10), Length::points(22)});
    CHECK_FALSE(parse_transform("rotate(a)"));
    CHECK(parse_transform("")->a == 1);
}

TEST_CASE("Path data of every command") {
    bool whole = false;
    auto const kinds = [&](std::string_view data) {
        std::string out;
        for (Segment const& s : path_outline(data, whole).segments) out += "MLCZ"[static_cast<int>(s.kind)];
        return out;
    };
    CHECK(kinds("M0 0 10 0H20V5l1 1h1v1z") == "MLLLLLLZ");
    CHECK(whole);
    CHECK(kinds("M0 0C1 1 2 2 3 3S5 5 6 6Q7 7 8 8T9 9") == "MCCCC");
    CHECK(kinds("M0 0zL5 5") == "MZML");
    CHECK(kinds("M0 0L1") == "M");
    CHECK_FALSE(whole);
    CHECK(kinds("L1 1").empty());
    CHECK_FALSE(whole);
    // A smooth curve mirrors the control point before it.
    auto const smooth = path_outline("M0 0C0 10 10 10 10 0S20 -10 20 0", whole).segments;
    CHECK(smooth[2].p1.x == Approx(10));
    CHECK(smooth[2].p1.y == Approx(-10));
}

TEST_CASE("Arcs: every point of the curves lies on the ellipse, for seeded random arcs") {
    std::mt19937 random(7);
    auto const value = [&](double low, double high) { return low + (high - low) * (static_cast<double>(random()) / 4294967296.0); };
    for (int round = 0; round < 500; ++round) {
        double const rx = value(5, 50), ry = value(5, 50);
        double const x = value(-9, 9), y = value(-9, 9);
        bool const large = random() % 2 == 0, sweep = random() % 2 == 0;
        std::string const data = "M0 0A" + std::to_string(rx) + " " + std::to_string(ry) + " 0 " + (large ? "1" : "0") + (sweep ? "1" : "0") +
                                 std::to_string(x) + " " + std::to_string(y);
        bool whole = false;
        Outline const arc = path_outline(data, whole);
        REQUIRE(whole);
        // Scaled by the radii the arc is one of a circle of radius 1: all points are as far from one centre.
        std::vector<Vec> points;
        Vec at{};
        for (Segment const& s : arc.segments) {
            if (s.kind == PathSegment::Kind::Curve) {
                for (int i = 0; i <= 8; ++i) {
                    double const t = i / 8.0, u = 1 - t;
                    Vec const p = u * u * u * at + 3 * u * u * t * s.p1 + 3 * u * t * t * s.p2 + t * t * t * s.p3;
                    points.push_back({p.x / rx, p.y / ry});
                }
                at = s.p3;
            }
        }
        REQUIRE(points.size() >= 9);
        Vec const a = points[0], b = points[points.size() / 2], c = points.back();
        double const d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
        if (std::abs(d) < 1e-3) continue;  // too flat to tell a centre
        auto const square = [](Vec p) { return p.x * p.x + p.y * p.y; };
        Vec const centre{(square(a) * (b.y - c.y) + square(b) * (c.y - a.y) + square(c) * (a.y - b.y)) / d,
                         (square(a) * (c.x - b.x) + square(b) * (a.x - c.x) + square(c) * (b.x - a.x)) / d};
        for (Vec const p : points) CHECK(std::sqrt(square(p - centre)) == Approx(1).margin(0.004));
        CHECK(at.x == Approx(x).margin(1e-5));
    }
}

TEST_CASE("Shapes, inherited looks, view box") {
    Drawn const d(
        "<g fill='red' stroke='#00f' stroke-width='2'><rect x='10' y='5' width='20' height='10' style='stroke:none'/><line x1='0' y1='0' x2='100' y2='50' "
        "stroke-dasharray='3' stroke-linecap='round'/></g>");
    CHECK(d.left_out.empty());
    CHECK(d.items() == kItem + "fill #FF0000: rect 10 5 20 10\n" + kItem + "stroke #0000FF 2 cap-round dash 3 3: M 0 0 L 100 50\n");
    // Twice as large, and in the middle of what is left beside it.
    Drawn const fitted("<rect width='10' height='10'/>", "viewBox='0 0 10 10' width='40pt' height='20pt'");
    CHECK(fitted.items() == kItem + "fill #000000: rect 10 0 20 20\n");
    Drawn const none("<rect width='10' height='10'/>", "viewBox='0 0 10 10' width='40pt' height='20pt' preserveAspectRatio='none'");
    CHECK(none.items() == kItem + "fill #000000: rect 0 0 40 20\n");
}

TEST_CASE("Opacity, even-odd, clip paths and gradients") {
    Drawn const d(
        "<defs><linearGradient id='g'><stop offset='0' stop-color='red'/><stop offset='50%' stop-color='#0f0'/><stop offset='1' "
        "stop-color='blue'/></linearGradient>"
        "<clipPath id='c'><rect width='50' height='50'/></clipPath></defs>"
        "<rect width='10' height='10' opacity='.5' fill-opacity='.5'/><path d='M0 0h4v4z' fill-rule='evenodd'/>"
        "<rect clip-path='url(#c)' width='40' height='20' fill='url(#g)'/>");
    CHECK(d.left_out.empty());
    CHECK(d.items() == kItem + "fill #000000 fill-alpha .25 stroke-alpha .5: rect 0 0 10 10\n" + kItem + "fill #000000 even-odd: M 0 0 L 4 0 L 4 4 Z\n" +
                           "group clip: rect 0 0 50 50\n" + kItem + "linear 0 0 0 1 0 0 matrix 40 0 0 20 0 0 #FF0000@0 #00FF00@.5 #0000FF@1: rect 0 0 40 20\n");
}

TEST_CASE("Copies, symbols, and none of themselves") {
    Drawn const d(
        "<defs><rect id='r' width='5' height='5'/><symbol id='s' viewBox='0 0 10 10'><rect width='10' height='10'/></symbol></defs>"
        "<use href='#r' x='20'/><use xlink:href='#s' width='20' height='20'/>"
        "<g id='loop'><use href='#loop'/></g><use href='other.svg#a'/><use href='#gone'/>");
    CHECK(d.items() == kItem + "fill #000000: rect 20 0 5 5\n" + kItem + "fill #000000: rect 0 0 20 20\n");
    REQUIRE(d.left_out.size() == 3);
    CHECK(d.left_out[0] == "use of '#loop' in itself (line 2)");
    CHECK(d.left_out[1] == "reference to another file (line 2)");
    CHECK(d.left_out[2] == "use of '#gone', which is not there (line 2)");
}

TEST_CASE("Copies of copies of copies end") {
    std::string body = "<defs><rect id='a0' width='1' height='1'/>";
    for (int i = 1; i <= 20; ++i) {
        std::string const before = std::to_string(i - 1);
        body += "<g id='a" + std::to_string(i) + "'>";
        for (int n = 0; n < 10; ++n) body += "<use href='#a" + before + "'/>";
        body += "</g>";
    }
    Drawn const d(body + "</defs><use href='#a20'/>");
    REQUIRE(d.left_out.size() >= 1);
}

TEST_CASE("Text stays text, at its anchor, turned where its group is") {
    Drawn const d(
        "<text x='50' y='20' font-size='10' text-anchor='middle'>Hello  <tspan font-weight='bold'>there</tspan></text>"
        "<text transform='rotate(90 10 10)' x='10' y='10' font-size='8'>Up</text>");
    CHECK(d.left_out.empty());
    CHECK_FALSE(d.faults.has_errors());
    std::string const items = d.items();
    CHECK(items.find("\"Hello \"") != std::string::npos);
    CHECK(items.find("\"there\"") != std::string::npos);
    CHECK(items.find("group matrix 0 1 -1 0 20 0\n#8 Document text Inter-Regular 8 #000000 at 10 10") != std::string::npos);
    // Middle: as much to the left of 50 as to the right.
    auto const& group = std::get<GroupItem>(d.frame.items[0].value);
    auto const& first = std::get<GlyphRunItem>(group.items[0].value);
    auto const& second = std::get<GlyphRunItem>(group.items[1].value);
    double const left = first.origin.x.to_points(), right = (second.origin.x + second.run.width()).to_points();
    CHECK((left + right) / 2 == Approx(50).margin(0.01));
}

TEST_CASE("What is not drawn is named once, with its line") {
    Drawn const d(
        "<filter id='f'/>\n<image href='http://example.org/x.png'/>\n<rect width='1' height='1' filter='url(#f)'/>\n<script>alert(1)</script>\n"
        "<rect width='1' height='1' filter='url(#f)' onclick='x()'/>\n<style>.a b{fill:red}</style>");
    CHECK(d.left_out == std::vector<std::string>{"rule for '.a b' of a style sheet (line 7)", "element 'filter' (line 2)", "element 'image' (line 3)",
                                                 "attribute 'filter' of 'rect' (line 4)", "script: element 'script' (line 5)", "script 'onclick' (line 6)"});
}

TEST_CASE("Style sheets: names, classes and ids, between attributes and the style of an element") {
    Drawn const d(
        "<defs><style>/* a } */ .k, #b { fill: #c00; } rect{fill:#0c0;stroke-width:2}\n.k.l{fill:#00c}</style>"
        "<style type='text/css'><![CDATA[.p{fill:#111}\nrect.p{fill:#222}]]></style></defs>"
        "<rect width='1' height='1' fill='#fff'/><rect class='k' width='2' height='1'/><rect class=' l  k \f' width='3' height='1'/>"
        "<path class='k' d='M0 0h4v4z' style='fill:#333'/><circle id='b' r='1' class='l'/><rect class='p' width='6' height='1'/>"
        "<linearGradient id='g'><stop class='s' offset='0'/><stop offset='1'/></linearGradient><style>.s{stop-color:#fff}</style>"
        "<rect width='7' height='1' style='fill:url(#g)'/>");
    CHECK(d.left_out.empty());
    std::string fills;
    std::string const items = d.items();
    for (std::size_t at = items.find("fill #"); at != items.npos; at = items.find("fill #", at + 1)) fills += items.substr(at + 6, 6) + " ";
    CHECK(fills == "00CC00 CC0000 0000CC 333333 CC0000 222222 ");
    CHECK(items.find("#FFFFFF@0 #000000@1") != std::string::npos);
}

TEST_CASE("What a style sheet says beyond that is named") {
    Drawn const d(
        "<style>@import url(x.css); @media print { .a{fill:red} .b{fill:red} } g .a{fill:red} .a:hover{fill:red} [x]{fill:red} .c{fill:#0c0;colour:x}"
        " @font-face{src:x}</style>\n<rect class='c' width='1' height='1'/><style media='speech'>.c{fill:red}</style><style>.c{fill:red</style>");
    CHECK(d.items() == kItem + "fill #00CC00: rect 0 0 1 1\n");
    CHECK(d.left_out == std::vector<std::string>{"'@import' of a style sheet (line 2)", "'@media' of a style sheet (line 2)",
                                                 "rule for 'g .a' of a style sheet (line 2)", "rule for '.a:hover' of a style sheet (line 2)",
                                                 "rule for '[x]' of a style sheet (line 2)", "'@font-face' of a style sheet (line 2)",
                                                 "element 'style' (line 3)", "the rest of a style sheet behind a fault in it (line 3)",
                                                 "attribute 'colour' of 'rect' (line 3)"});
}

TEST_CASE("Entities of a DOCTYPE are named where they are asked for") {
    std::string fault;
    auto const drawing = parse(
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY ns 'http://www.w3.org/2000/svg'>]>\n"
        "<svg xmlns='&ns;' width='10' height='10'>\n<text y='5'>one &a;two &amp;b;</text><rect width='1' height='1' style='&a;'/></svg>",
        fault);
    REQUIRE(drawing);
    text::Shaper shaper;
    Diagnostics faults;
    std::string error;
    auto const face = text::FontFace::open(OFFPRINT_SOURCE_DIR "/fonts/inter/Inter-Regular.ttf", error);
    auto const fonts = [&](FontWish const&) {
        text::CharStyle style;
        style.faces = {face};
        return style;
    };
    Painted const painted = paint(*drawing, {Length::points(10), Length::points(10)}, kFirstNode, shaper, fonts, {}, faults);
    CHECK(painted.left_out == std::vector<std::string>{"entity '&a;' of the DOCTYPE (line 3)"});
    StructTree tree("en");
    CHECK(dump(painted.frame, tree).find("\"one two &b;\"") != std::string::npos);
}

TEST_CASE("No entity is followed, no file but this one is read") {
    std::string fault;
    auto const drawing = parse(
        "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y '&x;&x;'>]>\n"
        "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><text y='5'>&x;&y;</text></svg>",
        fault);
    REQUIRE(drawing);
    CHECK_FALSE(parse("<html/>", fault));
    CHECK_FALSE(parse("<svg><g></svg>", fault));
    CHECK_FALSE(parse("<svg>\xFF</svg>", fault));
    CHECK_FALSE(parse("<svg width='1e7' height='1e-9'/>", fault));
    std::string deep = "<svg width='10' height='10'>";
    for (int i = 0; i < 100'000; ++i) deep += "<g>";
    for (int i = 0; i < 100'000; ++i) deep += "</g>";
    CHECK(parse(deep + "</svg>", fault));
}

TEST_CASE("Damaged drawings are drawn or refused, never do harm") {
    std::string const whole =
        "<defs><radialGradient id='g' cx='.5' fx='.9' r='40%' gradientTransform='scale(2)'><stop offset='0' stop-color='red'/><stop "
        "offset='1'/></radialGradient>"
        "<clipPath id='c'><circle cx='9' cy='9' r='9'/></clipPath></defs><g transform='matrix(1 .2 .3 1 4 5)' clip-path='url(#c)'>"
        "<path d='M1 2c3 4 5 6 7 8a4 5 30 0 1 9 9z' fill='url(#g)' stroke='red' stroke-dasharray='1,2,3' stroke-dashoffset='-4'/></g>"
        "<style>/* x */.k,#c{fill:red}@x{}</style><text class='k' x='5' y='9' font-size='3mm'>Words &amp; more</text><use href='#c'/><polygon points='1,1 2,2 "
        "3,1'/>";
    std::mt19937 random(99);
    constexpr std::string_view kSigns = "<>\"'=/#%(),.-+eE0123456789 azMZcq&;\n";
    for (int round = 0; round < 2000; ++round) {
        std::string body = whole;
        for (int n = 0; n <= round % 4; ++n) {
            std::size_t const at = random() % body.size();
            if (random() % 3 == 0)
                body.erase(at, 1 + random() % 4);
            else
                body[at] = kSigns[random() % kSigns.size()];
        }
        Drawn const d(body);
        for (Item const& item : d.frame.items) REQUIRE(std::holds_alternative<GroupItem>(item.value));
    }
}
