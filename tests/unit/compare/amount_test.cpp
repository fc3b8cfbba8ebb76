#include "compare/amount.h"

#include <catch2/catch.hpp>

using namespace offprint::compare;

TEST_CASE("how printed numbers differ") {
    struct Case {
        char const *before, *after, *difference;
    };
    Case const cases[] = {
        {"12.4%", "12.9%", "+0.5 pp"},
        {"$317.0M", "$318.5M", "+$1.5M (+0.5%)"},
        {"1,048", "1,100", "+52 (+5.0%)"},
        {"1,048.25", "1,048.3", "+0.05 (+0.0%)"},
        {"(193.1)", "(186.9)", "+6.2 (+3.2%)"},
        {"\u22123.5", "2", "+5.5 (+157.1%)"},
        {"27.3×", "26.0×", "\u22121.3× (\u22124.8%)"},
        {"0", "5", "+5"},
        {"$950M", "$1.2B", "+26.3%"},
        {"2025", "2026", ""},  // years
        {"2,025", "2,026", "+1 (+0.0%)"},
        {"2026E", "2027E", ""},
        {"$3", "€4", ""},  // other units
        {"5%", "5", ""},
        {"12.40%", "12.4%", ""},  // the same
        {"beat", "12", ""},
        {"27 Oct 2026", "28 Oct 2026", ""},
    };
    for (Case const& c : cases) {
        INFO(c.before << " -> " << c.after);
        CHECK(difference(c.before, c.after, '.') == c.difference);
    }
}

TEST_CASE("the decimal sign is that of the language") {
    CHECK(difference("1,5", "2,5", ',') == "+1.0 (+66.7%)");
    CHECK(difference("1.048", "1.049", ',') == "+1 (+0.1%)");
    CHECK(difference("1.048", "1.049", '.') == "+0.001 (+0.1%)");
    CHECK(difference("1\u202F234,5 €", "1\u202F235,5 €", ',') == "+1.0€ (+0.1%)");
    CHECK(difference("1.234.567", "1.234.568", ',') == "+1 (+0.0%)");
}

TEST_CASE("any text is read or is no number") {
    for (char const* const text : {"", "-", "()", "(", "$", "1e999999", "99999999999999999999", "1.2.3.4", "..", "1,", ",1", "\xFF", "%", "1%%%%%%%%%%", "−"}) {
        INFO(text);
        read_amount(text, '.');
        difference(text, "1", '.');
    }
    CHECK_FALSE(read_amount("99999999999999999999", '.'));
}
