#include "math/setter.h"

#include "formulas_for_test.h"

using namespace offprint;
using namespace offprint::math;
using namespace offprint::math::test;
using text::MathConstant;

namespace {

Length constant(MathConstant which, double size = 10) { return table().constant(which, Length::points(size)); }

}  // namespace

// What LuaTeX 1.15 (unicode-math) makes of the same formulas in the same font at 10 points: width, height, depth. It counts 72.27 points to the inch, which
// changes nothing in a ratio, and its em of space is 9.999 points.
TEST_CASE("boxes have the sizes that TeX gives them", "[math]") {
    struct Known {
        char const* text;
        double width, height, depth;
    };
    Known const known[] = {
        {"V^2", 13.26636, 8.88042, 0.15},
        {"V_t", 10.57385, 7.22, 2.50523},
        {"V)", 12.93, 7.22, 1.63},
        {"FCF_t+1", 42.67783, 7.37, 2.50523},
        {"x_i^2", 10.26636, 8.88042, 3.02234},
        {"\\int_0^\\infty x", 21.89404, 11.03506, 5.97566},
        {"\\sum_{t=1}^{n} x", 20.67278, 15.4441, 12.04646},
        {"\\frac{a}{b}", 8.14, 10.98932, 6.5701},
        {"\\frac{FCF_t}{(1+r)^t}", 38.20781, 14.12477, 8.3315},
        {"\\sqrt{x}", 12.05, 7.6598, 0.41008},
        {"\\sqrt[3]{\\frac{a}{b}}", 16.11842, 14.39441, 7.27548},
        {"\\left(\\frac{a}{b}\\right)", 21.26, 11.2297, 6.5701},
        {"\\hat\\beta \\bar x", 12.22, 10.76, 2.31},
        {"e^{-rt}", 17.93767, 8.24132, 0.15},
    };
    for (Known const& one : known) {
        INFO(one.text);
        Box const box = display(one.text);
        CHECK(box.width.to_points() == Approx(one.width).margin(0.06));
        CHECK(box.height.to_points() == Approx(one.height).margin(0.06));
        CHECK(box.depth.to_points() == Approx(one.depth).margin(0.06));
    }
}

TEST_CASE("a fraction keeps its distances", "[math]") {
    Box const box = display("\\frac{a}{b}");
    auto const runs = runs_of(box);
    auto const rules = rules_of(box);
    REQUIRE(runs.size() == 2);
    REQUIRE(rules.size() == 1);
    CHECK(runs[0].at.y == -constant(MathConstant::FractionNumeratorDisplayStyleShiftUp));
    CHECK(rules[0].second.height == constant(MathConstant::FractionRuleThickness));
    CHECK(rules[0].first.y + rules[0].second.height / 2 == -constant(MathConstant::AxisHeight));
    // A tall denominator is pushed down to keep the gap.
    Box const tall = display("\\frac{a}{\\sqrt{\\frac{b}{c}}}");
    Box const below = setter().set(parsed("\\sqrt{\\frac{b}{c}}"), Style{}.denominator());
    auto const rule = rules_of(tall).front();
    Length const gap = constant(MathConstant::FractionDenomDisplayStyleGapMin);
    CHECK(tall.depth.to_points() == Approx((rule.first.y + rule.second.height + gap + below.height + below.depth).to_points()).margin(0.001));
}

TEST_CASE("scripts stand where the font says", "[math]") {
    auto const runs = runs_of(display("V^2"));
    REQUIRE(runs.size() == 2);
    CHECK(runs[1].at.y == -constant(MathConstant::SuperscriptShiftUp));
    CHECK(run_of(runs[1]).size == Length::points(7.7));
    CHECK(run_of(runs[1]).glyphs[0].id != table().face()->nominal_glyph('2'));  // the form for scripts
    // A leaning letter's superscript stands behind the slope, its subscript under it.
    Length const lean = table().italics_correction(table().face()->nominal_glyph(0x1D449), Length::points(10));
    CHECK(lean > Length{});
    auto const both = runs_of(display("V_1^2"));
    CHECK(both[1].at.x - both[2].at.x == lean);
    // Under a root all is cramped.
    auto const cramped = runs_of(display("\\sqrt{x^2}"));
    CHECK(cramped.back().at.y == -constant(MathConstant::SuperscriptShiftUpCramped));
}

TEST_CASE("delimiters grow with what they enclose", "[math]") {
    Box const none = display("(x)"), small = display("\\left( x \\right)");
    CHECK(small.total() == none.total());
    Length last = small.total();
    std::string inside = "x";
    for (int i = 0; i < 4; ++i) {
        inside = "\\frac{" + inside + "}{\\frac{1}{2}}";
        Box const box = display("\\left[ " + inside + " \\right]"), alone = display(inside);
        CHECK(box.total() > last);
        last = box.total();
        // Nine tenths at least.
        CHECK(box.total() * 10 >= alone.total() * 9);
    }
    // Beyond the largest glyph it is put together: one text for all pieces, none too far from the next.
    std::string tall = "\\begin{matrix} 1";
    for (int i = 0; i < 20; ++i) tall += " \\\\ 1";
    tall += " \\end{matrix}";
    Box const box = display("\\left( " + tall + " \\right)");
    std::vector<Element> const runs = runs_of(box);
    text::GlyphRun const& left = run_of(runs.front());
    REQUIRE(left.glyphs.size() > 3);
    CHECK(left.text == "(");
    CHECK(display(tall).total() * 901 <= box.total() * 1000);
    for (std::size_t i = 1; i < left.glyphs.size(); ++i) {
        auto const before = table().bounds(left.glyphs[i - 1].id, Length::points(10)), after = table().bounds(left.glyphs[i].id, Length::points(10));
        Length const top = before.height + Length::from_raw(left.glyphs[i - 1].y_offset), foot = Length::from_raw(left.glyphs[i].y_offset) - after.depth;
        CHECK(foot.to_points() <= top.to_points() + 0.001);
    }
}

TEST_CASE("operators are large in displays and small elsewhere", "[math]") {
    Box const large = display("\\sum"), small = display("\\textstyle \\sum");
    CHECK(large.total() > small.total());
    CHECK(large.total() >= constant(MathConstant::DisplayOperatorMinHeight));
    auto const above = runs_of(display("\\sum_{i}^{n}")), beside = runs_of(display("\\textstyle \\sum_{i}^{n}"));
    REQUIRE(above.size() == 3);
    CHECK(above[1].at.x < run_of(above[0]).width());     // over the sign
    CHECK(beside[1].at.x >= run_of(beside[0]).width());  // at its side
    auto const asked = runs_of(display("\\int\\limits_{i}^{n}"));
    CHECK(asked[1].at.x < run_of(asked[0]).width());
}

TEST_CASE("words are set in the face around", "[math]") {
    Box const box = display("x \\text{ if } y");
    auto const runs = runs_of(box);
    REQUIRE(runs.size() == 3);
    CHECK(run_of(runs[1]).text == " if ");
    CHECK(run_of(runs[1]).face->family_name() == "Source Serif 4");
}
