#include "compare/document.h"

#include <catch2/catch.hpp>
#include <random>

using namespace offprint::compare;
using offprint::reader::File;

namespace {

std::string stream(std::string const& bytes) { return "<</Length " + std::to_string(bytes.size()) + ">>\nstream\n" + bytes + "\nendstream"; }

std::string file_of(std::vector<std::string> const& objects, std::string const& trailer = {}) {
    std::string out = "%PDF-1.7\n", rows;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string const digits = std::to_string(out.size());
        rows += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    std::string const table = std::to_string(out.size());
    return out + "xref\n1 " + std::to_string(objects.size()) + "\n" + rows + "trailer\n<</Root 1 0 R" + trailer + ">>\nstartxref\n" + table + "\n%%EOF\n";
}

/// A page with marks 0 to 5 that say A to F, under the structure tree's top element K.
std::string with_tree(std::string const& top, std::vector<std::string> more = {}) {
    std::string content = "BT/F1 10 Tf 100 700 Td";
    for (int i = 0; i < 6; ++i) content += "/P<</MCID " + std::to_string(i) + ">>BDC(" + std::string(1, static_cast<char>('A' + i)) + ")Tj EMC 0 -20 Td ";
    std::vector<std::string> objects = {"<</Pages 2 0 R/StructTreeRoot 6 0 R/Lang(de)>>",
                                        "<</Type/Pages/Kids[3 0 R]>>",
                                        "<</Type/Page/MediaBox[0 0 400 800]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
                                        stream(content + "ET"),
                                        "<</Type/Font/Subtype/Type1/FirstChar 65/Widths[600 600 600 600 600 600]>>",
                                        "<</K 7 0 R/RoleMap<</Kopf/H1>>>>",
                                        top};
    objects.insert(objects.end(), more.begin(), more.end());
    return file_of(objects);
}

std::optional<Document> read(std::string bytes, Refusal* refusal = nullptr) {
    std::string error;
    Refusal why = Refusal::Damaged;
    auto const file = File::open(std::move(bytes), error);
    if (!file) return std::nullopt;
    auto document = read_document(*file, "x.pdf", why, error);
    if (refusal != nullptr) *refusal = why;
    return document;
}

std::string const kTable =
    "<</S/Document/K[<</S/Kopf/Pg 3 0 R/K 0>><</S/Table/K[<</S/TR/K[<</S/TH/Pg 3 0 R/K 1>><</S/TH/Pg 3 0 R/K 2>>]>>"
    "<</S/TR/K[<</S/TH/A<</O/Table/Scope/Row>>/Pg 3 0 R/K 3>><</S/TD/Pg 3 0 R/K 4>>]>>]>><</S/Figure/Alt(A chart)/A<</BBox[1 2 3 4]>>/Pg 3 0 R/K 5>>]>>";

}  // namespace

TEST_CASE("headings, tables and figures with their places") {
    auto const document = read(with_tree(kTable));
    REQUIRE(document);
    CHECK(document->decimal_sign() == ',');
    REQUIRE(document->blocks.size() == 3);
    Block const& heading = document->blocks[0];
    CHECK(heading.kind == BlockKind::Heading);
    CHECK(joined(heading.words) == "A");
    REQUIRE(heading.regions.size() == 1);
    CHECK(heading.regions[0].box.left == Approx(100));
    CHECK(heading.regions[0].box.right == Approx(106));
    CHECK(heading.regions[0].box.top == Approx(708));
    Block const& table = document->blocks[1];
    CHECK(document->section_of(table) == "A");
    CHECK(table.table.columns == std::vector<std::string>{"B", "C"});
    REQUIRE(table.table.rows.size() == 1);
    CHECK(table.table.rows[0].label == "D");
    CHECK(table.table.rows[0].cells[1].text == "E");
    CHECK(joined(document->blocks[2].words) == "A chart");
    CHECK(document->blocks[2].regions[0].box.right == Approx(3));
}

TEST_CASE("files that cannot be compared") {
    Refusal why = Refusal::Damaged;
    CHECK_FALSE(read(file_of({"<</Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>"}), &why));
    CHECK(why == Refusal::Untagged);
    CHECK_FALSE(read(file_of({"<</Pages 2 0 R>>", "<</Type/Pages/Kids[]>>"}, "/Encrypt<</Filter/Standard>>"), &why));
    CHECK(why == Refusal::Encrypted);
    // A tree that leads back to itself, and one that is too deep.
    CHECK_FALSE(read(with_tree("<</S/Document/K[<</S/P/K 7 0 R>>]>>"), &why));
    CHECK(why == Refusal::Damaged);
    std::vector<std::string> deep;
    for (int i = 0; i < 300; ++i) deep.push_back("<</S/Div/K " + std::to_string(9 + i) + " 0 R>>");
    deep.push_back("<</S/P/K 0>>");
    CHECK_FALSE(read(with_tree("<</S/Document/K 8 0 R>>", deep)));
}

TEST_CASE("cells that span more than any table has take no memory to speak of") {
    std::string rows;
    for (int i = 0; i < 50; ++i) rows += "<</S/TR/K[<</S/TD/A<</O/Table/RowSpan 2000000000/ColSpan 2000000000>>/Pg 3 0 R/K 1>>]>>";
    auto const document = read(with_tree("<</S/Document/K<</S/Table/K[" + rows + "]>>>>"));
    REQUIRE(document);
}

TEST_CASE("any bytes at worst give nothing") {
    std::string const whole = with_tree(kTable);
    std::mt19937 random(8);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = whole;
        for (std::size_t i = 1 + random() % 6; i > 0; --i) bytes[random() % bytes.size()] = static_cast<char>(random());
        read(std::move(bytes));
    }
}
