// Rivers: found on the lines as they are set, by glyphs and not by what the breaker knows.
#include <catch2/catch.hpp>
#include <random>

#include "fonts_for_test.h"
#include "text/paragraph.h"

using namespace offprint;
using namespace offprint::text;

namespace {

struct Gap {
    Length from, to;
    int length = 1;
};

/// How many spaces have others above them on three lines or more, and the longest chain.
std::pair<int, int> rivers_of(Paragraph const& paragraph) {
    std::vector<Gap> above, here;
    int found = 0, longest = 0;
    for (std::size_t i = 0; i < paragraph.lines().size(); ++i) {
        here.clear();
        for (PlacedRun const& placed : set_line(paragraph, i)) {
            Length x = placed.x;
            for (Glyph const& glyph : placed.run.glyphs) {
                Length const end = x + Length::from_raw(glyph.advance);
                if (placed.run.text[glyph.cluster] == ' ' && end > x) here.push_back({x, end});
                x = end;
            }
        }
        for (Gap& gap : here) {
            for (Gap const& other : above) {
                Length const overlap = min(gap.to, other.to) - max(gap.from, other.from);
                if (overlap * 2 >= min(gap.to - gap.from, other.to - other.from)) gap.length = std::max(gap.length, other.length + 1);
            }
            found += gap.length == 4;
            longest = std::max(longest, gap.length);
        }
        above.swap(here);
    }
    return {found, longest};
}

std::string monotonous(std::mt19937& random) {
    constexpr char const* kWords[] = {"copper", "carries", "inside", "between", "matters", "price", "racks", "light"};
    std::string text;
    for (std::size_t i = 0; i < 110; ++i) text += std::string(kWords[random() % 8]) + " ";
    text.back() = '.';
    return text;
}

}  // namespace

TEST_CASE("Rivers cost: there are fewer of them, and no text is lost for it") {
    Shaper shaper;
    int with = 0, without = 0, longest_with = 0, longest_without = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        StyledText text;
        text.append(SourcedText(monotonous(random)), test::style_of(test::font("source-serif-4/SourceSerif4-Regular.ttf")), 1);
        ParagraphStyle style;
        style.measure = Length::points(140);
        style.costs.tolerance = 30000;
        Diagnostics faults;
        ParagraphPtr const priced = break_paragraph(shaper, text, style, faults);
        style.costs.river = 0;
        ParagraphPtr const free = break_paragraph(shaper, text, style, faults);
        auto const [some, long_one] = rivers_of(*priced);
        auto const [more, longer_one] = rivers_of(*free);
        with += some;
        without += more;
        longest_with = std::max(longest_with, long_one);
        longest_without = std::max(longest_without, longer_one);
        if (more == 0) CHECK(priced->demerits() == free->demerits());
        std::string whole;
        for (Line const& line : priced->lines()) whole += priced->text().text.text.substr(line.begin, line.end - line.begin) + " ";
        CHECK(priced->lines().front().begin == 0);
        CHECK(priced->lines().back().end == priced->text().text.text.size());
    }
    INFO("rivers: " << with << " priced, " << without << " not; the longest " << longest_with << " and " << longest_without);
    CHECK(without > 20);
    CHECK(with < without);
    CHECK(longest_with < longest_without);
}
