#include <fstream>
#include <random>
#include <sstream>

#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

std::string repeat(std::string_view unit, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += unit;
    return out;
}

/// Every scalar of a tree has an exact map and lies in its parent.
void check_places(Value const& value, Span parent, std::string_view raw) {
    CHECK(value.span.source == 1);
    CHECK(value.span.begin >= parent.begin);
    CHECK(value.span.end <= parent.end);
    CHECK(value.span.begin <= value.span.end);
    if (value.kind == ValueKind::Scalar) CHECK(exact_map(value.scalar, raw));
    for (Value const& item : value.list) check_places(item, value.span, raw);
    for (MapEntry const& entry : value.map) {
        CHECK(exact_map(entry.key, raw));
        check_places(entry.value, value.span, raw);
    }
}

}  // namespace

TEST_CASE("a tree keeps order, kinds and places; scalars are never guessed") {
    Parsed const p("a: 1\nb: [x, {c: no, d: }]\ne:\n  - 2026E\n  - ~\n  - \"~\"\nf:\ng: {}\n");
    REQUIRE(p.value);
    CHECK(p.codes().empty());
    REQUIRE(p.value->map.size() == 5);
    CHECK(p.value->find("a")->scalar.text == "1");
    Value const& b = *p.value->find("b");
    CHECK(p.raw(b.span) == "[x, {c: no, d: }]");
    CHECK(p.raw(b.list[1].span) == "{c: no, d: }");
    CHECK(b.list[1].find("c")->scalar.text == "no");
    CHECK(b.list[1].find("d")->kind == ValueKind::Null);
    CHECK(p.value->find("e")->list[1].kind == ValueKind::Null);
    CHECK(p.raw(p.value->find("e")->list[1].span) == "~");
    CHECK(p.value->find("e")->list[2].scalar.text == "~");
    CHECK(p.value->find("f")->kind == ValueKind::Null);
    CHECK(p.value->find("g")->kind == ValueKind::Map);
    CHECK(p.value->find("z") == nullptr);
    check_places(*p.value, p.value->span, p.sources.text(1));
}

TEST_CASE("nothing written is null") {
    Parsed const p("# only a comment\n");
    REQUIRE(p.value);
    CHECK(p.value->kind == ValueKind::Null);
    CHECK(p.codes().empty());
    CHECK(Parsed("").value->kind == ValueKind::Null);
}

TEST_CASE("what is refused, and where") {
    struct Case {
        std::string text, codes;
    };
    Case const cases[] = {
        {"a: 1\nb: 2\na: 3\n", "3:1:E105"},
        {"a: {b: 1, c: 2, b: 3}\n", "1:17:E105"},
        {"a: &x 1\nb: *x\n", "1:4:E106 2:4:E106"},
        {"a: &A [*A]\n", "1:4:E106 1:8:E106"},
        {"a: *gone\n", "1:4:E104"},
        {"a: !!python/object:x {}\n", "1:4:E107"},
        {"a: ! x\n", "1:4:E107"},
        {"a: !local [x]\n", "1:4:E107"},
        {"b: {<<: {c: 1}}\n", "1:5:E108"},
        {"a: 1\n---\nb: 2\n", "2:1:E109"},
        {"é: \xFF\n", "1:4:E101"},
        {std::string("a: \0b\n", 6), "1:4:E102"},
        {"a: \x04\nb", "1:4:E102"},
        {"a: \"x\\0\"\n", "1:6:E102"},
        {"a: b\rc: d\r", "1:5:E116"},
        {"a: {{ x }}\n", "1:4:E112"},
        {"- {{ data.x | pct(1) }}\n", "1:3:E112"},
        {"a: {{ x }} more\n", "1:4:E112"},
        {"a:\n\tb: 1\n", "2:1:E104"},
        {"a: b: c\n", "1:5:E104"},
        {"a: @x\n", "1:4:E104"},
        {"a: \"x\n", "1:4:E104"},
        {"a: 'x''", "1:8:E104"},
        {"a: 'x\nb: c\n", "1:4:E104"},
        {"a: [1, 2\n", "2:1:E104"},
        {"{a: b}: c\n", "1:1:E113"},
        {"? [a]\n: c\n", "1:3:E113"},
        {": c\n", "1:1:E113"},
        {"\xFE\xFF", "1:1:E101"},
    };
    for (Case const& c : cases) {
        INFO(c.text);
        CHECK(Parsed(c.text).codes() == c.codes);
    }
}

TEST_CASE("faults that leave a tree do not hide each other") {
    Parsed const p("a: 1\na: 2\nb: *x\n");
    Parsed const q("x: &a 1\ny: {{ z }}\nx: 2\nw: {[k]: v, <<: u}\nv: kept\n");
    CHECK(q.codes() == "1:4:E106 2:4:E112 3:1:E105 4:5:E113 4:13:E108");
    REQUIRE(q.value);
    CHECK(q.value->find("v")->scalar.text == "kept");
    CHECK(q.value->find("w")->map.empty());
    CHECK(q.value->find("x")->scalar.text == "1");
    REQUIRE(q.faults.items()[2].notes.size() == 1);
    CHECK(q.raw(q.faults.items()[2].notes[0].span) == "x");
    CHECK_FALSE(p.value);  // an alias without an anchor ends yaml-cpp's parse
}

TEST_CASE("duplicates are found in wide maps too") {
    std::string text;
    for (int i = 0; i < 3000; ++i) text.append("k").append(std::to_string(i)).append(": 1\n");
    CHECK(Parsed(text).codes().empty());
    CHECK(Parsed(text + "k2999: 1\nk5: 2\n").codes() == "3001:1:E105 3002:1:E105");
}

TEST_CASE("limits are kept, and named") {
    YamlLimits limits;
    limits.depth = 5;
    limits.nodes = 100;
    limits.bytes = 1000;
    CHECK(Parsed("[[[[[1]]]]]", limits).codes().empty());
    CHECK(Parsed("[[[[[[1]]]]]]", limits).codes() == "1:6:E110");
    CHECK(Parsed("- - - - - - 1", limits).codes() == "1:11:E110");
    CHECK(Parsed("{{ [[[[[1]]]]] }}", limits).codes() == "1:1:E112 1:7:E110");
    CHECK(Parsed(repeat("- a\n", 500), limits).codes() == "100:3:E111");
    CHECK(Parsed(repeat("[],", 500), limits).codes() == "1:101:E111");
    CHECK(Parsed(repeat("a ", 1001), limits).codes() == "1:1:E103");
    CHECK(Parsed("a: " + repeat("x", (1 << 20) + 1)).codes() == "1:4:E114");
}

TEST_CASE("large hostile texts end with a fault, soon and in bounded memory") {
    for (std::string_view const unit : {"[", "{", "- ", "[a,", "{a: ", "? ", "\"\":", "'", "&a ", "*a ", "!a ", "a:\n", "|\n", "%x\n", ":", "- - a\n"}) {
        INFO(unit);
        Parsed const p(repeat(unit, 300'001));
        CHECK((!p.value || p.faults.has_errors() || unit == "a:\n" || unit == "%x\n" || unit == "- - a\n"));
    }
}

TEST_CASE("the samples and layouts of the repository parse with exact places") {
    for (char const* const name : {"samples/astera-labs/article.yaml", "layouts/clauses/goai-standard.yaml", "offprint.yaml", "fonts/manifest.yaml"}) {
        std::ifstream file(std::string(OFFPRINT_SOURCE_DIR) + "/" + name);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        Parsed const p(bytes.str());
        INFO(name);
        CHECK(p.codes().empty());
        REQUIRE(p.value);
        REQUIRE(p.value->kind == ValueKind::Map);
        check_places(*p.value, p.value->span, p.sources.text(1));
    }
}
