#include <thread>

#include "fonts_for_test.h"
#include "text/paragraph.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

std::shared_ptr<Hyphenator const> english() { return Hyphenator::open(std::string(OFFPRINT_BINARY_DIR) + "/share/offprint/hyphenation", "en-US"); }

/// Faces that nobody has read from yet, so that what is made lazily would be made while others look.
struct Shared {
    FontPtr roman = serif(), signs = sans();
    FontCatalog catalog;
    std::shared_ptr<Hyphenator const> hyphenator = english();
    Shared() { catalog.add({"Plex", 400, false, std::string(OFFPRINT_SOURCE_DIR) + "/fonts/ibm-plex-mono/IBMPlexMono-Regular.ttf", ""}); }
};

StyledText sample(Shared const& shared, int number) {
    std::string error;
    StyledText text;
    CharStyle prose = style_of(shared.roman), label = style_of(shared.signs), code = style_of(shared.catalog.find("Plex", 400, false, error));
    prose.faces.push_back(shared.signs);
    label.tracking = number % 2 == 0 ? Length{} : Length::points(0.2);
    text.append(SourcedText("Unconventional hyphenation of representative financial paragraphs, “quoted” – or not (see " + std::to_string(number) + ")…"),
                prose, 0);
    text.append(SourcedText(" Revenue: 12" + std::to_string(number) + ".4% -> 3×2 [2026E] "), label, 1);
    text.append(SourcedText("offprint://" + std::to_string(number * 7919)), code, 2);
    return text;
}

struct Result {
    std::vector<std::uint32_t> glyphs;
    std::vector<std::int64_t> places;
    friend bool operator==(Result const&, Result const&) = default;
};

/// A thread's work: its own shaper over what all share.
Result set_all(Shared const& shared) {
    Result result;
    Shaper shaper;
    Diagnostics diagnostics;
    ParagraphStyle style;
    style.hyphenator = shared.hyphenator;
    for (int number = 0; number < 40; ++number) {
        style.measure = Length::points(90 + 3 * number);
        ParagraphPtr const paragraph = break_paragraph(shaper, sample(shared, number), style, diagnostics);
        for (std::size_t line = 0; line < paragraph->lines().size(); ++line) {
            for (PlacedRun const& placed : set_line(*paragraph, line)) {
                result.places.push_back(placed.x.raw());
                for (Glyph const& glyph : placed.run.glyphs) {
                    result.glyphs.push_back(glyph.id);
                    result.places.push_back(glyph.advance);
                }
            }
        }
    }
    return result;
}

}  // namespace

TEST_CASE("several threads shape and break over the same faces and patterns") {
    Shared const alone, shared;
    REQUIRE(alone.hyphenator);
    Result const expected = set_all(alone);
    REQUIRE(expected.glyphs.size() > 5000);
    std::vector<Result> results(4);
    std::vector<std::thread> threads;
    for (Result& result : results) threads.emplace_back([&] { result = set_all(shared); });
    for (std::thread& thread : threads) thread.join();
    for (Result const& result : results) CHECK(result == expected);
}
