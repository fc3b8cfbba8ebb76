#include "data/cell_type.h"

#include <catch2/catch.hpp>
#include <random>

#include "data/arithmetic.h"
#include "data/json_table.h"
#include "data/json_tree.h"
#include "data/pattern.h"

using namespace offprint;
using namespace offprint::data;

namespace {

std::optional<CellType> type(std::string const& text) {
    Diagnostics faults;
    auto out = parse_cell_type(SourcedText(text), faults);
    CHECK(out.has_value() != faults.has_errors());
    return out;
}

/// What a text says, or "!" and what is wrong with it.
std::string said(std::string const& type_text, std::string const& text, char decimal = '.') {
    std::optional<CellFault> fault;
    std::string const out = canonical({type(type_text), decimal, {}}, text, &fault);
    return fault ? "!" + fault->what : out;
}

bool matches(std::string const& pattern, std::string const& text) {
    Diagnostics faults;
    auto const p = Pattern::parse(SourcedText(pattern), faults);
    REQUIRE(p);
    return p->matches(text);
}

}  // namespace

TEST_CASE("types are read as they are written") {
    CHECK(type("money(USD, B)")->scale == 9);
    CHECK(type("money(USD, B)")->currency == "USD");
    CHECK(type("enum[buy, hold]")->choices == std::vector<std::string>{"buy", "hold"});
    for (char const* const wrong : {"money(usd)", "money(USD, Z)", "decimel", "", "int(3)", "enum[a", "money(USD, B))", "money(USD,B,C)"})
        CHECK_FALSE(type(wrong));
    Diagnostics faults;
    parse_cell_type(SourcedText("decimel"), faults);
    CHECK(faults.items()[0].hints == std::vector<std::string>{"did you mean 'decimal'?"});
}

TEST_CASE("a typed text comes out in one spelling, in units") {
    CHECK(said("decimal", "367.150") == "367.150");
    CHECK(said("decimal", "1e3") == "1000");
    CHECK(said("decimal", "1,5", ',') == "1.5");
    CHECK(said("decimal", "1.234,5", ',') == "!is not a number");
    CHECK(said("decimal", "2.1O") == "!is not a number (letter O?)");
    CHECK(said("int", "1200") == "1200");
    CHECK(said("int", "1.5") == "!is not a whole number");
    CHECK(said("money(USD, B)", "41.2") == "41200000000");
    CHECK(said("money(USD, M)", "-0.5") == "-500000");
    CHECK(said("percent", "12%") == "0.12");
    CHECK(said("percent", "12 %") == "0.12");
    CHECK(said("percent", "0.12") == "0.12");
    CHECK(said("bps", "25") == "0.0025");
    CHECK(said("bps", "25 bps") == "0.0025");
    CHECK(said("multiple", "12.4×") == "12.4");
    CHECK(said("date", "2026-02-29") == "!is not a date");
    CHECK(said("timestamp", "2026-06-15 14:30:00.5+00") == "2026-06-15T14:30:00.5+00");
    CHECK(said("timestamp", "2026-06-15T24:30") == "!is not a date with a time");
    CHECK(said("bool", "No") == "false");
    CHECK(said("bool", "maybe") == "!is neither true nor false");
    CHECK(said("enum[buy, hold]", "hold") == "hold");
    CHECK(said("enum[buy, hold]", "Hold") == "!is not one of the choices");
    CHECK(said("string", "0012") == "0012");
    for (char const* const kind : {"decimal", "date", "bool", "period"}) CHECK(said(kind, "").empty());
}

TEST_CASE("what a period is and what it is not") {
    for (char const* const good : {"2026", "2026E", "FY26", "FY2026A", "FY 26", "Q1 2026", "Q1 FY26", "Q4'26E", "1Q26", "2026-Q1", "2026Q1", "H1 2026", "2H26",
                                   "2026-06", "2025/26", "LTM"}) {
        INFO(good);
        CHECK(said("period", good) == good);
    }
    for (char const* const bad : {"26", "Q5 2026", "2026-13", "202", "20266", "FY", "Q1", "H3 2026", "2026-6", "June 2026", "2026EE"}) {
        INFO(bad);
        CHECK(said("period", bad) == "!is not a period");
    }
}

TEST_CASE("canonical texts stay what they are when they are read again") {
    for (char const* const kind : {"int", "decimal", "money(USD, B)", "percent", "bps", "multiple", "date", "timestamp", "period", "bool", "string"}) {
        for (char const* const text : {"1", "0.5", "-3e2", "12%", "25 bps", "2026-06-15", "2026-06-15 10:00", "2026", "yes", "x"}) {
            std::optional<CellFault> fault;
            std::string const once = canonical({type(kind), '.', {}}, text, &fault);
            if (fault) continue;
            CellType const again = canonical_type(*type(kind));
            CHECK(canonical({again, '.', {}}, once, &fault) == once);
            CHECK_FALSE(fault);
            CHECK(canonical_text(datum_of(&again, once)).has_value());
        }
    }
}

TEST_CASE("words for nothing, and numbers of another spelling in columns without a type") {
    CellFormat const format{std::nullopt, ',', {"n/a", "-"}};
    CHECK(canonical(format, "n/a").empty());
    CHECK(canonical(format, "-").empty());
    CHECK(canonical(format, "1,50") == "1.50");
    CHECK(canonical(format, "Foo, Inc") == "Foo, Inc");
    CHECK(datum_of(nullptr, "").is_null());
    CHECK(*datum_of(nullptr, "7").get<std::string>() == "7");
}

TEST_CASE("patterns match whole texts, in time that grows with text times pattern") {
    CHECK(matches("[A-Z]{2}\\d{4}", "AB1234"));
    CHECK_FALSE(matches("[A-Z]{2}\\d{4}", "AB12345"));
    CHECK_FALSE(matches("[A-Z]{2}\\d{4}", "xAB1234"));
    CHECK(matches("a?b*c+", "ccc"));
    CHECK(matches("a?b*c+", "abbc"));
    CHECK_FALSE(matches("a?b*c+", "ab"));
    CHECK(matches("[^,]{1,3}", "äöü"));
    CHECK_FALSE(matches("[^,]{1,3}", "äöüß"));
    CHECK(matches("\\.\\w-", ".x-"));
    CHECK(matches("", ""));
    CHECK_FALSE(matches("", "x"));
    CHECK_FALSE(matches("a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a*a*a*a*a*b", std::string(20000, 'a')));
    for (char const* const wrong : {"[A-", "(a|b)", "a{2", "a{3,2}", "*", "a**", "\\", "[z-a]", "x{9999}"}) {
        Diagnostics faults;
        INFO(wrong);
        CHECK_FALSE(Pattern::parse(SourcedText(wrong), faults));
        CHECK(faults.error_count() == 1);
    }
}

TEST_CASE("sums are exact, quotients have 15 digits") {
    auto const d = [](char const* text) { return *parse_decimal(text); };
    CHECK(decimal_text(*add(d("0.1"), d("0.2"))) == "0.3");
    CHECK(decimal_text(*add(d("1e16"), d("0.5"))) == "10000000000000000.5");
    CHECK_FALSE(add(d("1e30"), d("0.5")));
    CHECK(decimal_text(*divide(d("1"), d("3"))) == "0.333333333333333");
    CHECK(decimal_text(*divide(d("-10"), d("4"))) == "-2.5");
    CHECK_FALSE(divide(d("1"), d("0")));
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        Decimal const a{static_cast<std::int64_t>(random() % 2000000) - 1000000, -static_cast<int>(random() % 6)},
            b{static_cast<std::int64_t>(random() % 2000000) - 1000000, -static_cast<int>(random() % 6)};
        CHECK(add(a, b)->to_double() == Approx(a.to_double() + b.to_double()).margin(1e-9));
        if (b.mantissa != 0) CHECK(divide(a, b)->to_double() == Approx(a.to_double() / b.to_double()).margin(1e-12));
    }
}

TEST_CASE("JSON keeps numbers as written and places of all values") {
    Sources sources;
    Diagnostics faults;
    std::string const text = "\xEF\xBB\xBF{\"a\": [1.50, -2e1, \"x\\\"\\u00e9\", true, null, {\"b\": \"é\"}], \"c\": 12345678901234567890}";
    auto const tree = parse_json(sources, sources.add("t.json", text), faults);
    REQUIRE(tree);
    auto const raw = [&](Span span) { return text.substr(span.begin, span.end - span.begin); };
    Value const& list = tree->map[0].value;
    CHECK(raw(list.list[0].span) == "1.50");
    CHECK(list.list[0].scalar.text == "1.50");
    CHECK(list.list[1].scalar.text == "-2e1");
    CHECK(list.list[2].scalar.text == "x\"é");
    CHECK(raw(list.list[2].span) == "\"x\\\"\\u00e9\"");
    CHECK(raw(list.list[2].scalar.span()) == "x\\\"\\u00e9");
    CHECK(raw(list.list[3].span) == "true");
    CHECK(list.list[4].kind == ValueKind::Null);
    CHECK(raw(list.list[4].span) == "null");
    CHECK(raw(list.list[5].map[0].value.scalar.span()) == "é");
    CHECK(tree->map[1].value.scalar.text == "12345678901234567890");
    CHECK(raw(list.span).front() == '[');
    CHECK(raw(list.span).back() == ']');
    CHECK(find_pointer(*tree, SourcedText("/a/5/b"), faults)->scalar.text == "é");
    CHECK(find_pointer(*tree, SourcedText(""), faults) == &*tree);
    CHECK_FALSE(faults.has_errors());
    for (char const* const wrong : {"a", "/a/6", "/a/01", "/a/-", "/x", "/a/0/b", "/a~2"}) {
        Diagnostics more;
        CHECK(find_pointer(*tree, SourcedText(wrong), more) == nullptr);
        CHECK(more.error_count() == 1);
    }
}

TEST_CASE("any bytes as JSON give a tree or a fault; a table of it too") {
    std::string const seed = R"([{"a": 1, "b": "x\n\u00e9"}, {"b": null, "c": [true, -1.5e3]}, {"a": {"d": []}}])";
    std::mt19937 random(11);
    for (int i = 0; i < 4000; ++i) {
        std::string text = seed;
        for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
            std::size_t const at = random() % text.size();
            switch (random() % 3) {
                case 0: text[at] = static_cast<char>(random()); break;
                case 1: text.erase(at, 1 + random() % 8); break;
                default: text.insert(at, seed.substr(random() % seed.size(), 1 + random() % 12));
            }
            if (text.empty()) text = "[";
        }
        Sources sources;
        Diagnostics faults;
        auto const tree = parse_json(sources, sources.add("t.json", text), faults);
        REQUIRE(tree.has_value() != faults.has_errors());
        if (tree) table_from_json(*tree, "t", faults);
        render_json(faults, sources);
    }
}
