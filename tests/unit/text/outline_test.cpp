#include "text/outline.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "fonts_for_test.h"

using namespace offprint;
using namespace offprint::text;

TEST_CASE("outlines are closed and as large as their glyphs") {
    FontPtr const face = test::sans();
    using Kind = OutlineStep::Kind;
    std::vector<OutlineStep> const letter = glyph_outline(*face, face->nominal_glyph(U'l')), ring = glyph_outline(*face, face->nominal_glyph(U'o'));
    auto const count = [](std::vector<OutlineStep> const& steps, Kind kind) {
        return std::count_if(steps.begin(), steps.end(), [&](OutlineStep const& step) { return step.kind == kind; });
    };
    CHECK(count(letter, Kind::Move) == 1);
    CHECK(count(letter, Kind::Curve) == 0);
    CHECK(count(ring, Kind::Move) == 2);
    CHECK(count(ring, Kind::Close) == 2);
    CHECK(count(ring, Kind::Curve) >= 8);
    float lowest = 0, highest = 0;
    for (OutlineStep const& step : letter)
        if (step.kind != Kind::Close) lowest = std::min(lowest, step.at[1]), highest = std::max(highest, step.at[1]);
    CHECK(lowest == 0);
    CHECK(highest >= static_cast<float>(face->metrics().cap_height));
    CHECK(highest <= static_cast<float>(face->metrics().ascender));
    CHECK(glyph_outline(*face, face->nominal_glyph(U' ')).empty());
}
