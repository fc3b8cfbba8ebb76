#include "compare/words.h"

#include <catch2/catch.hpp>

using namespace offprint::compare;

namespace {

std::string cut(std::string_view text) {
    std::string out;
    for (Word const& word : words_of(text)) out += (word.spaced ? " " : "|") + word.text + (word.is_number ? "#" : "");
    return out;
}

}  // namespace

TEST_CASE("words, numbers and signs") {
    CHECK(cut("Revenue of $317.0 million, up 12.4%.") == "|Revenue of $317.0# million|, up 12.4%#|.");
    CHECK(cut("PCIe-6 (U.S.) isn\u2019t") == "|PCIe-6 (|U.S|.|) isn\u2019t");
    CHECK(cut("\u22123.5 +2 $400\u2013$800+ 196\u00D7 2026E") == "|\u22123.5# +2# $400#|\u2013|$800#|+ 196\u00D7# 2026E#");
    CHECK(cut("a\u00ADb c\u200Bd") == "|ab cd");
    CHECK(cut("\u6F22\u5B57 x") == "|\u6F22|\u5B57 x");
    CHECK(cut("1\u202F234,5\u00A0%") == "|1\u202F234,5\u00A0%#");
    CHECK(cut("") == "");
    CHECK(cut("\xFF\x01") == "|\uFFFD");
}

TEST_CASE("what is joined again reads the same") {
    for (std::string const text : {"Revenue of $317.0 million, up 12.4%.", "a (b) c\u2014d \u201Ce\u201D", "P/E 27.3\u00D7"})
        CHECK(joined(words_of(text)) == text);
}

TEST_CASE("generated numbers are shown, not compared") {
    Text a, b;
    a.append("see ");
    a.append_generated("Exhibit 9, page 7");
    b.append("see ");
    b.append_generated("Exhibit 10, page 12");
    auto const first = words_of(a), second = words_of(b);
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i].key == second[i].key);
    CHECK(joined(second) == "see Exhibit 10, page 12");
}

TEST_CASE("capitals of labels") {
    CHECK(say_the_same("YoY growth, Q1", "YoY GROWTH, Q1"));
    CHECK_FALSE(say_the_same("growth", "Growth"));
    CHECK_FALSE(say_the_same("a rack", "A rack"));
    CHECK_FALSE(say_the_same("growth", "GROWTHS"));
    CHECK(folded("\u00C4PFEL \u0416") == "\u00E4pfel \u0436");
    CHECK(title_key("The \"Edge\" isn't") == title_key("THE \u201CEDGE\u201D ISN\u2019T"));
}
