#include "math/box.h"

#include "formulas_for_test.h"

using namespace offprint;
using namespace offprint::math;
using namespace offprint::math::test;

namespace {

/// The texts of a frame's runs, one after the other with | between.
std::string copied(std::string const& text) {
    std::string out;
    for (draw::Item const& item : frame_of(display(text), Color{}, draw::kFirstNode).items)
        if (auto const* run = std::get_if<draw::GlyphRunItem>(&item.value)) out += (out.empty() ? "" : "|") + run->run.text;
    return out;
}

}  // namespace

TEST_CASE("what is copied reads like the formula", "[math]") {
    CHECK(copied("EV = WACC + 1") == "EV = WACC + 1");
    CHECK(copied("\\log x") == "log x");
    CHECK(copied("x_i") == "x|i");
    CHECK(copied("\\frac{FCF}{1 - r}") == "FCF|1 − r");
    CHECK(copied("\\mathrm{ROE} = \\beta") == "ROE = β");
}

TEST_CASE("a frame is as wide and tall as its box, and glyphs keep their places", "[math]") {
    Box const box = display("a = \\frac{b}{c}");
    draw::Frame const frame = frame_of(box, Color{}, draw::kFirstNode);
    CHECK(frame.size.width == box.width);
    CHECK(frame.size.height == box.height + box.depth);
    auto const& first = std::get<draw::GlyphRunItem>(frame.items[0].value);
    CHECK(first.origin.y == box.height);
    // a, space, =: the equals sign stands where its own box put it.
    REQUIRE(first.run.glyphs.size() == 3);
    Length const x = Length::from_raw(first.run.glyphs[0].advance) + Length::from_raw(first.run.glyphs[1].advance);
    CHECK(x == runs_of(box)[1].at.x);
}
