#include "pdf/font_embedder.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;

namespace {

/// Reads a W array as a viewer does.
std::map<int, int> widths_of(std::string const& array) {
    std::string spaced;
    for (char const c : array) spaced += c == '[' || c == ']' ? std::string(" ") + c + ' ' : std::string(1, c);
    std::istringstream in(spaced);
    std::map<int, int> result;
    std::string token;
    while (in >> token) {
        int const first = std::stoi(token);
        REQUIRE(in >> token);
        if (token == "[") {
            for (int cid = first; in >> token && token != "]"; ++cid) CHECK(result.emplace(cid, std::stoi(token)).second);
        } else {
            int const last = std::stoi(token);
            REQUIRE(in >> token);
            for (int cid = first; cid <= last; ++cid) CHECK(result.emplace(cid, std::stoi(token)).second);
        }
    }
    return result;
}

}  // namespace

TEST_CASE("a W array gives every code its width") {
    CHECK(width_array({{3, 500}, {4, 600}, {9, 700}}, 600) == "3[500]9[700]");
    CHECK(width_array({{1, 5}, {2, 5}, {3, 5}, {4, 5}, {5, 7}, {6, 8}}, 600) == "1 4 5 5[7 8]");
    CHECK(width_array({{1, 600}, {2, 600}}, 600).empty());
    std::minstd_rand random(3);
    for (int round = 0; round < 400; ++round) {
        std::vector<std::pair<std::uint16_t, int>> widths;
        std::uint16_t cid = 0;
        for (std::size_t n = random() % 60; n > 0; --n) {
            cid = static_cast<std::uint16_t>(cid + 1 + (random() % 4 == 0 ? random() % 3 : 0));
            widths.emplace_back(cid, static_cast<int>(500 + random() % 3));
        }
        int const usual = most_common_width(widths);
        std::map<int, int> const read = widths_of(width_array(widths, usual));
        for (auto const& [code, width] : widths) {
            auto const at = read.find(code);
            CHECK((at == read.end() ? usual : at->second) == width);
        }
    }
}

TEST_CASE("the most common width, the smaller of equals") {
    CHECK(most_common_width({{1, 7}, {2, 5}, {3, 7}, {4, 5}}) == 5);
    CHECK(most_common_width({}) == 1000);
}

TEST_CASE("a code stands for a glyph and its text, and is given once") {
    FontEmbedder fonts;
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    std::size_t const font = fonts.use(face);
    CHECK(fonts.use(face) == font);
    std::uint32_t const hyphen = face->nominal_glyph('-');
    CHECK(fonts.code(font, hyphen, "-").cid == '-');
    CHECK(fonts.code(font, hyphen, "\xC2\xAD").cid == 0xAD);
    CHECK(fonts.code(font, hyphen, "-").cid == '-');
    CHECK(fonts.code(font, face->nominal_glyph(0xE9), "\xC3\xA9").cid == 0xE9);
    CHECK(fonts.code(font, 77, "fi").cid == 0x80);
    // A second glyph for the same character (a small capital) has a code of its own.
    std::uint32_t const a = face->nominal_glyph('a');
    CHECK(fonts.code(font, a, "a").cid == 'a');
    CHECK(fonts.code(font, a + 1, "a").cid == 0x81);
}

TEST_CASE("many codes are all different and never need an escape") {
    FontEmbedder fonts;
    std::size_t const font = fonts.use(sample::font("inter/Inter-Regular.ttf"));
    std::set<int> seen;
    for (std::uint32_t glyph = 1; glyph < 2500; ++glyph) {
        std::uint16_t const cid = fonts.code(font, glyph, "several letters").cid;
        CHECK(seen.insert(cid).second);
        for (int const byte : {cid >> 8, cid & 0xFF}) CHECK(std::string_view("()\\\r").find(static_cast<char>(byte)) == std::string_view::npos);
    }
}
