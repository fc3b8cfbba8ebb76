#include "doc/inline.h"

#include <catch2/catch.hpp>
#include <random>

#include "doc/entities.h"
#include "sourced_text.h"

using namespace offprint;
using namespace offprint::doc;
using offprint::doc::test::sourced;

namespace {

/// A run as text: *em* **strong** `code` [text](url); a hard break shows as "/".
std::string show(InlineRun const& run) {
    std::string text = run.text.text;
    for (char& c : text) c = c == '\n' ? '/' : c;
    if (run.code) text = "`" + text + "`";
    if (run.emphasis) text = "*" + text + "*";
    if (run.strong) text = "**" + text + "**";
    if (!run.url.empty()) text = "[" + text + "](" + run.url + ")";
    return text;
}

std::string show(std::vector<MarkdownBlock> const& blocks) {
    std::string out;
    for (MarkdownBlock const& block : blocks) {
        if (!out.empty()) out += " ";
        if (block.kind == MarkdownBlock::Kind::Paragraph) {
            out += "P:";
            for (InlineRun const& run : block.runs) out += show(run);
            continue;
        }
        out += block.kind == MarkdownBlock::Kind::BulletList ? "UL(" : "OL(";
        for (auto const& item : block.items) out.append("<").append(show(item)).append(">");
        out += ")";
    }
    return out;
}

/// Markdown and what became of it.
struct Parsed {
    Sources sources;
    Diagnostics faults;
    std::vector<MarkdownBlock> blocks;
    explicit Parsed(std::string const& text) {
        sources.add("t.yaml", text);
        blocks = parse_markdown(sourced(text), faults);
    }
    std::string codes() const {
        std::string out;
        for (Diagnostic const& d : faults.items()) {
            Place const p = sources.place(d.span.source, d.span.begin);
            if (!out.empty()) out += ' ';
            out.append(std::to_string(p.line)).append(":").append(std::to_string(p.column)).append(":").append(d.code);
        }
        return out;
    }
};

std::string markdown(std::string const& text) {
    Parsed const p(text);
    CHECK(p.codes().empty());
    return show(p.blocks);
}

std::string codes(std::string const& text) { return Parsed(text).codes(); }

/// Every byte in step equals its source byte, pieces cover the text.
bool exact(SourcedText const& text, std::string_view source) {
    std::size_t at = 0;
    for (auto const& p : text.pieces) {
        if (p.text_begin != at || p.source_begin + p.source_length > source.size()) return false;
        if (p.in_step && source.substr(p.source_begin, p.source_length) != std::string_view(text.text).substr(p.text_begin, p.length)) return false;
        at += p.length;
    }
    return at == text.text.size();
}

void check_exact(std::vector<MarkdownBlock> const& blocks, std::string_view source) {
    for (MarkdownBlock const& block : blocks) {
        for (InlineRun const& run : block.runs) CHECK(exact(run.text, source));
        for (auto const& item : block.items) check_exact(item, source);
    }
}

std::string inlines(std::string const& text, std::string* codes_out = nullptr) {
    Diagnostics faults;
    std::string out;
    for (InlineRun const& run : parse_inline(sourced(text), faults)) out += show(run);
    if (codes_out == nullptr) CHECK(faults.items().empty());
    for (Diagnostic const& d : faults.items()) {
        if (codes_out != nullptr) codes_out->append(d.code).append("@").append(std::to_string(d.span.begin)).append(" ");
    }
    return out;
}

std::string smart(std::string const& text, std::string_view language = "en") { return smart_quotes(sourced(text), language).text; }

}  // namespace

TEST_CASE("paragraphs, emphasis, code, links, breaks") {
    CHECK(markdown("one\ntwo\n\nthree") == "P:one two P:three");
    CHECK(markdown("*a* **b** ***c*** `d*e` f") == "P:*a* **b** ***c*** `d*e` f");
    CHECK(markdown("a  \nb\\\nc") == "P:a/b/c");
    CHECK(markdown("[a *b*](https://x.y/z?q=1&amp;r) <https://e.f>") == "P:[a ](https://x.y/z?q=1&r)[*b*](https://x.y/z?q=1&r) [https://e.f](https://e.f)");
    CHECK(markdown("[m](mailto:a@b.c)") == "P:[m](mailto:a@b.c)");
    CHECK(markdown("[é](<https://x/é y>)") == "P:[é](https://x/%C3%A9%20y)");
    CHECK(markdown("") == "");
    CHECK(markdown("`a\nb`") == "P:`a b`");
}

TEST_CASE("what finance writes stays as typed") {
    for (std::string const text : {"~196x-~234x", "~~struck~~", "5*3*2", "2*x*3 and x*2", "<$100 <b>no</b> <br> & AT&T;", "a_b_c", "P/E #1", "1000+ units",
                                   "| a | b |", "$x$ [[wiki]]", "+14% seq"}) {
        INFO(text);
        CHECK(markdown(text) == "P:" + text);
    }
    CHECK(markdown("5\\*3 \\# 2026\\. A") == "P:5*3 # 2026. A");
}

TEST_CASE("entities become their characters; unknown ones stay") {
    CHECK(markdown("a&nbsp;b &ndash; &#8211;&#x2013; &times; &amp;lt; &bogus; &#0; &#xD800;") == "P:a\u00A0b – –– × &lt; &bogus; &#0; &#xD800;");
    CHECK(decode_entity("&#1114112;").empty());
    CHECK(decode_entity("&#x;").empty());
    CHECK(decode_entity("&;").empty());
    CHECK(decode_entity("&#99999999999;").empty());
}

TEST_CASE("lists, tight, loose and nested") {
    CHECK(markdown("- a\n- **b**\n  c") == "UL(<P:a><P:**b** c>)");
    CHECK(markdown("1. a\n2. b") == "OL(<P:a><P:b>)");
    CHECK(markdown("- a\n\n  b\n\n- c") == "UL(<P:a P:b><P:c>)");
    CHECK(markdown("p\n- a\n  1. x\n  2. y\n- b\n\nq") == "P:p UL(<P:a OL(<P:x><P:y>)><P:b>) P:q");
    CHECK(markdown("-\n- a") == "UL(<><P:a>)");
    CHECK(codes("- - - - - a") == "1:1:E260");
}

TEST_CASE("what a report cannot hold is refused at its place") {
    CHECK(codes("a\n\n# Head\n\nb") == "3:1:E251");
    CHECK(codes("a\n\nHead\n====\n") == "3:1:E251");
    CHECK(codes("a\n---\nb") == "1:1:E251");
    CHECK(codes("a\n\n---\n\n***\n\nb") == "3:1:E252 5:1:E252");
    CHECK(codes("a *b*\n\n```cpp\nx\n```\n\n> q\n") == "3:1:E254 7:1:E256");
    CHECK(codes("a\n\n    code") == "3:5:E254");
    CHECK(codes("a ![b](https://c.d/e.png) f") == "1:3:E255");
    CHECK(codes("x | y\n--|--\n1 | 2") == "2:1:E253");
    CHECK(codes("[a](javascript:alert(1)) [b](www.x.y) [c](/d)") == "1:5:E257 1:30:E257 1:43:E257");
    CHECK(codes("[a]()") == "1:1:E257");
    CHECK(codes("#\n\n#") == "1:1:E251 3:1:E251");
    CHECK(codes(std::string((1 << 20) + 1, 'a')) == "1:1:E261");
}

TEST_CASE("a sentence that starts with a number is a list, with a warning") {
    Parsed const p("a\n\n2026. A year.");
    CHECK(p.codes() == "3:1:E259");
    CHECK_FALSE(p.faults.has_errors());
}

TEST_CASE("every byte keeps its place") {
    std::string const text = "é *own*\n**the** `a` &amp; [x](https://y.z)\n\n- é1\n  5*3\n";
    Parsed const p(text);
    CHECK(p.codes().empty());
    check_exact(p.blocks, text);
    auto source = [&](Span span) { return text.substr(span.begin, span.end - span.begin); };
    REQUIRE(p.blocks.size() == 2);
    auto const& runs = p.blocks[0].runs;
    CHECK(source(runs[1].text.span()) == "own");
    CHECK(source(runs[2].text.span()) == "\n");  // the soft break
    CHECK(source(runs[3].text.span()) == "the");
    CHECK(source(runs[6].text.span(1, 2)) == "&amp;");
    CHECK(source(runs[7].text.span()) == "x");
    CHECK(source(runs[7].url_span) == "https://y.z");
    CHECK(source(p.blocks[0].span).starts_with("é *own*"));
    CHECK(source(p.blocks[1].span) == "- é1\n  5*3");
    CHECK(source(p.blocks[1].items[0][0].span) == "é1\n  5*3");
}

TEST_CASE("one paragraph: block marks are words there") {
    CHECK(inlines("1. Aries") == "1. Aries");
    CHECK(inlines("# 3 > *two*") == "# 3 > *two*");
    CHECK(inlines("> 5") == "> 5");
    CHECK(inlines("- one-offs") == "- one-offs");
    CHECK(inlines("---") == "---");
    CHECK(inlines("    deep\n      er") == "deep er");
    CHECK(inlines("**Leo** can't") == "**Leo** can't");
    std::string codes;
    CHECK(inlines("a\n\nb", &codes) == "a");
    CHECK(codes == "E258@3 ");
    codes.clear();
    inlines("- a\n- b", &codes);
    CHECK(codes == "E262@4 ");
    CHECK(inlines("") == "");
}

TEST_CASE("typographic quotes by language") {
    CHECK(smart("\"more AI servers → more retimers.\" It's 'so'") == "“more AI servers → more retimers.” It’s ‘so’");
    CHECK(smart("Q1'26, '26, the '90s; rock 'n' roll, 'em") == "Q1’26, ’26, the ’90s; rock ’n’ roll, ’em");
    CHECK(smart("(\"a\") \"'b' c\" and—\"d\"") == "(“a”) “‘b’ c” and—“d”");
    CHECK(smart("clients' money, ALAB's") == "clients’ money, ALAB’s");
    CHECK(smart("a \"platform.\"") == "a “platform.”");
    CHECK(smart("\"Er sagte 'ja'\", gibt's", "de-DE") == "„Er sagte ‚ja‘“, gibt’s");
    CHECK(smart("l'eau \"vive\"", "fr") == "l’eau «\u202Fvive\u202F»");
    CHECK(smart("\"vivo\"", "es") == "«vivo»");
    CHECK(smart("dell'arte \"viva\"", "it-IT") == "dell’arte «viva»");
    CHECK(smart("\"viva\"", "pt-BR") == "“viva”");
    CHECK(smart("'s avonds \"leeft\"", "nl") == "’s avonds “leeft”");
    CHECK(smart("\"żyje\"", "pl") == "„żyje”");
    CHECK(smart("“kept” ‘as’ is’") == "“kept” ‘as’ is’");
    CHECK(smart("\"\"") == "“”");
    CHECK(smart("\"") == "”");
    CHECK(smart("") == "");
}

TEST_CASE("a quote opens after a word that lost its vowel") {
    CHECK(smart("l'\"effet\" et qu'\"on\" dit", "fr") == "l’«\u202Feffet\u202F» et qu’«\u202Fon\u202F» dit");
    CHECK(smart("L’\"effet\"", "fr") == "L’«\u202Feffet\u202F»");
    CHECK(smart("l'\"altra\" e dell'\"anno\"", "it") == "l’«altra» e dell’«anno»");
    CHECK(smart("\"He said 'yes'\" in the '90s") == "“He said ‘yes’” in the ’90s");
    CHECK(smart("\"'Yes'\", they said; \"the boys'\"") == "“‘Yes’”, they said; “the boys’”");
    CHECK(smart("a 6'2\" frame, 'so \"it\"'") == "a 6’2” frame, ‘so “it”’");
}

TEST_CASE("quotes look over the borders of runs and leave code alone") {
    Diagnostics faults;
    auto runs = parse_inline(sourced("**\"Scorpio\"** isn't `\"x\"`'s"), faults);
    smarten_quotes(runs, "en");
    std::string out;
    for (InlineRun const& run : runs) out += show(run);
    CHECK(out == "**“Scorpio”** isn’t `\"x\"`’s");
    CHECK(runs[0].text.span(0, 3) == Span{1, 2, 3});
    CHECK(runs[0].text.span(3, 10) == Span{1, 3, 10});
    CHECK(exact(runs[0].text, "**\"Scorpio\"** isn't `\"x\"`'s"));
}

TEST_CASE("random Markdown never crashes and keeps exact places") {
    std::mt19937 random(13);
    char const* const atoms[] = {"a",     "é", "*", "**", "_", "`",  "[",  "](", ")",    "https://x.y", "\n", "\n\n", "- ",  "1. ", "> ",   "# ", "    ",
                                 "&amp;", "&", "!", "<",  ">", "\\", "\"", "'",  "  \n", "---",         "|",  "5*3",  "```", "\t",  "\r\n", "~"};
    constexpr std::size_t kAtoms = std::size(atoms);
    for (int round = 0; round < 8000; ++round) {
        std::string text;
        for (std::size_t n = random() % 24; n > 0; --n) text += atoms[random() % kAtoms];
        INFO(text);
        Diagnostics faults;
        auto const blocks = parse_markdown(sourced(text), faults);
        check_exact(blocks, text);
        auto runs = parse_inline(sourced(text), faults);
        for (InlineRun const& run : runs) CHECK(exact(run.text, text));
        smarten_quotes(runs, "en");
        for (InlineRun const& run : runs) CHECK(exact(run.text, text));
        for (Diagnostic const& d : faults.items()) CHECK(d.span.end <= text.size());
    }
}

TEST_CASE("words of another language, marked as such") {
    Diagnostics faults;
    auto const runs_of = [&](std::string const& text) {
        std::string out;
        for (MarkdownBlock const& block : parse_markdown(sourced(text), faults)) {
            for (InlineRun const& run : block.runs) out += (run.language.empty() ? "" : run.language + ":") + show(run) + "|";
            check_exact({block}, text);
        }
        return out;
    };
    CHECK(runs_of("so [mots français]{lang=fr} and") == "so |fr:mots français| and|");
    CHECK(runs_of("[*mots* durs]{lang=fr-CH}, *[mots]{lang=fr}*") == "fr-CH:*mots*|fr-CH: durs|, |fr:*mots*|");
    CHECK(runs_of("[a [b]{lang=de} c]{lang=fr}d") == "fr:a |de:b|fr: c|d|");
    CHECK(runs_of("[a\nb]{lang=fr}") == "fr:a b|");
    CHECK(runs_of("[[a](https://x.y)]{lang=fr}") == "fr:[a](https://x.y)|");
    CHECK(runs_of("`[a]{lang=fr}` \\[a]{lang=fr}") == "`[a]{lang=fr}`| [a]{lang=fr}|");
    CHECK(runs_of("a]{lang=fr} [b]{lang=fr") == "a]{lang=fr} [b]{lang=fr|");
    CHECK(faults.items().empty());
    CHECK(runs_of("[a]{lang=x!}").find("a") != std::string::npos);
    REQUIRE(faults.items().size() == 1);
    CHECK(faults.items()[0].code == "E289");
    for (std::string const part : {"[", "]{lang=fr}", "]{lang=", "a", "*", "`", "\n\n", "^[", "[^1]", "\\"}) {
        for (std::string const other : {"[", "]{lang=de}", "}", "](https://x.y)", "[x]{lang=it}"}) runs_of("[" + part + other + part + "]{lang=fr}" + other);
    }
}

TEST_CASE("words that the index leads to, marked as such") {
    Diagnostics faults;
    auto const runs_of = [&](std::string const& text) {
        std::string out;
        for (MarkdownBlock const& block : parse_markdown(sourced(text), faults)) {
            for (InlineRun const& run : block.runs) {
                if (run.index) out += "<" + run.index->entry.text + ">";
                out += (run.language.empty() ? "" : run.language + ":") + show(run) + "|";
            }
            check_exact({block}, text);
        }
        return out;
    };
    CHECK(runs_of("a [retimer]{index} is") == "a |<>retimer| is|");
    CHECK(runs_of("[it]{index=retimer}, [*the* one]{index=\"retimer > the } one\"}") == "<retimer>it|, |<retimer > the } one>*the*|<retimer > the } one> one|");
    CHECK(runs_of("[a [b]{index=c} d]{lang=fr index}") == "<>fr:a |<c>fr:b|<>fr: d|");
    CHECK(runs_of("[a]{index\nlang=de}") == "<>de:a|");
    CHECK(runs_of("`[a]{index}` [a]{indexed} [a]{ index} \\[a]{index}") == "`[a]{index}`| [a]{indexed} [a]{ index} [a]{index}|");
    CHECK(runs_of("[a]{index=\"b") == "[a]{index=\"b|");
    CHECK(faults.items().empty());
    for (std::string const wrong : {"[a]{index=\"\"}", "[a]{index=\"b >\"}", "[a]{index=\"a>b>c>d\"}", "[]{index}", "[ ]{index=x}"}) {
        runs_of(wrong);
        CHECK(faults.items().back().code == "E291");
    }
    runs_of("[a]{index=x colour=red}");
    CHECK(faults.items().back().code == "E290");
    CHECK(faults.items().size() == 6);
    for (std::string const part : {"[", "]{index}", "]{index=", "\"", "a", "*", "`", "\n\n", "^[", "[^1]", "\\", "{", "}"}) {
        for (std::string const other : {"[", "]{index=\"de}", "}", "](https://x.y)", "[x]{index=\"a\"}"})
            runs_of("[" + part + other + part + "]{index=a}" + other);
    }
}

TEST_CASE("what is said of words keeps its quotes") {
    CHECK(smart("\"So\" [it]{index=\"retimer\"} is \"so\"", "en") == "“So” [it]{index=\"retimer\"} is “so”");
    CHECK(smart("\"[a]{index=\"b\"}\"", "en") == "“[a]{index=\"b\"}”");
    CHECK(smart("a]{index=\"b\"}", "en") == "a]{index=“b”}");
}

TEST_CASE("each language has its quotes inside words of another") {
    Diagnostics faults;
    auto const words = [&](std::string const& text, std::string_view language) {
        std::vector<InlineRun> runs = parse_inline(sourced(text), faults);
        smarten_quotes(runs, language);
        std::string out;
        for (InlineRun const& run : runs) out += run.text.text;
        return out;
    };
    CHECK(words("He said \"so\" and [\"ja\"]{lang=de}, it's [l'eau \"vive\" !]{lang=fr} here!", "en") ==
          "He said “so” and „ja“, it’s l’eau «\u202Fvive\u202F»\u202F! here!");
    CHECK(words("Un mot ; [a word; \"so\"]{lang=en} !", "fr") == "Un mot\u202F; a word; “so”\u202F!");
}

TEST_CASE("French spaces before its punctuation and inside its guillemets") {
    CHECK(smart("Quoi ? Oui ! Bien ; ainsi : fin", "fr") == "Quoi\u202F? Oui\u202F! Bien\u202F; ainsi\u00A0: fin");
    CHECK(smart("Quoi? Oui! Bien; ainsi: fin", "fr-FR") == "Quoi\u202F? Oui\u202F! Bien\u202F; ainsi\u00A0: fin");
    CHECK(smart("«mot» et « mot »", "fr") == "«\u202Fmot\u202F» et «\u202Fmot\u202F»");
    CHECK(smart("à 12:30, https://x.y/?q=1; quoi?!", "fr") == "à 12:30, https://x.y/?q=1\u202F; quoi\u202F?!");
    CHECK(smart("45 % ; (oui) ! 3\u00A0?", "fr") == "45 %\u202F; (oui)\u202F! 3\u00A0?");
    CHECK(smart("Quoi? ainsi: «mot»", "fr-CA") == "Quoi? ainsi\u00A0: «\u202Fmot\u202F»");
    std::string const twice = smart("Quoi? «mot»: \"a\" !", "fr");
    CHECK(smart(twice, "fr") == twice);
    CHECK(smart("Quoi ? Oui! «mot»", "es") == "Quoi ? Oui! «mot»");
    CHECK(smart("; ! ?", "fr") == "; ! ?");
}

TEST_CASE("what a value holds is never read as markup") {
    std::string const values[] = {"**A** {{x}}", "[^a]",  "[@b page]", "^[note]",          "`c`",        "<b>",   "- d", "1. e",       "# f",       "> g",
                                  "***",         "\\*",   "&amp;",     "[h](https://x.y)", "]{lang=fr}", "5*3*2", "_i_", "http://j.k", "\"l\" 'm'", "]",
                                  "[",           "~~n~~", "|--|"};
    for (std::string const& value : values) {
        for (std::string const around : {"", "*a* ", "a ", "[b"}) {
            SourcedText text = sourced(around);
            text.append_value(value, {1, 0, 1});
            text.append(SourcedText(std::string(" *z*")));
            INFO(text.text);
            Diagnostics faults;
            auto const blocks = parse_markdown(text, faults);
            REQUIRE(blocks.size() == 1);
            std::string words;
            for (InlineRun& run : std::vector<InlineRun>(blocks[0].runs)) words += run.text.text;
            CHECK(words == (around == "*a* " ? "a " : around) + value + " z");
            CHECK(faults.items().empty());
            CHECK(parse_inline(text, faults).size() == blocks[0].runs.size());
        }
    }
    // Its quotes stay; those around it are its author's.
    SourcedText text = sourced("\"");
    text.append_value("O\"Neil's", {1, 0, 1});
    text.append(SourcedText(std::string("'s\"")));
    CHECK(smart_quotes(text, "en").text == "“O\"Neil's’s”");
}

TEST_CASE("a value is printed as it is, whatever it holds") {
    std::mt19937 random(11);
    std::string const alphabet = "ab1 **__``[]()<>&;!#->.\\\"'^@{}|~=:/,x";
    for (int i = 0; i < 4000; ++i) {
        std::string value;
        for (auto n = 1 + random() % 16; n > 0; --n) value += alphabet[random() % alphabet.size()];
        if (i < 8)
            value =
                std::vector<std::string>{"**A** {{x}}", "1. item", "# head", "[^1]", "[@id page]", "&amp;", "<b>", "[w]{index}"}[static_cast<std::size_t>(i)];
        auto const size = static_cast<std::uint32_t>(value.size());
        bool const leads = random() % 2 == 0;
        SourcedText text;
        text.source = 1;
        if (!leads) text.append(SourcedText("*so* [", 1, {{0, 6, 0, 6, true}}));
        text.append(SourcedText(value, 1, {{0, size, 6, 9, false, true}}));
        text.append(SourcedText(" *end*", 1, {{0, 6, 15, 6, true}}));
        std::string const expected = (leads ? "" : "so [") + value + " end";
        Diagnostics faults;
        std::string words;
        std::vector<MarkdownBlock> blocks = parse_markdown(text, faults);
        REQUIRE(blocks.size() == 1);
        smarten_quotes(blocks.front().runs, "en");
        for (InlineRun const& run : blocks.front().runs) words += run.text.text;
        CHECK(words == expected);
        CHECK(faults.items().empty());
        words.clear();
        for (InlineRun const& run : parse_inline(text, faults)) words += run.text.text;
        CHECK(words == expected);
        CHECK(faults.items().empty());
    }
}
