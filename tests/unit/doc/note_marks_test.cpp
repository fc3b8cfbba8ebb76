// Footnotes in Markdown: which marks and definitions there are, what is left of the text, where faults are.
#include <catch2/catch.hpp>
#include <random>

#include "doc/inline.h"
#include "sourced_text.h"

using namespace offprint;
using namespace offprint::doc;
using offprint::doc::test::sourced;

namespace {

std::string show(std::vector<InlineRun> const& runs);

/// A note's mark as "{id=text}", "{id}" if it is defined elsewhere, "{=text}" for an inline one.
std::string show(NoteReference const& note) { return "{" + note.id.text + (note.text == nullptr ? "" : "=" + show(note.text->runs)) + "}"; }

std::string show(std::vector<InlineRun> const& runs) {
    std::string out;
    for (InlineRun const& run : runs) {
        std::string const text = run.note != nullptr ? show(*run.note) : run.text.text;
        out += run.code ? "`" + text + "`" : run.emphasis ? "*" + text + "*" : run.strong ? "**" + text + "**" : text;
    }
    return out;
}

std::string show(std::vector<MarkdownBlock> const& blocks) {
    std::string out;
    for (MarkdownBlock const& block : blocks) {
        out += (out.empty() ? "" : " | ") + show(block.runs);
        for (auto const& item : block.items) out += "<" + show(item) + ">";
    }
    return out;
}

/// Faults as "code@begin".
std::string faults_of(Diagnostics const& faults) {
    std::string out;
    for (Diagnostic const& d : faults.items()) out += (out.empty() ? "" : " ") + d.code + "@" + std::to_string(d.span.begin);
    return out;
}

std::string parsed(std::string const& text) {
    Diagnostics faults;
    std::string const out = show(parse_markdown(sourced(text), faults));
    return faults.items().empty() ? out : out + " ! " + faults_of(faults);
}

}  // namespace

TEST_CASE("marks, their definitions, and notes in place") {
    CHECK(parsed("A word[^1] more.\n\n[^1]: The *note*.\n") == "A word{1=The *note*.} more.");
    CHECK(parsed("A word[^1].\n[^1]: Right below.") == "A word{1=Right below.}.");
    CHECK(parsed("[^1]: First.\n\nA word[^1].") == "A word{1=First.}.");
    CHECK(parsed("A word[^1].\n\n[^1]: Over\n  two lines.\n\nMore.") == "A word{1=Over two lines.}. | More.");
    CHECK(parsed("One[^a] two[^b] one[^a].\n\n[^a]: A.\n[^b]: B.") == "One{a=A.} two{b=B.} one{a=A.}.");
    CHECK(parsed("A word[^elsewhere].") == "A word{elsewhere}.");
    CHECK(parsed("In place^[with *some* `]` [brackets] in it] here.") == "In place{=with *some* `]` [brackets] in it} here.");
    CHECK(parsed("Over\ntwo^[lines\nof note] lines.") == "Over two{=lines of note} lines.");
    CHECK(parsed("- item[^1]\n  [^1]: Note.\n- two") == "<item{1=Note.}><two>");
}

TEST_CASE("marks stand beside marks of other kinds") {
    CHECK(parsed("**“word.”**[^1] *a*[^1]*b*") == "**“word.”**{1} *a*{1}*b*");
    CHECK(parsed("*in[^1] words*") == "*in**{1}** words*");
    CHECK(parsed("[^1][^2]") == "{1}{2}");
    CHECK(parsed("Wow![^1] [^2](url)") == "Wow!{1} {2}(url)");
}

TEST_CASE("what is no note stays as typed") {
    CHECK(parsed("\\[^1] `[^1]` `^[x]` \\^[x] x^2 a[^] b[^ c]") == "[^1] `[^1]` `^[x]` ^[x] x^2 a[^] b[^ c]");
    CHECK(parsed("never ^[closed") == "never ^[closed");
    CHECK(parsed("never ^[closed\n\nhere] more") == "never ^[closed | here] more");
}

TEST_CASE("faults of notes have their places") {
    CHECK(parsed("A.\n\n[^1]: Unused.") == "A. ! W264@6");
    CHECK(parsed("A[^1].\n\n[^1]: B.\n[^1]: C.") == "A{1=B.}. ! E266@17");
    CHECK(parsed("A^[].") == "A{=}. ! E267@1");
    CHECK(parsed("A[^1].\n\n[^1]:\n") == "A{1=}. ! E267@8");
    CHECK(parsed("A^[b ^[c] d].") == "A{=b ^[c] d}. ! E265@5");
    CHECK(parsed("A[^1].\n\n[^1]: b[^2]") == "A{1=b[^2]}. ! E265@15");
}

TEST_CASE("quotes in notes become those of the language, once") {
    Diagnostics faults;
    std::vector<InlineRun> runs = parse_inline(sourced("\"A\"[^1] and[^1]\n[^1]: \"B\""), faults);
    smarten_quotes(runs, "en-US");
    CHECK(show(runs) == "“A”{1=“B”} and{1=“B”}");
}

TEST_CASE("any text is read, and every mark is in it or reported") {
    std::mt19937 dice(7);
    char const* const pieces[] = {"[^1]", "[^1]: ", "^[", "]", "[", "`", "``", "\\", "\n", "\n\n", "word ", "*", "- ", "[^2]", "!", "(", ")", ":", "é", "\t"};
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (int k = static_cast<int>(dice() % 14); k >= 0; --k) text += pieces[dice() % std::size(pieces)];
        Diagnostics faults;
        parse_markdown(sourced(text), faults);
        parse_inline(sourced(text), faults);
        for (Diagnostic const& d : faults.items()) CHECK(d.span.end <= text.size());
    }
}

TEST_CASE("hostile notes take no time") {
    auto repeated = [](std::string const& part) {
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += part;
        return text;
    };
    for (std::string const part : {"^[", "[^", "[^1", "^[a]", "`^[", "[^1]: x\n", "^[`"}) {
        Diagnostics faults;
        parse_markdown(sourced(repeated(part)), faults);
        CHECK(faults.items().size() <= 100'000);
    }
}
