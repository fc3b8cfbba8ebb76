#include "text/saslprep.h"

#include <catch2/catch.hpp>

using namespace offprint;

namespace {

std::string prepared(std::string_view password) {
    std::string error;
    Secret const out = text::saslprep(password, error);
    return error.empty() ? std::string(out.bytes()) : "error: " + error;
}

}  // namespace

TEST_CASE("passwords are prepared as RFC 4013 shows") {
    CHECK(prepared("I\u00ADX") == "IX");
    CHECK(prepared("user") == "user");
    CHECK(prepared("USER") == "USER");
    CHECK(prepared("\u00AA") == "a");
    CHECK(prepared("\u2168") == "IX");
    CHECK(prepared("\a").starts_with("error: it has a character that must not be"));
    CHECK(prepared("\u0627"
                   "1")
              .starts_with("error: it mixes directions"));
    CHECK(prepared("two\u3000words") == "two words");
    CHECK(prepared("a\u0308") == "\u00E4");
    CHECK(prepared("").empty());
}

TEST_CASE("what is no password is refused") {
    CHECK(prepared("\xC3").starts_with("error: it is not UTF-8"));
    CHECK(prepared("\xED\xA0\x80").starts_with("error: it is not UTF-8"));
    CHECK(prepared(std::string_view("a\0b", 3)).starts_with("error: it has a character that must not be"));
    CHECK(prepared("\U0001F4EC").starts_with("error: it has a character newer"));
    CHECK(prepared("\uE000").starts_with("error: it has a character that must not be"));
    std::string const longest(1024, 'x');
    CHECK(prepared(longest) == longest);
    std::string wide;
    for (int i = 0; i < 300; ++i) wide += "\uFDFA";  // 18 letters each
    CHECK(prepared(wide).size() == 300 * 33);
}
