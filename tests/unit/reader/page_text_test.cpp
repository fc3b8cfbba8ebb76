#include "reader/page_text.h"

#include <catch2/catch.hpp>

using namespace offprint::reader;

namespace {

std::string stream(std::string const& bytes) { return "<</Length " + std::to_string(bytes.size()) + ">>\nstream\n" + bytes + "\nendstream"; }

std::string file_of(std::vector<std::string> const& objects) {
    std::string out = "%PDF-1.7\n", rows;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string const digits = std::to_string(out.size());
        rows += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    std::string const table = std::to_string(out.size());
    return out + "xref\n1 " + std::to_string(objects.size()) + "\n" + rows + "trailer\n<</Root 1 0 R>>\nstartxref\n" + table + "\n%%EOF\n";
}

}  // namespace

TEST_CASE("the text of a page by its marks") {
    std::string const cmap =
        "1 begincodespacerange<0000><FFFF>endcodespacerange 2 beginbfchar<0001><0048><0002><D83DDE00>endbfchar 1 beginbfrange<0010><0012><0061>endbfrange";
    std::string const content =
        "/Artifact BMC BT/F1 9 Tf<0010>Tj ET EMC/P<</MCID 0>>BDC BT/F1 9 Tf[<0001>-5<0010>(\\000\\021)]TJ<0099>Tj ET EMC/Span<</MCID 1>>BDC<0002>Tj EMC";
    std::string error;
    auto const file = File::open(file_of({"<</Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
                                          stream(content), "<</ToUnicode 6 0 R>>", stream(cmap)}),
                                 error);
    REQUIRE(file);
    auto const all = pages(*file, error);
    REQUIRE(all);
    REQUIRE(all->size() == 1);
    auto const texts = marked_texts(*file, *all->front(), error);
    REQUIRE(texts);
    REQUIRE(texts->size() == 3);
    CHECK((*texts)[0].mark == -1);
    CHECK((*texts)[0].text == "a");
    CHECK((*texts)[1].mark == 0);
    CHECK((*texts)[1].text == "Hab");
    CHECK((*texts)[2].mark == 1);
    CHECK((*texts)[2].text == "\xF0\x9F\x98\x80");
}

TEST_CASE("codes of one byte and of two in one text") {
    std::string const cmap =
        "2 begincodespacerange<20><FF><0100><1FFF>endcodespacerange 1 beginbfrange<41><5A><0041>endbfrange 1 beginbfchar<0141><D83DDE00>endbfchar";
    std::string const content = "BT/P<</MCID 0>>BDC/F1 9 Tf(AB\\001AC\\000D\\001)Tj EMC ET";
    std::string error;
    auto const file = File::open(file_of({"<</Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
                                          stream(content), "<</ToUnicode 6 0 R>>", stream(cmap)}),
                                 error);
    REQUIRE(file);
    auto const texts = marked_texts(*file, *pages(*file, error)->front(), error);
    REQUIRE(texts);
    REQUIRE(texts->size() == 1);
    CHECK((*texts)[0].text ==
          "AB\xF0\x9F\x98\x80"
          "CD");  // what is no code is passed over
}

TEST_CASE("a page tree that leads back to itself is none") {
    std::string error;
    auto const file = File::open(file_of({"<</Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]>>"}), error);
    REQUIRE(file);
    CHECK_FALSE(pages(*file, error));
}
