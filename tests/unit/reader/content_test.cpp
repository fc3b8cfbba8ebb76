// Operators and their operands, held against the parser that says what a value is.
#include "reader/content.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "reader/lexical.h"

using namespace offprint::reader;

namespace {

std::string shown(Object const& value) {
    std::string out = std::to_string(static_cast<int>(value.kind)) + (value.boolean ? "t" : "") + std::to_string(value.integer) + "," +
                      std::to_string(value.real) + "'" + value.text + "'";
    for (std::string const& key : value.keys) out += "/" + key;
    for (Object const& item : value.items) out += "[" + shown(item) + "]";
    return out;
}

std::string read_by_operands(std::string_view content) {
    std::string out;
    each_operator(content, [&](std::string_view word, std::span<Operand const> operands) {
        for (Operand const& operand : operands) out += shown(to_object(operand)) + " ";
        out += std::string(word) + "\n";
    });
    return out;
}

/// What a content is, said the plain way: values as long as there are any, then a word.
std::string read_by_parser(std::string_view content) {
    std::string out, values;
    Parser parser(content, 0, Parser::Syntax::Content);
    std::size_t count = 0;
    while (!parser.at_end()) {
        std::size_t const before = parser.at();
        if (auto const value = parser.value()) {
            if (count++ < kMostOperands) values += shown(*value) + " ";
            continue;
        }
        parser = Parser(content, before, Parser::Syntax::Content);
        std::string_view const word = parser.operator_word();
        if (word == "ID") {
            std::size_t at = parser.at();
            do at = content.find("EI", at + 1);
            while (at != content.npos && !(is_white(content[at - 1]) && (at + 2 >= content.size() || is_white(content[at + 2]))));
            parser = Parser(content, at == content.npos ? content.size() : at + 2, Parser::Syntax::Content);
        }
        if (!word.empty()) out += values + std::string(word == "ID" ? "EI" : word) + "\n";
        values.clear();
        count = 0;
        parser.skip_blanks();
        if (word.empty() && !parser.at_end()) parser = Parser(content, parser.at() + 1, Parser::Syntax::Content);
    }
    return out;
}

}  // namespace

TEST_CASE("operands of one operator leave nothing in those of the next") {
    std::string seen;
    each_operator("[(a)-3(b)]TJ(c)Tj/N<</K 1>>BDC 1 0 R 5 n [[]2]x /M BMC", [&](std::string_view word, std::span<Operand const> operands) {
        seen += std::string(word) + ':';
        for (Operand const& operand : operands)
            seen += std::to_string(static_cast<int>(operand.kind)) + std::string(operand.text) + std::to_string(operand.integer) +
                    std::to_string(operand.items.size()) + std::to_string(operand.keys.size()) + ' ';
    });
    CHECK(seen == "TJ:6030 Tj:5c000 BDC:4N000 7011 R:2100 2000 n:2500 x:6020 BMC:4M000 ");
}

TEST_CASE("a content is what the parser makes of it") {
    for (char const* const content : {"",
                                      " ",
                                      "% only words",
                                      "BT /F0 9.5 Tf 65.76 -78.1 Td [(Go)34(AI \\(x\\))-1.5<41 4>]TJ ET",
                                      "1 2 3",
                                      "1 2 re%c\n3 4 l",
                                      "(a(b)c)Tj(d\re)Tj(\\\n)'",
                                      "BI /W 1 ID \x01 EI EIx EI Q",
                                      "ID never ends",
                                      "/N#41<</MCID 3/BBox[0 0 1 1]/N<</M null>>>>BDC",
                                      "<4142>Tj<4>Tj<4G>Tj< 41\n42 >Tj",
                                      "[1 2 (a) /N] d0",
                                      "[1 [2 <</A [3]>>] 4] 0 d",
                                      "+1 +-1 --1 1.2.3 -. . - 1e5 x",
                                      "999999999999999 9999999999999999 .5 5. 00012.3400 k",
                                      "true false null tru nul x",
                                      "[1 2 x",
                                      "1 [2 } 3 y",
                                      "]",
                                      ">> <<",
                                      "((((",
                                      "/ /",
                                      "/A/B/C gs",
                                      "<</A 1/A 2>>DP"}) {
        INFO(content);
        CHECK(read_by_operands(content) == read_by_parser(content));
    }
    std::string many;
    for (std::size_t i = 0; i < kMostOperands + 10; ++i) many += i % 3 == 0 ? "[1 (a)]" : i % 3 == 1 ? "<</A[1]>>" : " 7";
    CHECK(read_by_operands(many + "x 1 y") == read_by_parser(many + "x 1 y"));
}

TEST_CASE("any bytes are what the parser makes of them") {
    std::mt19937 random(11);
    constexpr std::string_view kPieces[] = {"<<",    ">>", "[",  "]", "(",  ")",     "<", ">",          "/A",  "#41",  "1",    " ",
                                            "0 R",   "\\", "\n", "%", "\r", "x",     "Q", "\0",         "{",   "true", "\xFF", "-.5",
                                            "12.25", "ID", "EI", "-", "41", "/MCID", ".", "[(a)-3(b)]", "(c)", "Tj"};
    for (int round = 0; round < 50'000; ++round) {
        std::string content;
        for (auto n = random() % 30; n-- > 0;) content += kPieces[random() % std::size(kPieces)];
        INFO(content);
        REQUIRE(read_by_operands(content) == read_by_parser(content));
    }
}
