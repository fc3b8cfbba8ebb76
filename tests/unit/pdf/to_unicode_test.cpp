#include "pdf/to_unicode.h"

#include <catch2/catch.hpp>

#include "pdf/font_embedder.h"
#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;

TEST_CASE("ASCII and Latin-1 codes are one range each, all others stand alone") {
    std::string const map =
        to_unicode_cmap({{0x20, " "}, {0x41, "A"}, {0x7A, "z"}, {0x80, "fi"}, {0xA0, "\xC2\xA0"}, {0xE9, "\xC3\xA9"}, {0x101, "\xF0\x9F\x98\x80"}});
    CHECK(map.find("2 beginbfrange\n<20><7A><0020>\n<A0><E9><00A0>\nendbfrange\n") != std::string::npos);
    CHECK(map.find("2 beginbfchar\n<80><00660069>\n<0101><D83DDE00>\nendbfchar\n") != std::string::npos);
    CHECK(map.find("2 begincodespacerange\n<20><FF>\n<0100><1FFF>\n") != std::string::npos);
}

TEST_CASE("blocks hold at most 100 entries") {
    std::vector<CodeText> codes;
    for (std::uint16_t code = 0x100; code < 0x100 + 250; ++code) codes.emplace_back(code, "x");
    std::string const map = to_unicode_cmap(codes);
    CHECK(map.find("beginbfrange") == std::string::npos);
    std::size_t blocks = 0, at = 0;
    for (char const* const head : {"\n100 beginbfchar\n", "\n100 beginbfchar\n", "\n50 beginbfchar\n"}) {
        at = map.find(head, at);
        REQUIRE(at != std::string::npos);
        at += 10;
        ++blocks;
    }
    CHECK(blocks == 3);
}

TEST_CASE("what no CMap may hold is taken out") {
    using namespace std::string_literals;
    CHECK(mappable("a\0\xEF\xBB\xBF"s
                   "b"s) == "ab");
    CHECK(mappable("\xEF\xBF\xBE") == "\xE2\x81\xA0");
    CHECK(mappable("") == "\xE2\x81\xA0");
    CHECK(mappable("\xFF") == "\xEF\xBF\xBD");
}
