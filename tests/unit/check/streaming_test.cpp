// The structure tree is gone through once and not held: what is found must not depend on what was still to come, nor on how long a table is.
#include <catch2/catch.hpp>
#include <map>

#include "check/check.h"

using namespace offprint;

namespace {

/// A file with one page, a structure tree, and nothing else that would keep a rule. Objects: 1 catalogue, 2 pages, 3 page, 4 root of the tree, 5 content,
/// 6 parent tree, 7 the Document.
class Tree {
public:
    Tree() : objects_(8) {}

    /// An element of a type; its kids are told later. Gives its number.
    std::size_t add(std::string const& type, std::size_t parent, std::string const& more = "") {
        std::size_t const number = objects_.size();
        objects_.push_back("/S/" + type + "/P " + std::to_string(parent) + " 0 R/Pg 3 0 R" + more);
        kids_[parent] += std::to_string(number) + " 0 R ";
        return number;
    }
    /// A cell with something in it.
    std::size_t cell(std::string const& type, std::size_t row, std::string const& attributes = "", std::string const& more = "") {
        std::size_t const number = add(type, row, "/A<</O/Table" + attributes + ">>" + more);
        kids_[number] = std::to_string(marks_) + " ";
        parents_ += std::to_string(number) + " 0 R ";
        content_ += "/P <</MCID " + std::to_string(marks_++) + ">> BDC EMC ";
        return number;
    }
    void hold(std::size_t holder, std::string const& kid) { kids_[holder] += kid + " "; }
    void name_id(std::string const& id, std::size_t number) { ids_ += "(" + id + ")" + std::to_string(number) + " 0 R "; }

    std::string content_, parents_;
    int marks_ = 0;

    /// "object: words" of what breaks a rule.
    std::vector<std::string> findings(std::string const& rule) const {
        std::vector<std::string> all;
        for (check::Finding const& finding : check::check_bytes(file(), check::kUa1).findings)
            if (finding.rule->name == rule) all.push_back(std::to_string(finding.object) + ": " + finding.words);
        return all;
    }
    std::size_t elements() const { return check::check_bytes(file(), check::kUa1).elements; }

private:
    std::string file() const {
        std::vector<std::string> objects = objects_;
        objects[1] = "/Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R";
        objects[2] = "/Type/Pages/Kids[3 0 R]/Count 1";
        objects[3] = "/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/StructParents 0/Resources<<>>";
        objects[4] = "/Type/StructTreeRoot/K 7 0 R/ParentTree 6 0 R/IDTree<</Names[" + ids_ + "]>>";
        objects[6] = "/Nums[0[" + parents_ + "]]";
        objects[7] = "/S/Document/P 4 0 R";
        for (auto const& [holder, kids] : kids_) objects[holder] += "/K[" + kids + "]";
        std::string out = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n", table = "xref\n0 " + std::to_string(objects.size()) + "\n0000000000 65535 f \n";
        for (std::size_t i = 1; i < objects.size(); ++i) {
            std::string const at = std::to_string(out.size());
            table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
            out += std::to_string(i) + " 0 obj\n<<" + objects[i];
            if (i == 5) out += "/Length " + std::to_string(content_.size()) + ">>\nstream\n" + content_ + "\nendstream\nendobj\n";
            if (i != 5) out += ">>\nendobj\n";
        }
        std::string const start = std::to_string(out.size());
        return out + table + "trailer\n<</Size " + std::to_string(objects.size()) + "/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
    }

    std::vector<std::string> objects_;
    std::map<std::size_t, std::string> kids_;
    std::string ids_;
};

constexpr std::size_t kDocument = 7;

std::string at(std::size_t object, std::string const& words) { return std::to_string(object) + ": " + words; }
std::string unheaded(std::size_t object) { return at(object, "no header reaches it"); }

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("a cell over several rows has the header of any of them") {
    Tree tree;
    std::size_t const table = tree.add("Table", kDocument);
    std::size_t const first = tree.add("TR", table), second = tree.add("TR", table), third = tree.add("TR", table), fourth = tree.add("TR", table);
    tree.cell("TD", first, "/RowSpan 3");
    std::size_t const bare = tree.cell("TD", first), under = tree.cell("TD", second, "/RowSpan 1");
    tree.cell("TH", third, "/Scope/Row");
    std::size_t const low = tree.cell("TD", fourth, "/ColSpan 2");
    CHECK(tree.findings("table-regular") == Found{});
    CHECK(tree.findings("table-headers") == Found{unheaded(bare), unheaded(under), unheaded(low)});
}

TEST_CASE("headers of rows reach as far as they span") {
    Tree tree;
    std::size_t const table = tree.add("Table", kDocument);
    std::size_t const first = tree.add("TR", table), second = tree.add("TR", table), third = tree.add("TR", table);
    tree.cell("TD", first);
    tree.cell("TH", first, "/Scope/Row/RowSpan 2");
    tree.cell("TD", second);
    std::size_t const low = tree.cell("TD", third), beside = tree.cell("TD", third);
    CHECK(tree.findings("table-headers") == Found{unheaded(low), unheaded(beside)});
}

TEST_CASE("a header of columns reaches the rows above it too, and only its columns") {
    Tree tree;
    std::size_t const table = tree.add("Table", kDocument);
    std::vector<std::size_t> bare;
    for (int i = 0; i < 30; ++i) {
        std::size_t const row = tree.add("TR", table);
        tree.cell("TD", row);
        tree.cell("TD", row);
        bare.push_back(tree.cell("TD", row));
    }
    std::size_t const last = tree.add("TR", table);
    tree.cell("TH", last, "/Scope/Column/ColSpan 2");
    tree.add("TD", last);  // a blank corner has nothing to tell
    Found expected;
    for (std::size_t i = 0; i < check::kMostFindings; ++i) expected.push_back(unheaded(bare[i]));
    CHECK(tree.findings("table-headers") == expected);
}

TEST_CASE("headers are named wherever they stand in the table") {
    Tree tree;
    std::size_t const table = tree.add("Table", kDocument);
    std::size_t const first = tree.add("TR", table), second = tree.add("TR", table), third = tree.add("TR", table);
    std::size_t const before = tree.cell("TH", first, "/Scope/None", "/ID(before)");
    tree.cell("TD", first, "/Headers[(after)(before)]");
    std::size_t const wrong = tree.cell("TD", second, "/Headers[(before)(none)]");
    std::size_t const bare = tree.cell("TD", second);
    std::size_t const elsewhere = tree.cell("TD", third, "/Headers[(elsewhere)]");
    std::size_t const after = tree.cell("TH", third, "/Scope/None", "/ID(after)");
    std::size_t const other = tree.add("TR", tree.add("Table", kDocument));
    std::size_t const away = tree.cell("TH", other, "/Scope/None", "/ID(elsewhere)");
    for (auto const& [id, number] : {std::pair{"after", after}, {"before", before}, {"elsewhere", away}}) tree.name_id(id, number);
    std::string const words = "it names a header that its table does not have";
    CHECK(tree.findings("table-headers") == Found{at(wrong, words), unheaded(bare), at(elsewhere, words)});
    CHECK(tree.findings("id-tree") == Found{});
}

TEST_CASE("tables within cells are tables of their own, and told in the order in which they begin") {
    Tree tree;
    std::size_t const outer = tree.add("Table", kDocument);
    std::size_t const first = tree.add("TR", outer);
    std::size_t const cell = tree.add("TD", first);
    std::size_t const inner = tree.add("Table", cell), row = tree.add("TR", inner), next = tree.add("TR", inner);
    tree.cell("TH", row, "/Scope/Column");
    tree.cell("TD", next);
    tree.cell("TD", next);
    tree.cell("TD", first);
    tree.cell("TD", tree.add("TR", outer));
    CHECK(tree.findings("table-regular") == Found{at(outer, "row 2 covers 1 columns, the first 2"), at(inner, "row 2 covers 2 columns, the first 1")});
    CHECK(tree.findings("table-headers") == Found{});
}

TEST_CASE("what is wrong far within a long table is found") {
    constexpr int kRows = 5000, kOdd = 4321;
    for (bool const has_odd : {false, true}) {
        Tree tree;
        std::size_t const table = tree.add("Table", kDocument), body = tree.add("TBody", table);
        std::size_t const head = tree.add("TR", body);
        for (int i = 0; i < 3; ++i) tree.cell("TH", head, i < 2 ? "/Scope/Column" : "/Scope/Row");
        std::size_t bare = 0, wrong = 0;
        for (int i = 2; i <= kRows; ++i) {
            std::size_t const row = tree.add("TR", body);
            for (int k = 0; k < (has_odd && i == kOdd ? 2 : 3); ++k) {
                bool const headed = k < 2 || i != kOdd;
                std::size_t const cell = tree.cell("TD", row, headed && k == 2 ? "/Headers[(h)]" : "");
                if (!headed) bare = cell;
            }
            if (i == kOdd) wrong = tree.add("P", row);
        }
        std::size_t const last = tree.add("TR", body);
        for (int i = 0; i < 3; ++i) tree.cell("TH", last, "/Scope/None", i == 0 ? "/ID(h)" : "");
        tree.name_id("h", 0);
        CHECK(tree.findings("table-regular") == (has_odd ? Found{at(table, "row 4321 covers 2 columns, the first 3")} : Found{}));
        CHECK(tree.findings("table-headers") == (has_odd ? Found{} : Found{unheaded(bare)}));
        CHECK(tree.findings("table-rows") == Found{at(wrong, "P in TR")});
        CHECK(tree.findings("parent-tree") == Found{});
        CHECK(tree.elements() == 3 + 4 * (kRows + 1) + 1 - (has_odd ? 1 : 0));
    }
}

TEST_CASE("elements that stand in the tree twice, or in themselves, are told once each") {
    Tree tree;
    std::size_t const part = tree.add("Sect", kDocument), inner = tree.add("Div", part), beside = tree.add("P", kDocument);
    tree.hold(kDocument, std::to_string(inner) + " 0 R");
    tree.hold(inner, std::to_string(part) + " 0 R " + std::to_string(inner) + " 0 R");
    tree.hold(beside, std::to_string(kDocument) + " 0 R");
    std::string const words = "it stands in the tree twice";
    CHECK(tree.findings("parent") == Found{at(part, words), at(inner, words), at(kDocument, words), at(inner, words)});
    CHECK(tree.elements() == 4);
}

TEST_CASE("an ID belongs to one element, and stands in the tree of IDs") {
    Tree tree;
    std::size_t const first = tree.add("P", kDocument, "/ID(one)"), second = tree.add("Note", kDocument, "/ID(one)"),
                      third = tree.add("P", kDocument, "/ID(one)");
    std::size_t const lost = tree.add("P", kDocument, "/ID(two)");
    tree.name_id("one", first);
    CHECK(tree.findings("note-id") == Found{at(second, "two elements have the ID 'one'")});
    CHECK(tree.findings("id-tree") == Found{at(third, "two elements have the ID 'one'"), at(lost, "'two' stands not in it")});
}

TEST_CASE("elements that are no objects of their own stand in their place") {
    Tree tree;
    std::size_t const list = tree.add("L", kDocument);
    std::size_t const item = tree.add("LI", list);
    tree.hold(list, "<</S/LI/P " + std::to_string(list) + " 0 R/K[<</S/P/P 3 0 R/K<</Type/MCR/MCID 0/Pg 3 0 R>>>>]>>");
    std::size_t const last = tree.add("P", list);
    tree.hold(item, "<</S/Lbl/P " + std::to_string(item) + " 0 R>>");
    tree.content_ = "/P <</MCID 0>> BDC EMC ";
    tree.parents_ = "null ";
    CHECK(tree.findings("list-parts") == Found{at(last, "P in L"), at(0, "P in LI")});
    CHECK(tree.findings("parent-tree") == Found{});
    CHECK(tree.elements() == 7);
}

TEST_CASE("marks and elements lead to each other") {
    auto const mark = [](int n) { return "/P <</MCID " + std::to_string(n) + ">> BDC EMC "; };
    Tree tree;
    std::size_t const first = tree.add("P", kDocument, "/K[0 1 7 1]"), second = tree.add("P", kDocument, "/K[1 2 300]"),
                      third = tree.add("P", kDocument, "/K 3");
    auto const to = [](std::size_t number) { return std::to_string(number) + " 0 R "; };
    tree.parents_ = to(first) + to(first) + to(first) + to(second) + to(second) + "null null " + to(first);
    tree.content_ = mark(0) + mark(1) + mark(2) + mark(3) + mark(4) + mark(9);
    CHECK(tree.findings("parent-tree") == Found{at(3, "mark 2 does not lead to its element"), at(3, "mark 3 does not lead to its element"),
                                                at(3, "no element holds mark 4"), at(first, "mark 7 is nowhere on its page"), at(3, "no element holds mark 9"),
                                                at(second, "mark 300 is nowhere on its page")});
    // Of two that hold a mark the first counts.
    tree.parents_ = to(first) + to(second) + to(second) + to(third);
    tree.content_ = mark(0) + mark(1) + mark(2) + mark(3);
    CHECK(tree.findings("parent-tree") ==
          Found{at(3, "mark 1 does not lead to its element"), at(first, "mark 7 is nowhere on its page"), at(second, "mark 300 is nowhere on its page")});
}

TEST_CASE("of the findings of a rule the first are told, in the order of the elements") {
    Tree tree;
    std::size_t const outer = tree.add("L", kDocument);
    Found expected;
    std::size_t const item = tree.add("LI", outer);
    std::vector<std::size_t> inner;
    for (int i = 0; i < 30; ++i) inner.push_back(tree.add("P", item));
    for (int i = 0; i < 5; ++i) expected.push_back(at(tree.add("P", outer), "P in L"));
    for (std::size_t i = 0; expected.size() < check::kMostFindings; ++i) expected.push_back(at(inner[i], "P in LI"));
    CHECK(tree.findings("list-parts") == expected);
}
