#include "pdf/syntax.h"

#include <catch2/catch.hpp>
#include <random>

using namespace offprint;
using namespace offprint::pdf;

namespace {

template <class Append, class... Arguments>
std::string said(Append append, Arguments... arguments) {
    std::string out;
    append(out, arguments...);
    return out;
}

/// Reads a literal string back, as ISO 32000-1, 7.3.4.2 says.
std::string read_back(std::string const& literal) {
    std::string out;
    for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
        char c = literal[i];
        if (c == '\r') c = '\n';
        if (c == '\\') c = literal[++i] == 'r' ? '\r' : literal[i];
        out += c;
    }
    return out;
}

}  // namespace

TEST_CASE("coordinates are hundredths, rounded half away from zero") {
    CHECK(to_centi(Length::points(1.004)) == 100);
    CHECK(to_centi(Length::from_raw(65536 / 8)) == 13);  // 0.125
    CHECK(to_centi(Length::from_raw(-65536 / 8)) == -13);
    CHECK(said(append_coordinate, Centi{-1205}) == "-12.05");
    CHECK(said(append_coordinate, Centi{50}) == ".5");
    CHECK(said(append_coordinate, Centi{0}) == "0");
}

TEST_CASE("a literal string gives back every byte") {
    CHECK(said(append_literal_string, "a(b)\\c\r\n") == "(a\\(b\\)\\\\c\\r\n)");
    std::minstd_rand random(7);
    for (int round = 0; round < 500; ++round) {
        std::string bytes;
        for (std::size_t n = random() % 40; n > 0; --n) bytes += static_cast<char>(random() % 256);
        std::string const literal = said(append_literal_string, std::string_view(bytes));
        CHECK(literal.front() == '(');
        CHECK(literal.back() == ')');
        CHECK(read_back(literal) == bytes);
    }
}

TEST_CASE("text strings are ASCII or UTF-16 with its mark") {
    CHECK(said(append_text_string, "plain (text)") == "(plain \\(text\\))");
    CHECK(said(append_text_string, "") == "()");
    CHECK(said(append_text_string, "\xC3\xA9") == "<FEFF00E9>");
    CHECK(said(append_text_string, "a\xF0\x9F\x98\x80") == "<FEFF0061D83DDE00>");
    CHECK(said(append_text_string, "line\nbreak").substr(0, 5) == "<FEFF");
}

TEST_CASE("hex and references") {
    CHECK(said(append_hex4, 0x1Fu) == "001F");
    CHECK(said(append_reference, 12u) == "12 0 R");
}
