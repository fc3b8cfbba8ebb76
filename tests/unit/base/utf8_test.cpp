#include "base/utf8.h"

#include <catch2/catch.hpp>

using namespace offprint;

TEST_CASE("every code point survives a round trip") {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        utf8::append(text, c);
        std::size_t at = 0;
        if (utf8::next(text, at) != c || at != text.size() || utf8::find_invalid(text) != std::string::npos || utf8::previous(text, text.size()) != 0) {
            FAIL("code point " << static_cast<std::uint32_t>(c));
        }
    }
}

TEST_CASE("ill-formed sequences are found and cost one byte each") {
    struct Case {
        std::string_view text;
        std::size_t invalid;
    };
    Case const cases[] = {
        {"ab\x80", 2},            // a lone continuation
        {"\xC0\xAF", 0},          // overlong in two bytes
        {"\xE0\x9F\xBF", 0},      // overlong in three
        {"\xF0\x8F\xBF\xBF", 0},  // overlong in four
        {"x\xED\xA0\x80", 1},     // a surrogate
        {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
        {"\xF8\x88\x80\x80\x80", 0},
        {"é\xE2\x82", 2},  // cut off
        {"é→😀", std::string_view::npos},
    };
    for (Case const& c : cases) {
        CHECK(utf8::find_invalid(c.text) == c.invalid);
        if (c.invalid == std::string_view::npos) continue;
        std::size_t at = c.invalid;
        CHECK(utf8::next(c.text, at) == U'\uFFFD');
        CHECK(at == c.invalid + 1);
    }
}

TEST_CASE("UTF-16 has pairs above the basic plane") {
    CHECK(utf8::to_utf16("a😀→") == std::u16string{u'a', 0xD83D, 0xDE00, u'→'});
    CHECK(utf8::to_utf16("").empty());
}
