#include "pdf/structure_writer.h"

#include <catch2/catch.hpp>
#include <random>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;
using draw::NodeId;
using draw::Role;

namespace {

/// A tree and the marks of its pages, and the elements that come of them, as text in order of their numbers.
struct Fixture {
    draw::StructTree tree{"en"};
    std::vector<PageRecord> pages{2};
    std::vector<LinkAnnotation> links;
    Haru haru{StreamOwner::RawBody};

    Fixture() {
        for (PageRecord& page : pages) {
            page.size = {200_pt, 100_pt};
            page.object = haru.add_object();
        }
    }
    std::string body(HPDF_Dict object) { return raw_body(object)->entries; }
    HPDF_Dict object(std::uint32_t number) { return static_cast<HPDF_Dict>(haru.object_at(number)); }
    /// All bodies from the structure tree's root on; "P1", "P2" for the pages and E0, E1... for its elements.
    std::string elements(StructureRules rules = StructureRules::Pdf17) {
        WrittenStructure const written = write_structure(haru, tree, pages, links, rules);
        std::uint32_t const first = number_of(written.root);
        std::string out;
        for (std::uint32_t number = first; number < haru.end(); ++number)
            out += (object(number) ? body(object(number)) : written.elements->late_body(number)) + '\n';
        for (std::uint32_t number = haru.end(); number-- > first;) replace(out, std::to_string(number) + " 0 R", "E" + std::to_string(number - first));
        replace(out, std::to_string(number_of(pages[0].object)) + " 0 R", "P1");
        replace(out, std::to_string(number_of(pages[1].object)) + " 0 R", "P2");
        return out;
    }
    static void replace(std::string& text, std::string const& what, std::string const& by) {
        for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "elements point to their marks, also on other pages, and marks back to them") {
    NodeId const a = tree.add(tree.root(), Role::P), b = tree.add(tree.root(), Role::H1);
    tree[b].title = "A\nCaf\xC3\xA9";
    pages[0].encoded.marks = {b, a};
    pages[1].encoded.marks = {a};
    CHECK(elements() ==
          "/Type/StructTreeRoot/K E1/ParentTree E4/ParentTreeNextKey 2\n"
          "/S/Document/P E0/K[E2 E3]\n"
          "/S/P/P E1/K[1<</Type/MCR/MCID 0/Pg P2>>]/Pg P1\n"
          "/S/H1/P E1/K 0/Pg P1/T<FEFF0041002000430061006600E9>\n"
          "/Nums[0[E3 E2]1[E2]]\n");
}

TEST_CASE_METHOD(Fixture, "own text and children are ordered by first paint, other children as the tree has them") {
    NodeId const p = tree.add(tree.root(), Role::P), link = tree.add(p, Role::Link), late = tree.add(tree.root(), Role::P),
                 early = tree.add(tree.root(), Role::P);
    tree[link].url = "https://example.com";
    pages[0].encoded.marks = {early, p, link, p, late};
    links.push_back({link, 0, {}, haru.add_object()});
    std::string const text = elements();
    CHECK(text.find("/S/Document/P E0/K[E2 E4 E5]\n") != std::string::npos);
    CHECK(text.find("/S/P/P E1/K[1 E3 3]/Pg P1\n") != std::string::npos);
    CHECK(text.find("/S/Link/P E2/K[2<</Type/OBJR/Obj ") != std::string::npos);
    CHECK(text.find("/Nums[0[E5 E2 E3 E2 E4]1[]2 E3]") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "empty nodes fall away, empty cells do not") {
    NodeId const table = tree.add(tree.root(), Role::Table), row = tree.add(table, Role::TR);
    tree.add(row, Role::TH);
    NodeId const cell = tree.add(row, Role::TD);
    tree[cell].column_span = 2;
    NodeId const gone = tree.add(tree.root(), Role::P);
    tree.add(gone, Role::Link);
    NodeId const other = tree.add(tree.root(), Role::Table);
    tree.add(tree.add(other, Role::TR), Role::TD);
    pages[0].encoded.marks = {cell};
    CHECK(elements() ==
          "/Type/StructTreeRoot/K E1/ParentTree E6/ParentTreeNextKey 2\n"
          "/S/Document/P E0/K E2\n"
          "/S/Table/P E1/K E3\n"
          "/S/TR/P E2/K[E4 E5]\n"
          "/S/TH/P E3\n"
          "/S/TD/P E3/K 0/Pg P1/A<</O/Table/ColSpan 2>>\n"
          "/Nums[0[E5]1[]]\n");
}

TEST_CASE_METHOD(Fixture, "attributes of lists, headers and figures; ids of notes") {
    NodeId const list = tree.add(tree.root(), Role::L), header = tree.add(tree.root(), Role::TH), figure = tree.add(tree.root(), Role::Figure),
                 note = tree.add(tree.root(), Role::Note);
    tree[list].numbering = draw::ListNumbering::Decimal;
    tree[header].scope = draw::Scope::Row;
    tree[header].row_span = 3;
    tree[figure].alt = "a (chart)";
    tree[figure].actual_text = "x";
    tree[figure].language = "de";
    pages[0].encoded.marks = {list, header, figure, note};
    pages[0].encoded.figures[figure] = {10_pt, 20_pt, 30_pt, 40_pt};
    std::string const text = elements();
    CHECK(text.find("/A<</O/List/ListNumbering/Decimal>>") != std::string::npos);
    CHECK(text.find("/A<</O/Table/Scope/Row/RowSpan 3>>") != std::string::npos);
    CHECK(text.find("/Lang(de)/Alt(a \\(chart\\))/ActualText(x)/A<</O/Layout/Placement/Block/BBox[10 40 40 80]>>") != std::string::npos);
    CHECK(text.find("/ID(note-000001)") != std::string::npos);
    CHECK(text.find("/Names[(note-000001)E5]") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "large trees are split into leaves with limits") {
    pages.resize(200);
    for (PageRecord& page : pages)
        if (!page.object) page.object = haru.add_object();
    NodeId const p = tree.add(tree.root(), Role::P);
    for (PageRecord& page : pages) page.encoded.marks = {p};
    std::string const text = elements();
    CHECK(text.find("/Limits[0 63]/Nums[0[E2]1[E2]2[E2]") != std::string::npos);
    CHECK(text.find("/Limits[192 199]/Nums[192[E2]") != std::string::npos);
    CHECK(text.find("/Kids[E3 E4 E5 E6]") != std::string::npos);
}

TEST_CASE("rows held as runs are written like rows held one by one, whatever pages they stand on") {
    std::mt19937 random(3);
    for (int round = 0; round < 12; ++round) {
        Fixture runs, held;
        for (std::size_t more = random() % 150; more > 0; --more) {
            for (Fixture* f : {&runs, &held}) {
                f->pages.emplace_back().size = {200_pt, 100_pt};
                f->pages.back().object = f->haru.add_object();
            }
        }
        std::vector<NodeId> marks;
        for (int table = 0; table < 2; ++table) {
            NodeId const text = runs.tree.add(runs.tree.root(), Role::P);
            held.tree.add(held.tree.root(), Role::P);
            marks.push_back(text);
            NodeId const body = runs.tree.add(runs.tree.add(runs.tree.root(), Role::Table), Role::TBody);
            REQUIRE(held.tree.add(held.tree.add(held.tree.root(), Role::Table), Role::TBody) == body);
            for (int run = 0; run < 3; ++run) {
                draw::RowPattern pattern;
                pattern.row.role = Role::TR;
                pattern.cells.resize(1 + random() % 4);
                for (draw::StructNode& cell : pattern.cells) cell.role = Role::TD;
                pattern.cells.front().role = Role::TH;
                pattern.cells.front().scope = draw::Scope::Row;
                auto const count = static_cast<std::uint32_t>(1 + random() % 60);
                NodeId id = runs.tree.add_rows(body, runs.tree.add_pattern(pattern), count);
                for (std::uint32_t r = 0; r < count; ++r) {
                    NodeId const row = held.tree.add(body, Role::TR);
                    for (draw::StructNode const& cell : pattern.cells) {
                        NodeId const node = held.tree.add(row, cell.role);
                        held.tree[node].scope = cell.scope;
                    }
                    // Some cells are empty, some painted in two parts.
                    for (NodeId cell = id + 1; cell <= id + pattern.cells.size(); ++cell)
                        for (auto times = random() % 8 == 0 ? random() % 3 : 1; times > 0; --times) marks.push_back(cell);
                    id += static_cast<NodeId>(pattern.cells.size()) + 1;
                }
            }
        }
        // In order on the pages, but that a part of a row may stand on the next one.
        bool const disorder = round % 4 == 3;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            std::size_t page = i * runs.pages.size() / marks.size();
            if (random() % 10 == 0) page = std::min(page + 1, runs.pages.size() - 1);
            if (disorder && random() % 5 == 0) page = random() % runs.pages.size();
            runs.pages[page].encoded.marks.push_back(marks[i]);
            held.pages[page].encoded.marks.push_back(marks[i]);
        }
        CHECK(runs.elements() == held.elements());
    }
}

TEST_CASE_METHOD(Fixture, "a document of which nothing is tagged still has its root") {
    CHECK(elements() == "/Type/StructTreeRoot/K E1/ParentTree E2/ParentTreeNextKey 2\n/S/Document/P E0\n/Nums[0[]1[]]\n");
}

TEST_CASE_METHOD(Fixture, "heads that cells name have ids, in rows that are alike and in others, and stand in the tree of ids before notes") {
    NodeId const table = tree.add(tree.root(), Role::Table), row = tree.add(tree.add(table, Role::THead), Role::TR), label = tree.add(row, Role::TH);
    tree[label].identified = true;
    draw::RowPattern pattern;
    pattern.row.role = Role::TR;
    pattern.cells.resize(2);
    pattern.cells[0].role = Role::TH;
    pattern.cells[0].identified = true;
    pattern.cells[1].role = Role::TD;
    pattern.heads = {{}, {label}};
    NodeId const rows = tree.add_rows(tree.add(table, Role::TBody), tree.add_pattern(pattern), 2, {label});
    NodeId const note = tree.add(tree.root(), Role::Note);
    pages[0].encoded.marks = {label, rows + 1, rows + 2, rows + 4, rows + 5, note};
    CHECK(tree.heads(rows + 1) == std::vector<NodeId>{label});
    CHECK(tree.heads(rows + 5) == std::vector<NodeId>{label, rows + 4, label});
    std::string const text = elements();
    CAPTURE(text);
    CHECK(text.find("/ID(head-00000012)") != std::string::npos);
    CHECK(text.find("/A<</O/Table/Headers[(head-00000012)(head-00000018)(head-00000012)]>>") != std::string::npos);
    CHECK(text.find("/Names[(head-00000012)") != std::string::npos);
    std::size_t const last_head = text.find("(head-00000018)", text.find("/Names[")), first_note = text.find("(note-000001)", text.find("/Names["));
    CHECK(last_head < first_note);
    CHECK(first_note != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "PDF 2.0: a namespace, notes and marks that name each other, entries of contents what they lead to, labelled lists") {
    NodeId const heading = tree.add(tree.root(), Role::H1), p = tree.add(tree.root(), Role::P), mark = tree.add(tree.add(p, Role::Reference), Role::Link),
                 note = tree.add(tree.root(), Role::Note), label = tree.add(tree.add(note, Role::Lbl), Role::Link),
                 entry = tree.add(tree.add(tree.root(), Role::TOC), Role::TOCI), lead = tree.add(tree.add(entry, Role::Reference), Role::Link),
                 item = tree.add(tree.add(tree.root(), Role::L), Role::LI), term = tree.add(item, Role::Lbl), words = tree.add(item, Role::LBody),
                 over = tree.add(tree.add(tree.root(), Role::Div), Role::Caption);
    tree[mark].url = "#note";
    tree[label].url = "#mark";
    tree[lead].url = "#top";
    pages[0].encoded.marks = {heading, mark, label, lead, term, words, over};
    pages[0].encoded.anchors = {{"note", {}, label}, {"mark", {}, mark}, {"top", {}, heading}};
    std::string const text = elements(StructureRules::Pdf2);
    CAPTURE(text);
    // E1 is the namespace, E2 the document.
    CHECK(text.find("/Namespaces[E1]") != std::string::npos);
    CHECK(text.find("/Type/Namespace/NS(http://iso.org/pdf2/ssn)") != std::string::npos);
    CHECK(text.find("/S/Document/NS E1/P E0") != std::string::npos);
    CHECK(text.find("/S/Reference/P E4/Ref[E7]/K E6") != std::string::npos);
    CHECK(text.find("/S/FENote/NS E1/P E2/Ref[E5]/K E8/A<</O/FENote/NoteType/Footnote>>/ID") != std::string::npos);
    CHECK(text.find("/S/TOCI/P E10/Ref[E3]") != std::string::npos);
    CHECK(text.find("/A<</O/List/ListNumbering/Description>>") != std::string::npos);
    CHECK(text.find("Caption") == std::string::npos);
}
