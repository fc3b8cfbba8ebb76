// Boundaries that are plain to see, held against ICU alone.
#include "text/line_boundaries.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <string>

#include "text/break_rules.h"

using namespace offprint::text;

namespace {

/// Ends of lines as ICU tells them: "12 " where a line may end, "12!" where it must.
class ByIcu {
public:
    explicit ByIcu(char const* language) {
        UErrorCode status = U_ZERO_ERROR;
        iterator_.reset(ubrk_open(UBRK_LINE, language, nullptr, 0, &status));
        REQUIRE(U_SUCCESS(status));
    }
    std::string operator()(std::string_view text) {
        UErrorCode status = U_ZERO_ERROR;
        UText* const view = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
        ubrk_setUText(iterator_.get(), view, &status);
        std::string out;
        for (std::int32_t at = ubrk_next(iterator_.get()); at != UBRK_DONE; at = ubrk_next(iterator_.get())) {
            std::int32_t const kind = ubrk_getRuleStatus(iterator_.get());
            out += std::to_string(at) + (kind >= UBRK_LINE_HARD && kind < UBRK_LINE_HARD_LIMIT ? '!' : ' ');
        }
        utext_close(view);
        return out;
    }

private:
    struct Close {
        void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
    };
    std::unique_ptr<UBreakIterator, Close> iterator_;
};

std::string by_us(LineBoundaries& boundaries, std::string_view text, std::string_view language) {
    std::string out;
    REQUIRE(boundaries.begin(text, language));
    while (boundaries.next()) out += std::to_string(boundaries.at()) + (boundaries.is_hard() ? '!' : ' ');
    return out;
}

}  // namespace

TEST_CASE("boundaries are ICU's, in any language", "[line_boundaries]") {
    std::mt19937 random(17);
    // Of all classes of UAX #14 that stand near letters and spaces in some writing.
    constexpr std::string_view kPieces[] = {
        "a",      "foo",    "Bar",  "7",        "2026", "I",  " ",  " ",   " ",   " ",  " ",      "  ",      ", ",     ". ",     "; ",     ": ",
        ",",      ".",      ";",    ":",        "’",    "'",  "\"", "“",   "‘",   "”",  "(",      ") ",      "[",      "] ",     "-",      "–",
        "—",      "/",      "%",    "$",        "€",    "!",  "? ", "…",   "\n",  "\t", "\r",     "ü",       "é",      "ß",      "«",      "»",
        "„",      "א",      "־",    "日",       "。",   "っ", "ー", "ไทย", "ဗမာ", "한", "\u00A0", "\u00AD",  "\u2009", "\u200B", "\u200D", "\u2060",
        "\u0301", "\u3000", "🙂", "👍🏽", "🇩",    "🇪",  "+",  "=",   "#",   "@",  "\xFF",   "\xE2\x80"};
    for (char const* const language : {"en-US", "de", "fi", "fr", "pl", "ja", "zh", "ko", "zh-Hant", "th", "he", "ja-u-lb-strict"}) {
        ByIcu icu(language);
        LineBoundaries boundaries;
        for (int round = 0; round < 4000; ++round) {
            std::string text;
            for (std::size_t i = random() % 24; i > 0; --i) text += kPieces[random() % (random() % 3 == 0 ? std::size(kPieces) : 20)];
            INFO(language << ": " << text);
            REQUIRE(by_us(boundaries, text, language) == icu(text));
        }
    }
}

TEST_CASE("plain words of prose cost what all rules say they cost", "[break_opportunities]") {
    std::mt19937 random(5);
    constexpr std::string_view kWords[] = {"a",    "an",      "the",  "Fig.", "USD",    "USD40", "Q3",   "FY",  "FY2026", "May",  "14",  "billion",
                                           "bn",   "x",       "A",    "I",    "Dr.",    "vs.",   "J.",   "&",   "/",      "–",    "I’m", "word",
                                           "Word", "NASDAQ:", "ALAB", "b2b",  "c1.10)", "S&P",   "he",   "Leo", "5,",     "of",   "at",  "note",
                                           "$5",   "€5",      "3rd",  "→",    "x2",     "mm",    "e.g.", "Gen", "no",     "\xFF", "é",   "B2"};
    for (std::string_view const left : kWords)
        for (std::string_view const right : kWords)
            for (std::string_view const mark : {"", ",", ".", ")", ":"}) {
                std::string const before(kWords[random() % std::size(kWords)]), bare = std::string(left) + std::string(mark),
                                                                                after = std::string(right) + std::string(mark);
                INFO(before << ' ' << bare << ' ' << after);
                // A bracket before a word changes nothing for the rules, but it is no plain word.
                CHECK(space_penalty({before, bare, after}, BreakTaste::Prose) == space_penalty({before, "(" + bare, after}, BreakTaste::Prose));
            }
}
