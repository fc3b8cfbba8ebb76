#include "ops/prose_numbers.h"

#include <catch2/catch.hpp>
#include <random>

using namespace offprint;

namespace {

ops::ProseLanguage english() { return {data::number_locale("en-US"), {"May", "June", "Jun", "September"}}; }

/// What is found, with the digits' precision: "93%/0".
std::string found(std::string const& words, ops::ProseLanguage const& language = english()) {
    std::string out;
    for (ops::ProseNumber const& number : ops::prose_numbers(SourcedText(words), language))
        out += (out.empty() ? "" : " ") + words.substr(number.begin, number.end - number.begin) + "/" + std::to_string(number.decimals);
    return out;
}

}  // namespace

TEST_CASE("Numbers of prose are found with their units") {
    CHECK(found("Sales rose 17% to $308.4 million, or $1.55B.") == "17%/0 308.4 million/1 1.55B/2");
    CHECK(found("about 1,234,567 shares, 5,6 and 12,34") == "1,234,567/0 5/0 6/0 12/0 34/0");
    CHECK(found("3\u20135% and 10\u00D7 and 30 bp and (42)") == "3/0 5%/0 10\u00D7/0 30 bp/0 42/0");
    CHECK(found("4 major lines, 5 men") == "4/0 5/0");  // no millions
    ops::ProseLanguage const german{data::number_locale("de"), {"Juni"}}, french{data::number_locale("fr"), {"juin"}};
    CHECK(found("Es sind 1.234,5 Mio. \u20AC oder 12,5\u00A0% mehr", german) == "1.234,5 Mio./1 12,5\u00A0%/1");
    CHECK(found("soit 1\u202F234 567,8 euros et 12 millions", french) == "1\u202F234 567,8/1 12 millions/0");
    auto const range = ops::prose_numbers(SourcedText("3\u20135%"), english());
    REQUIRE(range.size() == 2);
    CHECK(range[0].shifts.size() == 2);  // the unit of the second is that of the first
}

TEST_CASE("Names, dates, years and marks are no numbers of prose") {
    CHECK(found("Q1 2026, FY26, 2026E, H100, Q1'26, PCIe-6, 1st, A4, COVID-19").empty());
    CHECK(found("on 15 June 2026, June 15, 2026-06-15, 5\u20137 May, 13:00, in 1999 and 2099").empty());
    CHECK(found("in 2150, $2026 and 1850") == "2150/0 2026/0 1850/0");
    CHECK(found("`x = 5` and [words](https://a.b/12) and [@fig-3 page] and note[^4] and https://a.b/7 [8 mots 9]{lang=fr2}") == "8/0 9/0");
    CHECK(found("1. One\n2. Two\n3) Three, 4 of them") == "4/0");
    CHECK(found("version 5.2.1 of 01").find("5.2") == std::string::npos);
    CHECK(found("Catalyst \u00B7 01").empty());
}

TEST_CASE("What an expression printed is told apart") {
    SourcedText text;
    text.source = 1;
    text.append(SourcedText("Now "));
    text.append_value("12.5%", {1, 4, 20});
    text.append(SourcedText(" of 40"));
    auto const numbers = ops::prose_numbers(text, english());
    REQUIRE(numbers.size() == 2);
    CHECK(numbers[0].is_computed);
    CHECK_FALSE(numbers[1].is_computed);
}

TEST_CASE("A long chain takes no more than its length") {
    for (std::string const piece : {"1-", "1\u2013", "1,111", "111", "[@", "`1", "[^1", "](", "1 ", "'1", "1.", "5 May-"}) {
        std::string text;
        while (text.size() < 400'000) text += piece;
        INFO(piece);
        CHECK(ops::prose_numbers(SourcedText(text), english()).size() <= text.size());
    }
}

TEST_CASE("Any text can be looked through") {
    std::mt19937 chance(7);
    std::string const parts[] = {"0", "12", "999", "2026", ",", ".", " ", "\u202F", "%",  "M", "x",    "-",    "\u2013", "'", "\u2019",
                                 "`", "[@", "](",  "]",    ")", "{", "}", "://",    "&#", ";", "June", "\xFF", "\xE2",   "$", "\n"};
    for (ops::ProseLanguage const& language : {english(), ops::ProseLanguage{data::number_locale("fr"), {"", "juin"}}})
        for (int i = 0; i < 20'000; ++i) {
            std::string words;
            for (std::size_t n = chance() % 12; n > 0; --n) words += parts[chance() % std::size(parts)];
            std::size_t end = 0;
            for (ops::ProseNumber const& number : ops::prose_numbers(SourcedText(words), language)) {
                REQUIRE(number.begin >= end);
                REQUIRE(number.end > number.begin);
                REQUIRE(number.end <= words.size());
                end = number.begin + 1;
            }
        }
}
