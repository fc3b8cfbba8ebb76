// The lexer of code blocks: every byte in one span, whatever the text; and what it knows of each language.
#include "blocks/highlight.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using offprint::blocks::CodeSpan;
using offprint::blocks::highlight;
using offprint::blocks::kCodeLanguages;
using offprint::blocks::Token;

namespace {

/// The text with a letter before each span that is not plain: k n s 0 c.
std::string marked(std::string_view text, std::string_view language) {
    std::string out;
    for (CodeSpan const& span : highlight(text, language)) {
        std::string const part(text.substr(span.begin, span.end - span.begin));
        out += span.token == Token::Plain ? part : std::string("<") + " kns0c"[static_cast<std::size_t>(span.token)] + part + ">";
    }
    return out;
}

}  // namespace

TEST_CASE("Spans cover any text in order, neighbours differ, none is empty") {
    std::mt19937 random(7);
    std::string_view const pieces[] = {"\"", "'", "\"\"\"", "#",  "--",  "/*", "*/",   "//",  "\n",  " ",        "\t", "a",    "select", "key:", "- ",
                                       "{",  "}", "$",      "${", "0.5", "\\", "R\"(", ")\"", "f\"", "\xC3\xA9", "@",  "1e-5", "true",   ",",    "\xFF"};
    for (int round = 0; round < 4000; ++round) {
        std::string text;
        for (std::uint64_t n = random() % 24; n > 0; --n) text += pieces[random() % std::size(pieces)];
        for (std::string_view const language : kCodeLanguages) {
            INFO(language << ": " << text);
            std::size_t at = 0;
            Token before = Token::Plain;
            bool first = true;
            for (CodeSpan const& span : highlight(text, language)) {
                REQUIRE(span.begin == at);
                REQUIRE(span.end > span.begin);
                REQUIRE((first || span.token != before));
                at = span.end;
                before = span.token;
                first = false;
            }
            REQUIRE(at == text.size());
        }
    }
}

TEST_CASE("A long text without ends takes time in step with its length") {
    for (std::string_view const language : kCodeLanguages) {
        for (std::string_view const part : {"'", "\"", "/*", "a b ", "$", "#", "{"}) {
            std::string text;
            while (text.size() < 200'000) text += part;
            CHECK(highlight(text, language).back().end == text.size());
        }
    }
}

TEST_CASE("SQL: keywords in any case, doubled quotes, comments of both kinds") {
    CHECK(marked("SELECT a AS selected -- b", "sql") == "<kSELECT> a <kAS> selected <c-- b>");
    CHECK(marked("where x = 'it''s' /* y\nz */ or 1.5e3", "sql") == "<kwhere> x = <s'it''s'> <c/* y\nz */> <kor> <01.5e3>");
}

TEST_CASE("JSON: keys and strings, numbers and literals") {
    CHECK(marked(R"({"a" : "b\"c", "d": [1, -2.5, true, null]})", "json") == R"({<n"a"> : <s"b\"c">, <n"d">: [<01>, -<02.5>, <0true>, <0null>]})");
    CHECK(marked("\"open\n1", "json") == "<s\"open>\n<01>");
}

TEST_CASE("YAML: keys, values by themselves, and quotes only where a value begins") {
    CHECK(marked("a: 1 # no\nb c: don't\n- d: {e: 'x', f: 2026-06-15}", "yaml") ==
          "<na>: <01> <c# no>\n<nb c>: don't\n- <nd>: {<ne>: <s'x'>, <nf>: <02026-06-15>}");
    CHECK(marked("a: not on time, 5 mm#x\nurl: http://x.y/z", "yaml") == "<na>: not on time, 5 mm#x\n<nurl>: http://x.y/z");
    CHECK(marked("- true\n- -0.5", "yaml") == "- <0true>\n- <0-0.5>");
}

TEST_CASE("Python: prefixes, long strings, decorators") {
    CHECK(marked("@cached\ndef f(x): return rf\"{x}\" # c", "python") == "<k@cached>\n<kdef> f(x): <kreturn> <srf\"{x}\"> <c# c>");
    CHECK(marked("\"\"\"a\n\"b\" \"\"\" if None", "python") == "<s\"\"\"a\n\"b\" \"\"\"> <kif> <0None>");
}

TEST_CASE("C++: directives, raw strings, numbers with marks") {
    CHECK(marked("#include <x>\nint a = 1'000u; // b", "cpp") == "<k#include> <x>\n<kint> a = <01'000u>; <c// b>");
    CHECK(marked("auto s = R\"(a \" b)\" + \"c\";", "cpp") == "<kauto> s = <sR\"(a \" b)\"> + <s\"c\">;");
    CHECK(marked("interval x1", "cpp") == "interval x1");
}

TEST_CASE("Shell: variables, comments only after a blank") {
    CHECK(marked("for f in $HOME ${X:-1}; do echo a#b # c", "bash") == "<kfor> f <kin> <n$HOME> <n${X:-1}>; <kdo> <kecho> a#b <c# c>");
}

TEST_CASE("Plain text and unknown languages stay plain") {
    CHECK(marked("if \"x\" # 1", "plain") == "if \"x\" # 1");
    CHECK(marked("if \"x\" # 1", "cobol") == "if \"x\" # 1");
    CHECK(highlight("", "sql").empty());
}
