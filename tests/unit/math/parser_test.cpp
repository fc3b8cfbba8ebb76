#include "math/parser.h"

#include <random>

#include "formulas_for_test.h"

using namespace offprint;
using namespace offprint::math;
using namespace offprint::math::test;

namespace {

std::string code_and_place(std::string const& text) {
    Diagnostics faults;
    parse_formula(sourced(text), faults);
    std::string out;
    for (Diagnostic const& fault : faults.items())
        out += (out.empty() ? "" : " ") + fault.code + "@" + std::to_string(fault.span.begin) + "-" + std::to_string(fault.span.end);
    return out;
}
std::string hint_of(std::string const& text) {
    Diagnostics faults;
    parse_formula(sourced(text), faults);
    REQUIRE(faults.has_errors());
    return faults.items().front().hints.front();
}

}  // namespace

TEST_CASE("letters, figures and signs have their classes and glyphs", "[math]") {
    List const list = parsed("a h 1 - \\beta \\Delta");
    REQUIRE(list.size() == 6);
    auto const symbol = [&](std::size_t at) { return std::get<Symbol>(list[at].nucleus); };
    CHECK(symbol(0).glyph == U'\U0001D44E');
    CHECK(symbol(0).text == "a");  // found by a search
    CHECK(symbol(1).glyph == U'ℎ');
    CHECK(symbol(2).glyph == U'1');
    CHECK(symbol(3).glyph == U'−');
    CHECK(symbol(4).glyph == U'\U0001D6FD');
    CHECK(symbol(4).text == "β");
    CHECK(symbol(5).glyph == U'Δ');
}

TEST_CASE("scripts belong to what stands before them", "[math]") {
    List const list = parsed("x_i^2 + {}^a y''_j");
    REQUIRE(list.size() == 4);
    CHECK(list[0].below.size() == 1);
    CHECK(list[0].above.size() == 1);
    CHECK(std::holds_alternative<Group>(list[2].nucleus));
    CHECK(list[3].above.size() == 2);  // two primes
    CHECK(list[3].below.size() == 1);
    CHECK(code_and_place("x^a^b") == "E681@3-4");
    CHECK(code_and_place("^2").empty());  // TeX takes that too
}

TEST_CASE("a comma in a number is part of it", "[math]") {
    CHECK(parsed("1,250")[1].kind == Class::Ord);
    CHECK(parsed("1, 250")[1].kind == Class::Punct);
    CHECK(parsed("f(1,2)")[3].kind == Class::Punct);
    CHECK(parsed("1,2500")[1].kind == Class::Punct);
    Diagnostics faults;
    List const german = parse_formula(sourced("1,5 + x, y"), faults, Comma::IsDecimal);
    CHECK(german[1].kind == Class::Ord);
    CHECK(german[5].kind == Class::Punct);
}

TEST_CASE("faults stand at their very characters", "[math]") {
    CHECK(code_and_place("a + \\frca{1}{2}") == "E680@4-9");
    CHECK(hint_of("\\frca{1}{2}") == "did you mean '\\frac'?");
    CHECK(hint_of("\\alhpa") == "did you mean '\\alpha'?");
    CHECK(hint_of("\\sgima") == "did you mean '\\sigma'?");
    CHECK(code_and_place("a + {b") == "E681@4-5");
    CHECK(code_and_place("a } b") == "E681@2-3");
    CHECK(code_and_place("\\frac{1}") == "E681@0-8");
    CHECK(code_and_place("x^") == "E681@1-2");
    CHECK(code_and_place("\\left( x") == "E681@0-6");
    CHECK(code_and_place("x \\right)") == "E681@2-8");
    CHECK(code_and_place("\\left x") == "E681@0-6 E681@0-6");
    CHECK(code_and_place("a & b") == "E681@2-3");
    CHECK(code_and_place("a \\\\ b") == "E681@2-4");
    CHECK(code_and_place("$a$") == "E682@0-1 E682@2-3");
    CHECK(code_and_place("5 %") == "E682@2-3");
    CHECK(code_and_place("caf\u00E9") == "E682@3-5");
    CHECK(code_and_place("\\text{a \\alpha}") == "E681@8-10");
    CHECK(code_and_place("\\begin{tabular}") == "E681@0-15");
    CHECK(code_and_place("\\begin{cases} a & b") == "E681@0-13");
    CHECK(code_and_place("\\") == "E681@0-1");
    CHECK(code_and_place("\\sqrt[3{x}") == "E681@5-6 E681@0-10");
}

TEST_CASE("what is too much is told once", "[math]") {
    CHECK(code_and_place(std::string(3000, '{')).starts_with("E683@"));
    std::string deep;
    for (int i = 0; i < 400; ++i) deep += "\\frac{1}{";
    CHECK(code_and_place(deep) == "E683@285-286");
    std::string scripts;
    for (int i = 0; i < 900; ++i) scripts += "x^\\bar";
    CHECK(code_and_place(scripts.substr(0, 3900)).find("E68") == 0);
    CHECK(code_and_place(std::string(5000, 'x')) == "E683@0-5000");
    CHECK(code_and_place(std::string(4000, 'x')).empty());
}

TEST_CASE("rows of cells", "[math]") {
    List const list = parsed("\\begin{cases} a & b > 0 \\\\ c & d \\\\ \\end{cases}");
    REQUIRE(list.size() == 1);
    Grid const& grid = std::get<Grid>(list[0].nucleus);
    REQUIRE(grid.rows.size() == 2);
    CHECK(grid.rows[0].size() == 2);
    CHECK(grid.rows[0][1].size() == 3);
    CHECK(grid.left == U'{');
    CHECK(grid.right == 0);
}

// Any bytes: a list or faults, and it can be set. The seed is fixed; fuzz_formula looks for more.
TEST_CASE("mutated formulas do no harm", "[math]") {
    std::vector<std::string> const seeds = {
        "EV = \\sum_{t=1}^{n} \\frac{FCF_t}{(1 + WACC)^t} + \\frac{TV}{(1 + WACC)^n}",
        "\\hat\\beta = \\left( \\sqrt[3]{x_i^2 + \\overline{y}} \\right)' \\text{if } \\mathrm{max} \\ge 1,250",
        "\\begin{aligned} a &= \\begin{cases} 1 & x \\\\ \\binom{n}{k} & \\operatorname*{argmax}_x \\end{cases} \\\\ &\\approx \\int\\limits_0^1 \\Big| x "
        "\\Big| \\end{aligned}",
    };
    std::string const pieces[] = {"\\",
                                  "{",
                                  "}",
                                  "^",
                                  "_",
                                  "&",
                                  "\\\\",
                                  "\\left",
                                  "\\right",
                                  "\\begin{cases}",
                                  "\\end{cases}",
                                  "'",
                                  "[",
                                  "]",
                                  "\\sqrt",
                                  "\\text{",
                                  "\xC3",
                                  "\xF0\x9D\x91\x8E",
                                  "$",
                                  "\\limits",
                                  "\n"};
    std::mt19937 dice(20260615);
    auto const below = [&](std::size_t count) { return dice() % count; };
    Setter const set = setter();
    for (int round = 0; round < 1500; ++round) {
        std::string text = seeds[below(seeds.size())];
        for (std::size_t edits = 1 + below(6); edits > 0 && !text.empty(); --edits) {
            std::size_t const at = below(text.size());
            switch (below(4)) {
                case 0: text.erase(at, 1 + below(8)); break;
                case 1: text.insert(at, pieces[below(std::size(pieces))]); break;
                case 2: text[at] = static_cast<char>(dice()); break;
                default: text.insert(at, text.substr(below(text.size()), below(20))); break;
            }
        }
        Diagnostics faults;
        List const list = parse_formula(sourced(text), faults);
        for (Diagnostic const& fault : faults.items()) REQUIRE(fault.span.end <= text.size());
        std::vector<Line> const lines = set_display(set, list, Length::points(200));
        for (Line const& line : lines) REQUIRE(line.box.total() < Length::points(20000));
    }
}
