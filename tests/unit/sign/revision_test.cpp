#include "sign/revision.h"

#include "sign/field.h"
#include "sign/serialize.h"
#include "small_file.h"

using namespace offprint;
using small_file::opened;
using small_file::tagged_page;
using small_file::with_table;

TEST_CASE("values are written as they were read") {
    for (std::string const text : {"null", "true", "-12", "0.25", "-841.89", "/A#20B", "<00FF41>", "[1 /A [] <<>>]", "<</A 1/B[2 0 R]/C<</D(x)>>>>"}) {
        reader::File const file = opened(with_table({"<</Type/Catalog/V " + text + ">>"}));
        std::string written;
        sign::append_value(written, file.object(1)["V"]);
        reader::File const again = opened(with_table({"<</Type/Catalog/V " + written + ">>"}));
        std::string twice;
        sign::append_value(twice, again.object(1)["V"]);
        CHECK(twice == written);
        CHECK(again.object(1)["V"].kind == file.object(1)["V"].kind);
        CHECK(again.object(1)["V"].text == file.object(1)["V"].text);
        CHECK(again.object(1)["V"].real == file.object(1)["V"].real);
    }
}

TEST_CASE("a revision leaves what stood there, and says what is new") {
    std::string const before = with_table(tagged_page());
    reader::File const file = opened(before);
    sign::Revision revision(file);
    std::uint32_t const stream = revision.add_stream("some bytes");
    CHECK(stream == 9);
    revision.set(2, "<</Type/Pages/Kids[3 0 R]/Count 1/New 9 0 R>>");
    std::string const after = revision.finish();
    CHECK(after.starts_with(before));
    CHECK(after == revision.finish());
    reader::File const now = opened(after);
    std::string error;
    CHECK(now.decoded(now.at(now.object(2), "New"), error) == "some bytes");
    CHECK(now.object(3)["Type"].is_name("Page"));
    CHECK(now.revisions().size() == 2);
    CHECK(now.trailer()["Size"].integer == 10);
    REQUIRE(now.trailer()["ID"].items.size() == 2);
    CHECK(now.trailer()["ID"].items[0].text == file.trailer()["ID"].items[0].text);
    CHECK(now.trailer()["ID"].items[1].text != file.trailer()["ID"].items[1].text);
}

TEST_CASE("a revision of a file with a cross-reference stream has one too") {
    // A file that is no more than a stream of cross references and a catalogue.
    std::string bytes = "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n";
    std::size_t const first = bytes.find("1 0 obj"), table = bytes.size();
    std::string rows(4, '\0');
    rows += std::string("\1\0", 2) + static_cast<char>(first) + std::string(1, '\0');
    rows += std::string("\1\0", 2) + static_cast<char>(table) + std::string(1, '\0');
    bytes += "2 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 1 0 R/Length 12>>\nstream\n" + rows + "\nendstream\nendobj\nstartxref\n" + std::to_string(table) +
             "\n%%EOF";
    reader::File const file = opened(bytes);
    sign::Revision revision(file);
    revision.set(1, "<</Type/Catalog/New true>>");
    reader::File const now = opened(revision.finish());
    CHECK(now.object(1)["New"].boolean);
    CHECK(now.trailer()["Type"].is_name("XRef"));
    CHECK(now.trailer()["Prev"].integer == static_cast<std::int64_t>(table));
    CHECK(now.trailer()["Size"].integer == 4);
}

TEST_CASE("a signature field comes with its element and its entry in the parent tree") {
    bool const has_leaves = GENERATE(false, true);
    std::vector<std::string> objects = tagged_page();
    if (has_leaves) {
        objects[5] = "<</Kids[9 0 R]>>";
        objects.emplace_back("<</Limits[0 1]/Nums[0[8 0 R]1 8 0 R]>>");
    }
    reader::File const file = opened(with_table(objects));
    std::string error;
    pdf::SignatureWords words{"Zoë (Signer)", "Release", "", "2026-06-15T16:30:00Z"};
    words.certifies = true;
    std::optional<std::string> const made = sign::with_addition(file, {words, {{"CERT"}, {"LIST"}, {}}}, error);
    INFO(error);
    REQUIRE(made);
    reader::File const now = opened(*made);
    reader::Object const& catalog = now.at(now.trailer(), "Root");
    reader::Object const& widget = now.resolve(now.at(now.at(catalog, "AcroForm"), "Fields").items.at(0));
    CHECK(widget["F"].integer == 132);
    CHECK(now.at(widget, "V")["M"].text == "D:20260615163000Z");
    CHECK(now.at(now.at(catalog, "Perms"), "DocMDP")["Type"].is_name("Sig"));
    CHECK(now.at(now.at(catalog, "DSS"), "Certs").items.size() == 1);
    CHECK(now.object(3)["Annots"].items.size() == 2);
    CHECK(now.object(3)["MediaBox"].items[3].real == 841.89);
    CHECK(widget["StructParent"].integer == 2);
    CHECK(now.object(4)["ParentTreeNextKey"].integer == 3);
    reader::Object const& element = now.resolve(now.object(5)["K"].items.at(1));
    CHECK(element["S"].is_name("Form"));
    reader::Object const& tree = now.object(6);
    reader::Object const& numbers = has_leaves ? now.at(now.resolve(tree["Kids"].items.at(1)), "Nums") : tree["Nums"];
    REQUIRE(numbers.items.size() >= 2);
    CHECK(numbers.items[numbers.items.size() - 2].integer == 2);
    CHECK(&now.resolve(numbers.items.back()) == &element);
}

TEST_CASE("a file that cannot take a field is refused") {
    std::string error;
    CHECK_FALSE(sign::with_addition(opened(with_table({"<</Type/Catalog>>"})), {pdf::SignatureWords{}, {}}, error));
    CHECK(error == "it has no pages");
    std::vector<std::string> objects = tagged_page();
    objects[3] = "<</Type/StructTreeRoot/K 5 0 R/ParentTree 6 0 R>>";
    CHECK_FALSE(sign::with_addition(opened(with_table(objects)), {pdf::SignatureWords{}, {}}, error));
    CHECK(error == "its structure tree has no next key");
}
