#include "text/protrusion.h"

#include <catch2/catch.hpp>

using namespace offprint::text;

TEST_CASE("points, quotes and hyphens hang, most letters do not") {
    for (char32_t const c : {U'.', U',', U'-', char32_t{0x2010}, char32_t{0xAD}, char32_t{0x2019}, char32_t{0x201D}}) CHECK(right_permille(c) >= 400);
    for (char32_t const c : {char32_t{0x2018}, char32_t{0x201C}, U'"'}) CHECK(left_permille(c) >= 400);
    for (char32_t const c : {U'n', U'H', U'0', U'9', U'%', U' ', char32_t{0x4E00}, char32_t{0x10FFFF}, char32_t{0}}) {
        CHECK(left_permille(c) == 0);
        CHECK(right_permille(c) == 0);
    }
    CHECK(left_permille(U'.') == 0);
    CHECK(right_permille(U'(') == 0);
}

TEST_CASE("nothing hangs by more than it is wide") {
    for (char32_t c = 0; c < 0x3100; ++c) {
        CHECK((left_permille(c) >= 0 && left_permille(c) <= 800));
        CHECK((right_permille(c) >= 0 && right_permille(c) <= 800));
    }
}
