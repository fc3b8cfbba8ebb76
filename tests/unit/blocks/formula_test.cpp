// Formulas as blocks: what they read, their numbers, their place in the tree and on the page. How they are set is the room math's.
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::check;
using blocks::test::Setting;

namespace {

std::string const kFormula = "- formula: {tex: 'a = b', alt: A is b}\n";
std::string const kNumbered = "- id: ab\n  formula: {tex: 'a = b', alt: A is b}\n";

}  // namespace

TEST_CASE("formula: what it needs") {
    check({{kFormula, ""},
           {"- formula: {tex: 'a = b'}\n", "1:13:E202"},
           {"- formula: {alt: A is b}\n", "1:13:E202"},
           {"- formula: {tex: 'a = b', alt: ''}\n", "1:32:E207"},
           {"- formula: {tex: '', alt: A}\n", "1:18:E202"},
           {"- formula: {tex: 'a = \\bta', alt: A}\n", "1:23:E680"},
           {"- formula: {tex: 'a^', alt: A}\n", "1:20:E681"},
           {"- formula: {tex: \"a \\u00e9\", alt: A}\n", "1:21:E682"},
           {"- formula: {tex: 'a = b', alt: A, number: perhaps}\n", "1:43:E206"},
           {"- formula: a = b\n", "1:12:E203"}});
}

TEST_CASE("formula: one element with its words") {
    Built const built(kFormula);
    CHECK(built.codes() == "");
    auto const nodes = built.nodes(draw::Role::Formula);
    REQUIRE(nodes.size() == 1);
    CHECK((*built.tree)[nodes[0]].alt == "A is b");
    CHECK(built.outline(nodes[0]) == "Formula");
    CHECK(built.text().find("a = b") != std::string::npos);
}

TEST_CASE("formula: an id or its author gives it a number") {
    Built const built(kFormula + kNumbered +
                      "- formula: {tex: c, alt: C, number: true}\n- id: d\n  formula: {tex: d, alt: D, number: false}\n- See [@ab], [@ab number].\n");
    CHECK(built.codes() == "");
    std::string const text = built.text();
    CHECK(text.find("a = b (1)") != std::string::npos);
    CHECK(text.find("c (2)") != std::string::npos);
    CHECK(text.find("(3)") == std::string::npos);
    CHECK(text.find("See Equation\u00A01, (1).") != std::string::npos);
    // What is not numbered cannot be called by a number.
    Built const nameless("- id: d\n  formula: {tex: d, alt: D, number: false}\n- See [@d].\n");
    CHECK(nameless.codes() == "3:7:E274");
}

TEST_CASE("formula: the number's word is of the language") {
    for (auto const& [language, said] : {std::pair<std::string, std::string>{"de", "Gleichung\u00A01"},
                                         {"fr", "Équation\u00A01"},
                                         {"es", "Ecuación\u00A01"},
                                         {"it", "Equazione\u00A01"},
                                         {"nl", "Vergelijking\u00A01"},
                                         {"pl", "Równanie\u00A01"},
                                         {"pt", "Equação\u00A01"}}) {
        Setting setting;
        setting.language = language;
        Built const built(kNumbered + "- \"[@ab].\"\n", setting);
        INFO(language);
        CHECK(built.text().find(said) != std::string::npos);
    }
}

TEST_CASE("formula: no page ends between it and the text before it") {
    Built const built("- Words.\n" + kFormula);
    CHECK(built.shape().find("!gB") != std::string::npos);
    Built const first(kFormula);
    CHECK(first.shape().find("!gB") == std::string::npos);
}

TEST_CASE("formula: too wide it is broken, then made smaller, then refused") {
    std::string sum = "a", nested = "a";
    for (int i = 0; i < 40; ++i) sum += " + b_{" + std::to_string(i) + "}";
    Built const broken("- formula: {tex: '" + sum + "', alt: A sum}\n");
    CHECK(broken.codes() == "");
    CHECK(broken.boxes().size() > 2);
    for (int i = 0; i < 20; ++i) nested += " + b";
    std::string const fraction = "- formula: {tex: '\\frac{" + nested + " + c}{2}', alt: A fraction}\n";
    CHECK(Built("- formula: {tex: '\\frac{" + sum + "}{2}', alt: A fraction}\n").codes() == "1:19:E684");
    CHECK(Built(fraction).codes() == "1:19:W685");
}

TEST_CASE("formula: the layout names a font for it") {
    Setting setting;
    setting.layout = "odd";
    setting.instead = {"odd", "layout: odd\nextends: conviction-note\nfonts: {math: [Inter]}\n"};
    CHECK(Built(kFormula, setting).codes() == "1:3:E686");
    setting.instead.second = "layout: odd\nextends: conviction-note\nfonts: {math: [Inter, Offprint Math]}\n";
    CHECK(Built(kFormula, setting).codes() == "");
}
