// Cross references in built articles: their words, their links, what is set again when numbers are known.
#include "blocks/renew.h"
#include "house.h"

using namespace offprint;
using namespace offprint::blocks;
using namespace offprint::blocks::test;

namespace {

/// The words of all links inside the document, as they were first set.
std::string said(Built const& built) {
    std::string out;
    for (layout::VBox const* box : built.boxes()) {
        for (layout::Piece const& piece : box->pieces) {
            auto const* line = std::get_if<layout::LineContent>(&piece.content);
            if (line == nullptr || line->line > 0) continue;
            text::StyledText const& text = line->paragraph->text();
            for (text::StyledText::Run const& run : text.runs) {
                if (draw::is_artifact(run.mark) || (*built.tree)[run.mark].role != draw::Role::Link || (*built.tree)[run.mark].url.empty()) continue;
                out += (out.empty() ? "" : " | ") + text.text.text.substr(run.begin, run.end - run.begin);
            }
        }
    }
    for (std::size_t at; (at = out.find("\u00A0")) != std::string::npos;) out.replace(at, 2, " ");
    return out;
}

std::string const kTargets =
    "  - section: {number: \"02\", title: What we \"found\"}\n    id: s\n"
    "  - section: {title: Risks}\n    id: t\n"
    "  - chart: {kind: bar, title: Bars, x: [a, b], y: [1, 2]}\n"
    "  - table: {title: Rows, columns: [a], rows: [[1]]}\n    id: x\n"
    "  - callout: {title: Box, text: A.}\n    id: c\n"
    "  - quote: {text: Words.}\n    id: q\n";

std::string said_of(std::string const& prose, Setting const& setting = {}) { return said(Built("  - \"" + prose + "\"\n" + kTargets, setting)); }

}  // namespace

TEST_CASE("What a reference says of sections, exhibits and other blocks") {
    CHECK(said_of("[@s] [@t] [@x] [@c]") == "Section 2 | “Risks” | Exhibit 2 | “Box”");
    CHECK(said_of("[@s number] [@x number] [@s title] [@x title]") == "2 | 2 | “What we ‘found’” | “Rows”");
    CHECK(said_of("[@s page] [@x full] [@t full] [@q Page]") == "page 0 | Exhibit 2, page 0 | “Risks”, page 0 | Page 0");
}

TEST_CASE("The words are those of the language") {
    CHECK(said_of("[@x full] [@s] [@s Name] [@t]", {.language = "fr"}) == "Figure 2, page 0 | section 2 | Section 2 | «\u202FRisks\u202F»");
    CHECK(said_of("[@x full] [@s] [@t]", {.language = "de"}) == "Übersicht 2, Seite 0 | Abschnitt 2 | „Risks“");
    for (std::string const language : {"en", "de", "fr", "es", "it", "nl", "pl", "pt"}) {
        std::string const words = said_of("[@x full] [@s] [@s page]", {.language = language});
        CHECK(words.find("ref") == std::string::npos);
        CHECK(words.find("name_") == std::string::npos);
    }
}

TEST_CASE("A reference is a link in a Reference, and counts exhibits in boxes too") {
    Built const built(
        "  - callout:\n      body:\n        - chart: {kind: bar, title: A, x: [a], y: [1]}\n  - \"See [@b].\"\n"
        "  - chart: {kind: bar, title: B, x: [a], y: [1]}\n    id: b\n");
    CHECK(built.codes().empty());
    CHECK(said(built) == "Exhibit 2");
    REQUIRE(built.nodes(draw::Role::Reference).size() == 1);
    CHECK(built.outline(built.nodes(draw::Role::Reference)[0]) == "Reference(Link)");
    CHECK((*built.tree)[built.nodes(draw::Role::Link)[0]].url == "#block-2");
}

TEST_CASE("Faults of references") {
    check({{"  - \"A [@b].\"\n", "1:8:E270"},
           {"  - \"A [@figg].\"\n  - chart: {kind: bar, title: B, x: [a], y: [1]}\n    id: fig\n", "1:8:E270", "did you mean 'fig'?"},
           {"  - prose: A.\n    id: a\n  - prose: B.\n    id: a\n", "4:9:E271"},
           {"  - prose: A.\n    id: a b\n", "2:9:E272"},
           {"  - \"A [@b].\"\n  - prose: B.\n    id: b\n", "1:8:E274", "its page can be told: [@b page]"},
           {"  - \"A [@b number].\"\n  - callout: {title: T, text: B.}\n    id: b\n", "1:8:E274"},
           {"  - \"A [@^b].\"\n", "1:8:E263"},
           {"  - \"A [@^b title].[^b]\\n\\n[^b]: C.\"\n", "1:8:E274"}});
    CHECK(Built("  - \"A [@^n].\"\n", {}, "notes: {n: N.}\n").faults.error_count() == 1);
}

TEST_CASE("Numbers of notes are known when all are marked, and set then") {
    Built built("  - \"As [@^b] says, and [@^a].\"\n  - \"One[^a] two[^b].\"\n", {}, "notes: {a: A., b: B.}\n");
    CHECK(built.codes().empty());
    CHECK(said(built) == "note 0 | note 0 | 1 | 2");
}

TEST_CASE("Paragraphs of the flow are set again in their place, whatever their number of lines") {
    std::string const long_text = words(30) + " See [@x page] [@x page] [@x page] [@x page] [@x page] [@x page] [@x page] [@x page].";
    Built built("  - \"Before.\"\n  - \"" + long_text + "\"\n  - \"After.\"\n" + kTargets);
    test::ExamplePictures pictures(test::kSource + "/docs/examples", built.faults);
    BuildContext context{*built.article, *built.theme, built.paper, *built.messages, built.tables,
                         built.clauses,  *built.type,  *built.tree, built.faults,    pictures};
    layout::VList list = build_article(context);
    auto count = [&] { return std::count_if(list.begin(), list.end(), [](layout::VItem const& item) { return std::holds_alternative<layout::VBox>(item); }); };
    auto const before = count();
    context.references.see_pages({{"block-4", 123456789}}, false);
    REQUIRE(renew_references(context, list, PageWords::AsKnown));
    CHECK(count() > before);
    context.references.see_pages({{"block-4", 1}}, false);
    REQUIRE(renew_references(context, list, PageWords::AsKnown));
    CHECK(count() == before);
    // With room for nine digits, the lines stay when the page turns out to have one.
    context.references.see_pages({{"block-4", 123456789}}, true);
    REQUIRE(renew_references(context, list, PageWords::WithRoom));
    auto const roomy = count();
    CHECK_FALSE(context.references.see_pages({{"block-4", 7}}, true));
    REQUIRE(renew_references(context, list, PageWords::InRoom));
    CHECK(count() == roomy);
    std::string all;
    for (layout::VItem const& item : list) {
        auto const* box = std::get_if<layout::VBox>(&item);
        auto const* line = box == nullptr || box->pieces.empty() ? nullptr : std::get_if<layout::LineContent>(&box->pieces[0].content);
        if (line == nullptr || line->line > 0) continue;
        all += line->paragraph->text().text.text;
    }
    CHECK(all.find("page\u00A07") != std::string::npos);
    CHECK(all.find("000") == std::string::npos);
}

TEST_CASE("A box whose height changes asks for the article to be built again") {
    Built built("  - cards: [{title: B, text: \"A [@x page] [@x page] [@x page] [@x page] [@x page] [@x page] [@x page] [@x page] [@x page].\"}]\n" + kTargets);
    test::ExamplePictures pictures(test::kSource + "/docs/examples", built.faults);
    BuildContext context{*built.article, *built.theme, built.paper, *built.messages, built.tables,
                         built.clauses,  *built.type,  *built.tree, built.faults,    pictures};
    layout::VList list = build_article(context);
    context.references.see_pages({{"block-4", 2}}, false);
    CHECK(renew_references(context, list, PageWords::AsKnown));
    context.references.see_pages({{"block-4", 123456789}}, false);
    CHECK_FALSE(renew_references(context, list, PageWords::AsKnown));
}

TEST_CASE("A table of contents leads to each section, a list of exhibits to each exhibit") {
    std::string const body = "  - contents:\n  - exhibits: {title: Charts, kinds: figures}\n" + kTargets;
    Built const built(body);
    CHECK(built.codes().empty());
    REQUIRE(built.nodes(draw::Role::TOC).size() == 2);
    CHECK(built.outline(built.nodes(draw::Role::TOC)[0]) == "TOC(TOCI(Reference(Link(Span))) TOCI(Reference(Link(Span))))");
    CHECK(built.outline(built.nodes(draw::Role::TOC)[1]) == "TOC(TOCI(Reference(Link(Span))))");
    CHECK(said(built).starts_with("02  | What we “found”  | Risks  | EXHIBIT 1  | Bars "));
    for (std::string const language : {"en", "de", "fr", "es", "it", "nl", "pl", "pt"}) {
        Built const other(body, {.language = language});
        CHECK(other.codes().empty());
        CHECK((*other.tree)[other.nodes(draw::Role::H2).at(0)].title.str() != "contents");
    }
    CHECK(Built("  - contents:\n  - exhibits: {kinds: tables}\n  - A.\n").faults.warning_count() == 2);
}

namespace {

/// The entries of an index, a line each.
std::string index_of(std::string const& prose, PlacePages const& pages, Setting const& setting = {}) {
    Built built("  - \"" + prose + "\"\n  - index:\n", setting);
    test::ExamplePictures pictures(test::kSource + "/docs/examples", built.faults);
    BuildContext context{*built.article, *built.theme, built.paper, *built.messages, built.tables,
                         built.clauses,  *built.type,  *built.tree, built.faults,    pictures};
    for (auto const& [place, page] : pages) context.references.known().pages[place] = {page, 1};
    layout::VList const list = build_article(context);
    CHECK_FALSE(context.index.is_stale());
    std::string out;
    for (IndexLine const& line : context.index.make_lines(setting.language)) {
        out += std::string(line.level * 2, ' ') + line.words.text;
        for (IndexPages const& p : line.pages) out += ", " + std::to_string(p.first) + (p.last > p.first ? "-" + std::to_string(p.last) : "");
        out += "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("An index has each term once, sorted, with each page once") {
    CHECK(index_of("[zinc]{index} [Copper]{index} [copper]{index} [it]{index='copper'} [links]{index} [links]{index} [links]{index} [links]{index}",
                   {{"term-1", 2}, {"term-2", 4}, {"term-3", 4}, {"term-4", 1}, {"term-5", 7}, {"term-6", 5}, {"term-7", 6}, {"term-8", 9}}) ==
          "'copper', 1\nCopper, 4\nlinks, 5-7, 9\nzinc, 2\n");
    CHECK(index_of("[a]{index=b>c} [b]{index=b} [d]{index=b>a}^[On [notes]{index}.]", {{"term-1", 1}, {"term-2", 1}, {"term-3", 2}, {"term-4", 3}}) ==
          "b, 1\n  a, 2\n  c, 1\nnotes, 3\n");
    CHECK(index_of("[a]{index=x} [b]{index=x}", {{"term-1", 3}, {"term-2", 4}}) == "x, 3, 4\n");
}

TEST_CASE("An index is made anew when a page of a term has changed") {
    Built built("  - \"A [term]{index}.\"\n  - index:\n");
    CHECK(built.codes().empty());
    test::ExamplePictures pictures(test::kSource + "/docs/examples", built.faults);
    BuildContext context{*built.article, *built.theme, built.paper, *built.messages, built.tables,
                         built.clauses,  *built.type,  *built.tree, built.faults,    pictures};
    layout::VList list = build_article(context);
    CHECK(renew_references(context, list, PageWords::AsKnown));
    CHECK(context.references.see_pages({{"term-1", 3}}, false));
    CHECK_FALSE(renew_references(context, list, PageWords::AsKnown));
}

TEST_CASE("What is wrong with an index is told") {
    CHECK(Built("  - A.\n  - index:\n").codes() == "2:5:E292");
    CHECK(Built("  - \"[A]{index}\"\n  - index:\n  - index:\n").codes() == "3:5:E292");
    CHECK(Built("  - \"[A]{index}\"\n  - callout: {body: [{index: }]}\n").codes() == "2:23:E292 1:10:W293");
    CHECK(Built("  - \"[A]{index}\"\n").codes() == "1:10:W293");
}

TEST_CASE("Figures and tables share a counter or have one each, as the layout says") {
    Setting by_kind{.layout = "mine"};
    by_kind.instead = {"mine", "layout: mine\nextends: conviction-note\nexhibits: by_kind\n"};
    CHECK(said_of("[@x] [@x number]", by_kind) == "Table 1 | 1");
    by_kind.language = "de";
    CHECK(said_of("[@x]", by_kind) == "Tabelle 1");
}

TEST_CASE("Sources are numbered in the order in which texts cite them, notes where their marks stand") {
    std::string const sources = "sources:\n  a: A.\n  b: {title: B, author: \"C.\", in: D, date: 2026, url: \"https://example.org\"}\n  c: C.\n";
    Built const built("  - \"One [@b].^[In [@c, p. 3].] Two [@a; @b, p. 4].\"\n  - bibliography:\n  - After.\n", {}, sources);
    CHECK(built.codes().empty());
    std::string lines;
    for (layout::VBox const* box : built.boxes()) {
        for (layout::Piece const& piece : box->pieces) {
            auto const* line = std::get_if<layout::LineContent>(&piece.content);
            if (line != nullptr && line->line == 0) lines += line->paragraph->text().text.text + "|";
        }
    }
    CHECK(lines.find("One [1].1 Two [3; 1,\u00A0p. 4].|") != std::string::npos);
    CHECK(lines.find("1.|C. B. D, 2026. https://example.org|2.|C.|3.|A.|After.|") != std::string::npos);
    REQUIRE(built.nodes(draw::Role::L).size() == 1);
    CHECK(built.outline(built.nodes(draw::Role::L)[0]) == "L(LI(Lbl LBody(Link)) LI(Lbl LBody) LI(Lbl LBody))");
}

TEST_CASE("A bibliography stands at the end where none is placed, and faults of sources are told") {
    Built const built("  - \"A [@a].\"\n", {}, "sources: {a: A.}\n");
    CHECK(built.codes().empty());
    CHECK(built.nodes(draw::Role::L).size() == 1);
    auto codes = [](std::string const& body, std::string const& sources) {
        Built const other(body, {}, "sources: " + sources + "\n");
        std::string out;
        for (Diagnostic const& d : other.faults.items()) out += d.code + " ";
        return out;
    };
    CHECK(codes("  - A.\n", "{a: A.}") == "W278 ");
    CHECK(codes("  - A.\n  - bibliography:\n", "{a: A.}") == "E280 W278 ");
    CHECK(codes("  - A.\n  - bibliography:\n", "{}") == "");
    CHECK(codes("  - A.\n  - bibliography: {all: true}\n", "{a: A.}") == "");
    CHECK(codes("  - \"A [@a page].\"\n", "{a: A.}") == "E279 W278 ");
    CHECK(codes("  - \"A [@a; @b].\"\n", "{a: A.}") == "E279 W278 ");
    CHECK(codes("  - \"A [@x, p. 3] [@a].\"\n  - callout: {title: T, text: A.}\n    id: x\n", "{a: A.}") == "E279 ");
    CHECK(codes("  - \"A [@a].\"\n  - prose: A.\n    id: a\n", "{a: A.}") == "E271 ");
    CHECK(codes("  - A.\n", "{a b: A.}") == "E272 ");
    CHECK(codes("  - \"[@a]\"\n", "{a: {title: A, url: \"ftp://x\"}}") == "E257 ");
    CHECK(codes("  - \"[@a]\"\n", "{a: {autor: A}}") == "E201 E202 E270 ");
}
