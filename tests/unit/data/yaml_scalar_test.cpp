#include "data/yaml_scalar.h"

#include <random>

#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

/// The source bytes of each text byte, written as "text<source" pairs, for one key's value.
std::string_view source_of(Parsed const& parsed, std::string_view word) {
    SourcedText const& text = parsed.value->find("k")->scalar;
    std::size_t const at = text.text.find(word);
    REQUIRE(at != std::string::npos);
    return parsed.raw(text.span(at, at + word.size()));
}

}  // namespace

TEST_CASE("plain scalars: every byte has its place, folded line ends too") {
    Parsed const p("é: é\nk: one é two  \n   three\n\n  four # no\n");
    REQUIRE(p.value);
    CHECK(p.value->find("k")->scalar.text == "one é two three\nfour");
    CHECK(source_of(p, "é") == "é");
    CHECK(source_of(p, "three") == "three");
    CHECK(source_of(p, "four") == "four");
    CHECK(source_of(p, " three") == "  \n   three");
    CHECK(p.raw(p.value->find("k")->span) == "one é two  \n   three\n\n  four");
    CHECK_FALSE(p.value->find("k")->quoted);
}

TEST_CASE("quoted scalars: escapes map to what was typed") {
    Parsed const single("k: 'it''s\r\n  é'\r\n");
    CHECK(single.value->find("k")->scalar.text == "it's é");
    CHECK(source_of(single, "'") == "''");
    CHECK(source_of(single, "é") == "é");
    CHECK(single.raw(single.value->find("k")->span) == "'it''s\r\n  é'");
    Parsed const two("k: \"a\\u00e9b\\n\\\n   c\\x41 d\\\\\"\n");
    CHECK(two.value->find("k")->scalar.text == "aéb\ncA d\\");
    CHECK(source_of(two, "é") == "\\u00e9");
    CHECK(source_of(two, "b") == "b");
    CHECK(source_of(two, "c") == "c");
    CHECK(source_of(two, "A") == "\\x41");
    CHECK(two.value->find("k")->quoted);
}

TEST_CASE("block scalars: indentation, blank lines, chomping, CRLF, an indentation digit") {
    Parsed const literal("a:\n  - k: |2+\n        x é\n\n      y\n\n");
    REQUIRE(literal.value);
    SourcedText const& text = literal.value->find("a")->list[0].find("k")->scalar;
    CHECK(text.text == "  x é\n\ny\n\n");
    CHECK(exact_map(text, literal.sources.text(1)));
    CHECK(literal.raw(text.span(2, 3)) == "x");
    Parsed const folded("k: >-\r\n    one\r\n    é two\r\n\r\n    three\r\n      more\r\n    end\r\n");
    CHECK(folded.value->find("k")->scalar.text == "one é two\nthree\n  more\nend");
    CHECK(source_of(folded, "é") == "é");
    CHECK(source_of(folded, "three") == "three");
    CHECK(source_of(folded, "  more") == "  more");
    CHECK(source_of(folded, "end") == "end");
    CHECK(folded.raw(folded.value->find("k")->span) == "one\r\n    é two\r\n\r\n    three\r\n      more\r\n    end");
}

TEST_CASE("an empty scalar has a place") {
    Parsed const p("k: \"\"\n");
    CHECK(p.value->find("k")->scalar.span() == Span{1, 4, 4});
}

TEST_CASE("a byte order mark shifts every place") {
    Parsed const p("\xEF\xBB\xBFk: é x\n");
    CHECK(source_of(p, "é x") == "é x");
}

TEST_CASE("a walk that does not meet the value gives one coarse piece") {
    ScalarMap const map = map_scalar("k: abc\nd: e", 3, true, "abX", 0);
    CHECK_FALSE(map.exact);
    REQUIRE(map.pieces.size() == 1);
    CHECK(map.pieces[0] == SourcedText::Piece{0, 3, 3, 3, false});
    CHECK_FALSE(map_scalar("k: 'abc", 3, false, "abcd", 0).exact);
    CHECK_FALSE(map_scalar("", 5, true, "x", 0).exact);
    CHECK_FALSE(map_scalar("k: \"\\q\"", 3, false, "q", 0).exact);
}

TEST_CASE("random scalars in every style are mapped exactly") {
    std::mt19937 random(7);
    char const* const words[] = {"a", "é", "→x", "b c", "don't", "#1", "12", "x:y", "\"q\"", "😀"};
    char const* const escapes[] = {"\\n", "\\t", "\\u00e9", "\\x41", "\\\\", "\\\"", "\\U0001F600", "\\ ", "\\\n", "\\/"};
    auto pick = [&](std::size_t n) { return random() % n; };
    std::size_t scalars = 0;
    for (int round = 0; round < 6000; ++round) {
        std::string const end = pick(3) == 0 ? "\r\n" : "\n";
        std::size_t const depth = 2 * (1 + pick(3));
        std::string const indent(depth + 2, ' ');
        std::string text = pick(2) == 0 ? "é: x" + end : "";
        if (pick(4) == 0) text = "\xEF\xBB\xBF" + text;
        for (std::size_t d = 0; d < depth; d += 2) text += std::string(d, ' ') + (pick(2) == 0 ? "k:" + end : "k: # c" + end);
        text += std::string(depth, ' ') + (pick(2) == 0 ? "- " : "k: ");
        std::size_t const style = pick(5);
        auto line = [&] {
            std::string out;
            for (std::size_t n = 1 + pick(3); n > 0; --n) {
                std::string word = words[pick(10)];
                if (style == 1) {
                    for (std::size_t q; (q = word.find('\'')) != std::string::npos;) word.replace(q, 1, "\x01\x01");
                    for (char& c : word) c = c == '\x01' ? '\'' : c;
                } else if (style == 2 && word[0] == '"') {
                    word = escapes[pick(10)];
                    if (word == "\\\n") word = "\\" + end + std::string(pick(4) + 2, ' ');
                } else if (style == 0 && (word[0] == '"' || word[0] == '#')) {
                    word = "p";
                }
                out += (out.empty() ? "" : " ") + word;
            }
            return out;
        };
        if (style == 1) text += '\'';
        if (style == 2) text += '"';
        if (style >= 3) {
            std::size_t const digit = pick(4);
            text += style == 3 ? "|" : ">";
            if (digit == 0) text += "2";
            text += pick(3) == 0 ? "+" : pick(2) == 0 ? "-" : "";
            text += (pick(4) == 0 ? "  # c" : "") + end;
        }
        for (std::size_t n = 1 + pick(4), i = 0; i < n; ++i) {
            if (style >= 3 || i > 0) text += indent + (style >= 3 && i > 0 && pick(4) == 0 ? "  " : "");
            text += line();
            if (pick(4) == 0) text += pick(2) == 0 ? "  " : "\t";
            if (i + 1 < n || style >= 3) {
                for (std::size_t k = 1 + (pick(3) == 0 ? pick(3) : 0); k > 0; --k) text += (k > 1 && pick(2) == 0 ? std::string(pick(6), ' ') : "") + end;
            }
        }
        if (style == 1) text += '\'';
        if (style == 2) text += '"';
        if (pick(5) != 0) text += end;
        Parsed const parsed(text);
        INFO(text);
        if (!parsed.value) continue;
        Value const* leaf = &*parsed.value;
        while (leaf->kind == ValueKind::Map || leaf->kind == ValueKind::List) {
            if (leaf->kind == ValueKind::Map ? leaf->map.empty() : leaf->list.empty()) break;
            leaf = leaf->kind == ValueKind::Map ? &leaf->map.back().value : &leaf->list.back();
        }
        if (leaf->kind != ValueKind::Scalar) continue;
        ++scalars;
        CHECK(exact_map(leaf->scalar, parsed.sources.text(1)));
    }
    CHECK(scalars > 5000);
}
