// Cross references in Markdown: which there are, what they ask for, and what stays text.
#include <catch2/catch.hpp>
#include <random>

#include "doc/inline.h"
#include "sourced_text.h"

using namespace offprint;
using namespace offprint::doc;
using offprint::doc::test::sourced;

namespace {

/// A reference as "{id:form}", a capital form when the words begin with a capital, "^" before a note's id, "=" when its note is known.
std::string show(CrossReference const& reference) {
    constexpr char const* kForms[] = {"name", "page", "full", "number", "title"};
    std::string form = kForms[static_cast<int>(reference.form)];
    if (reference.capital) form[0] = static_cast<char>(form[0] - 32);
    return "{" + std::string(reference.to_note ? "^" : "") + reference.id.text + ":" + form + (reference.note != nullptr ? "=" : "") +
           (reference.locator.empty() ? "" : "," + reference.locator.text) + "}" + (reference.next != nullptr ? "+" + show(*reference.next) : "");
}

std::string parsed(std::string const& text) {
    Diagnostics faults;
    std::string out;
    for (MarkdownBlock const& block : parse_markdown(sourced(text), faults)) {
        out += out.empty() ? "" : " | ";
        for (InlineRun const& run : block.runs) {
            std::string const words = run.reference != nullptr ? show(*run.reference) : run.note != nullptr ? "{note}" : run.text.text;
            out += run.code ? "`" + words + "`" : run.emphasis ? "*" + words + "*" : run.strong ? "**" + words + "**" : words;
        }
    }
    for (Diagnostic const& d : faults.items()) out += " ! " + d.code + "@" + std::to_string(d.span.begin);
    return out;
}

}  // namespace

TEST_CASE("references and their forms") {
    CHECK(parsed("See [@fig-climb].") == "See {fig-climb:name}.");
    CHECK(parsed("[@a page] [@a full] [@a number] [@a title] [@a name]") == "{a:page} {a:full} {a:number} {a:title} {a:name}");
    CHECK(parsed("[@a Page] and [@a  Full ]") == "{a:Page} and {a:Full}");
    CHECK(parsed("[@A_1.b-2]") == "{A_1.b-2:name}");
    CHECK(parsed("One[@a]two[@b]") == "One{a:name}two{b:name}");
    CHECK(parsed("*[@a]*, **in [@b] bold** and ([@c])") == "*{a:name}*, **in ****{b:name}**** bold** and ({c:name})");
}

TEST_CASE("references to footnotes, of the same text and of others") {
    CHECK(parsed("As [@^x] says.[^x] So [@^x page].\n\n[^x]: Words.") == "As {^x:name=} says.{note} So {^x:page=}.");
    CHECK(parsed("As [@^elsewhere] says.") == "As {^elsewhere:name} says.");
}

TEST_CASE("citations with places and of several sources") {
    CHECK(parsed("So [@a, p. 12] and [@a; @b].") == "So {a:name,p. 12} and {a:name}+{b:name}.");
    CHECK(parsed("[@a, pp. 3–4; @b; @c,  Table 2 ]") == "{a:name,pp. 3–4}+{b:name}+{c:name,Table 2}");
    CHECK(parsed("[@a; b] [@a;] [@a; @]") == "[@a; b] [@a;] [@a; @]");
}

TEST_CASE("what is no reference stays as typed") {
    CHECK(parsed("\\[@a] `[@b]` [a] [@] [@ a] @c me@example.org [@ü]") == "[@a] `[@b]` [a] [@] [@ a] @c me@example.org [@ü]");
    CHECK(parsed("[@desk](https://example.org)") == "@desk");
    CHECK(parsed("[@open\nnext]") == "[@open next]");
    CHECK(parsed("[@never closed") == "[@never closed");
}

TEST_CASE("a form that there is not is told at its place") {
    CHECK(parsed("See [@a pgae].") == "See {a:name}. ! E273@8");
    Diagnostics faults;
    parse_markdown(sourced("[@a pag]"), faults);
    REQUIRE(faults.items().size() == 1);
    CHECK(faults.items()[0].hints.at(0) == "did you mean 'page'?");
}

TEST_CASE("quotes beside a reference know that it is words") {
    Diagnostics faults;
    auto runs = parse_inline(sourced("'[@a]' and \"[@b]\" and [@c]'s"), faults);
    smarten_quotes(runs, "en-US");
    std::string out;
    for (InlineRun const& run : runs) out += run.reference != nullptr ? "x" : run.text.text;
    CHECK(out == "‘x’ and “x” and x’s");
}

TEST_CASE("hostile brackets end, with every byte in its place") {
    std::mt19937 random(7);
    std::string const letters = "[]@^ab-\\`* (\n";
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::size_t n = random() % 24; n-- > 0;) text += letters[random() % letters.size()];
        Diagnostics faults;
        for (MarkdownBlock const& block : parse_markdown(sourced(text), faults)) {
            for (InlineRun const& run : block.runs) {
                if (run.reference == nullptr) continue;
                CHECK(text.compare(run.reference->span.begin - 0U, 2, "[@") == 0);
                CHECK(text.find(run.reference->id.text) != std::string::npos);
            }
        }
    }
}
