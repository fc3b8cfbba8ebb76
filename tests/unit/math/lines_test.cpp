#include "math/lines.h"

#include "formulas_for_test.h"

using namespace offprint;
using namespace offprint::math;
using namespace offprint::math::test;

namespace {

std::string const kLong = "a = b + c + d + e + f + g = h + i + j + k + l + m";

std::vector<Line> lines_of(std::string const& text, double measure) { return set_display(setter(), parsed(text), Length::points(measure)); }
std::string words_of(Line const& line) {
    std::string out;
    for (Element const& run : runs_of(line.box)) out += run_of(run).text;
    return out;
}

}  // namespace

TEST_CASE("a formula that fits is one line", "[math]") {
    std::vector<Line> const lines = lines_of(kLong, 400);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].indent == Length{});
    CHECK(lines[0].box.width == display(kLong).width);
}

TEST_CASE("one that does not is broken before a relation, under the first one", "[math]") {
    std::vector<Line> const lines = lines_of(kLong, 150);
    REQUIRE(lines.size() == 2);
    CHECK(words_of(lines[1]) == "=h+i+j+k+l+m");
    CHECK(lines[1].indent == runs_of(lines[0].box)[1].at.x);
}

TEST_CASE("then before signs for two operands, further in", "[math]") {
    std::vector<Line> const lines = lines_of(kLong, 90);
    REQUIRE(lines.size() > 2);
    for (Line const& line : lines) CHECK(line.indent + line.box.width <= Length::points(90));
    CHECK(words_of(lines[1]).starts_with("+"));
    CHECK(lines[1].indent == runs_of(lines[0].box)[2].at.x);
}

TEST_CASE("inside of brackets that grow nothing is broken", "[math]") {
    std::vector<Line> const lines = lines_of("\\left( a + b + c + d + e + f + g \\right)", 60);
    CHECK(lines.size() == 1);
    CHECK(lines[0].box.width > Length::points(60));
}

TEST_CASE("a comma and a wide space part two formulas", "[math]") {
    std::vector<Line> const lines = lines_of("a + b = c + d, \\quad e = f + g", 90);
    REQUIRE(lines.size() == 2);
    CHECK(words_of(lines[1]) == "e=f+g");
    CHECK(lines[1].indent == Length{});
}
