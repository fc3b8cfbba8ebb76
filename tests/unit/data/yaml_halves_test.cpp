// A long text read in two halves gives the very tree and the very faults of the same text read in one go.
#include "data/yaml_halves.h"

#include <random>

#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

void check_same(Value const& a, Value const& b) {
    REQUIRE(a.kind == b.kind);
    CHECK(a.span == b.span);
    CHECK(a.quoted == b.quoted);
    CHECK(a.scalar.text == b.scalar.text);
    REQUIRE(a.scalar.pieces.size() == b.scalar.pieces.size());
    for (std::size_t i = 0; i < a.scalar.text.size(); ++i) CHECK(a.scalar.span(i, i + 1) == b.scalar.span(i, i + 1));
    REQUIRE(a.list.size() == b.list.size());
    for (std::size_t i = 0; i < a.list.size(); ++i) check_same(a.list[i], b.list[i]);
    REQUIRE(a.map.size() == b.map.size());
    for (std::size_t i = 0; i < a.map.size(); ++i) {
        CHECK(a.map[i].key.text == b.map[i].key.text);
        CHECK(a.map[i].key.span() == b.map[i].key.span());
        check_same(a.map[i].value, b.map[i].value);
    }
}

void check_halves(std::string const& text, YamlLimits limits = {}) {
    INFO(text);
    Parsed const whole(text, limits);
    limits.threads = 2;
    limits.halves_from = 0;
    Parsed const halves(text, limits);
    CHECK(halves.codes() == whole.codes());
    REQUIRE(halves.value.has_value() == whole.value.has_value());
    if (whole.value) check_same(*whole.value, *halves.value);
}

/// Whether the halves fit together, so that a test of them is one.
bool joined(std::string const& text) { return parse_in_halves(text, 1, {}).has_value(); }

/// Items of a list at an indent; many hold lines that look like items and are none.
std::string random_item(std::mt19937& random, std::string const& indent) {
    switch (random() % 12) {
        case 0: return indent + "- plain é words: \"quoted\"\n";
        case 1: return indent + "- |\n" + indent + "    literal\n" + indent + "    - no item\n\n" + indent + "    more\n";
        case 2: return indent + "- >-\n" + indent + "   folded\n" + indent + "   - no item\n";
        case 3: return indent + "- \"quoted\n" + indent + "  - no item\n" + indent + "  end\"\n";
        case 4: return indent + "- {a: 1, b: [x, y], c: \"{}\"}\n";
        case 5: return indent + "- {a:\n" + indent + "  - 1,\n" + indent + "  b: 2}\n";
        case 6: return indent + "- key: value\n" + indent + "  list:\n" + indent + "    - one\n" + indent + "    - two\n";
        case 7: return indent + "- key:\n" + indent + "  - one\n" + indent + "  - two: |\n" + indent + "      x\n";
        case 8: return indent + "-\n" + indent + "  late\n";
        case 9: return indent + "- ~\n" + indent + "# - a comment\n";
        case 10: return indent + "- plain over\n" + indent + "  several\n\n" + indent + "  - lines\n";
        default: return indent + "- - nested\n" + indent + "  - list\n";
    }
}

std::string random_document(std::mt19937& random) {
    std::string const indent(random() % 4, ' ');
    std::string text = random() % 8 == 0 ? "\xEF\xBB\xBF" : "";
    text += "title: \"a\n  - b\"\n";
    if (random() % 4 == 0) text += "note: |\n  - not\n  - items\n";
    text += "body:\n";
    for (std::size_t n = 1 + random() % 12; n > 0; --n) text += random_item(random, indent);
    if (random() % 6 == 0) text += "after: 1\n";
    if (random() % 20 == 0) text += "body: twice\n";
    if (random() % 20 == 0) text += "---\nsecond: document\n";
    if (random() % 3 == 0) {
        std::string crlf;
        for (char const c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
        text = crlf;
    }
    return text;
}

}  // namespace

TEST_CASE("halves of random documents, sound and damaged") {
    std::mt19937 random(2026);
    std::size_t fitting = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string text = random_document(random);
        fitting += joined(text) ? 1 : 0;
        check_halves(text);
        constexpr std::string_view kDamage = "[]{},:-&*!|>'\"#%@ \n\t";
        for (std::size_t n = 1 + random() % 3; n > 0; --n) {
            std::size_t const at = random() % text.size();
            if (random() % 2 == 0)
                text[at] = kDamage[random() % kDamage.size()];
            else
                text.erase(at, 1 + random() % 4);
        }
        check_halves(text);
    }
    CHECK(fitting > 1000);
}

TEST_CASE("what looks like an item and is none joins nothing") {
    std::string const words(200, 'x');
    CHECK(joined("body:\n- a\n- b\n- c\n"));
    CHECK_FALSE(joined("text: |\n  - a\n  - b\n  - c\n"));
    CHECK_FALSE(joined("text: \"" + words + "\n  - a\n  - b\n " + words + "\"\nbody: [x]\n"));
    CHECK_FALSE(joined("- a\n- b\n- c\n"));                // no list of the root map
    CHECK_FALSE(joined("body:\n  - a\n  - b\nend: 1\n"));  // the list is not the end: read in one go
}

TEST_CASE("limits are those of the whole text") {
    std::string text = "body:\n";
    for (int i = 0; i < 40; ++i) text += "  - {a: [" + std::to_string(i) + "]}\n";
    for (std::size_t nodes : {100u, 160u, 161u, 162u, 163u, 164u, 400u}) {
        YamlLimits limits;
        limits.nodes = nodes;
        check_halves(text, limits);
    }
    for (std::size_t depth = 1; depth < 7; ++depth) {
        YamlLimits limits;
        limits.depth = depth;
        check_halves(text, limits);
    }
}
