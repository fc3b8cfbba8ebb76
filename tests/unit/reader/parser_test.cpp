#include "reader/parser.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

using namespace offprint::reader;
using Kind = Object::Kind;

namespace {

std::optional<Object> parsed(std::string_view text) { return Parser(text).value(); }

}  // namespace

TEST_CASE("values of every kind") {
    CHECK(parsed("null")->is(Kind::Null));
    CHECK(parsed(" % a comment\n true")->boolean);
    CHECK(parsed("-17")->integer == -17);
    CHECK(parsed("+.5")->real == 0.5);
    CHECK(parsed("/A#20B#2f")->text == "A B/");
    CHECK(parsed("(a\\(b\\)(c)\\101\\7\\\nd\\n)")->text == "a(b)(c)A\ad\n");
    CHECK(parsed("(a\r\nb\rc)")->text == "a\nb\nc");
    CHECK(parsed("<48 65 6C6c 6>")->text == "Hell`");
    Object const dictionary = *parsed("<</Type/X/K[1 2 0 R(3)]/D<</E null>>>>");
    CHECK(dictionary["Type"].is_name("X"));
    REQUIRE(dictionary["K"].items.size() == 3);
    CHECK(dictionary["K"].items[1].is(Kind::Reference));
    CHECK(dictionary["K"].items[1].integer == 2);
    CHECK(dictionary["None"].is(Kind::Null));
}

TEST_CASE("two numbers are no reference without their R") {
    Parser parser("1 2 3 0 R");
    CHECK(parser.value()->integer == 1);
    CHECK(parser.value()->integer == 2);
    CHECK(parser.value()->is(Kind::Reference));
    parser.skip_blanks();
    CHECK(parser.at_end());
}

TEST_CASE("numbers are the nearest doubles, however they are written") {
    std::mt19937 random(11);
    for (int i = 0; i < 20'000; ++i) {
        std::string word = random() % 3 == 0 ? "-" : "";
        for (auto n = random() % 20; n > 0; --n) word += static_cast<char>('0' + random() % 10);
        word += '.';
        for (auto n = random() % 12 + 1; n > 0; --n) word += static_cast<char>('0' + random() % 10);
        INFO(word);
        auto const number = parsed(word);
        REQUIRE(number);
        CHECK(number->is(Kind::Real));
        CHECK(number->real == std::strtod(word.c_str(), nullptr));
    }
    for (char const* const word : {"0", "7", "-7", "32767", "-2147483648", "999999999999999", "1000000000000000", "9223372036854775807"}) {
        INFO(word);
        CHECK(parsed(word)->is(Kind::Integer));
        CHECK(parsed(word)->integer == std::strtoll(word, nullptr, 10));
    }
    for (char const* const word : {"9223372036854775808", ".", "-.", "-", "+", "1e5", "1.5e5", "0x10"}) {
        INFO(word);
        CHECK_FALSE(parsed(word));
    }
}

TEST_CASE("what is not well-formed is nothing") {
    for (char const* const text : {"", "(", "(a", "<4", "<4G>", "[1 2", "<</A", "<</A 1", "<</A>>", "<<1 2>>", "/A#2", "tru", "1.2.3", "--1", "]", ">>", "{"}) {
        INFO(text);
        CHECK_FALSE(parsed(text));
    }
    CHECK_FALSE(parsed(std::string(100'000, '[')));
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<</A";
    CHECK_FALSE(parsed(deep));
}

TEST_CASE("a value that would fill memory is refused") {
    std::string many = "[";
    for (std::size_t i = 0; i < kMostValues + 1; ++i) many += "0 ";
    CHECK_FALSE(parsed(many + "]"));
}

TEST_CASE("any bytes at worst give nothing") {
    std::mt19937 random(7);
    constexpr std::string_view kPieces[] = {"<<", ">>", "[", "]", "(", ")", "<", ">", "/A", "#41", "1", " ", "0 R", "\\", "\n", "%", "true", "\xFF", ".", "-"};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto n = random() % 30; n-- > 0;) text += kPieces[random() % std::size(kPieces)];
        Parser parser(text);
        while (parser.value()) {}
        CHECK(parser.at() <= text.size());
    }
}

TEST_CASE("Long lists of references are packed where that is asked for, in their order and nowhere else") {
    std::string list = "[7 0 R ";
    for (int i = 1; i < 100; ++i) list += std::to_string(3 * i) + (i == 50 ? " 5 1 R " : " 0 R ");
    list += "]";
    auto const numbers = [](Object const& array) {
        std::vector<std::int64_t> all;
        for (Object const& item : array.items) {
            if (item.is(Object::Kind::Reference) || item.is(Object::Kind::Integer)) all.push_back(item.integer);
            for (std::size_t i = 0; item.is(Object::Kind::References) && i < item.packed(); ++i) all.push_back(item.packed(i));
        }
        return all;
    };
    std::string const bytes = "<</K" + list + "/Nums[0" + list + "]/Other" + list + "/Deep<</K" + list + ">>>>";
    Object const plain = *Parser(bytes).value(), packed = *Parser(bytes, 0, Parser::Syntax::Packed).value();
    CHECK(packed["K"].items.size() < 40);
    CHECK(packed["Nums"].items[1].items.size() < 40);
    CHECK(packed["Other"].items.size() == plain["Other"].items.size());
    CHECK(packed["Deep"]["K"].items.size() == plain["K"].items.size());
    CHECK(numbers(packed["K"]) == numbers(plain["K"]));
    CHECK(numbers(packed["Nums"].items[1]) == numbers(plain["K"]));
    CHECK(numbers(plain["K"]).size() == 101);
}
