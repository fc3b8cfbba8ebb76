#include "sign/later_changes.h"

#include "sign/field.h"
#include "sign/revision.h"
#include "small_file.h"

using namespace offprint;
using small_file::opened;
using small_file::tagged_page;
using small_file::with_table;

namespace {

using Changes = std::map<std::uint32_t, std::string>;

std::vector<std::string> after(Changes const& changes) {
    reader::File const before = opened(with_table(tagged_page()));
    sign::Revision revision(before);
    for (auto const& [number, body] : changes) revision.set(number, body);
    return sign::forbidden_changes(before, opened(revision.finish()));
}

std::string const kCatalog = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>";

}  // namespace

TEST_CASE("evidence and time stamps may be added") {
    reader::File const before = opened(with_table(tagged_page()));
    std::string error;
    CHECK(sign::forbidden_changes(before, opened(*sign::with_addition(before, {std::nullopt, {{"CERT"}, {"LIST"}, {"ANSWER"}}}, error))).empty());
    pdf::SignatureWords words;
    words.is_time_stamp = true;
    reader::File const stamped = opened(*sign::with_addition(before, {words, {{"CERT"}, {}, {}}}, error));
    CHECK(sign::forbidden_changes(before, stamped).empty());
    reader::File const again = opened(*sign::with_addition(stamped, {words, {{"MORE"}, {}, {}}}, error));
    CHECK(sign::forbidden_changes(stamped, again).empty());
    CHECK(sign::forbidden_changes(before, again).empty());
    CHECK(sign::forbidden_changes(before, before).empty());
}

TEST_CASE("a second signature is a change") {
    reader::File const before = opened(with_table(tagged_page()));
    std::string error;
    CHECK_FALSE(sign::forbidden_changes(before, opened(*sign::with_addition(before, {pdf::SignatureWords{}, {}}, error))).empty());
}

TEST_CASE("what is seen, read or said stays") {
    CHECK(after({{1, kCatalog + "/DSS 20 0 R>>"}, {20, "<<>>"}}).empty());
    Changes const forbidden[] = {
        {{1, kCatalog + "/OpenAction 20 0 R>>"}, {20, "<<>>"}},
        {{1, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked false>>>>"}},
        {{1, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>"}},
        {{1, kCatalog + "/DSS<<>>/DSS<<>>>>"}},
        {{1, kCatalog + "/AcroForm<</Fields[20 0 R]/NeedAppearances true>>>>"}, {20, "<</FT/Sig/V 21 0 R/Rect[0 0 0 0]>>"}, {21, "<</Type/DocTimeStamp>>"}},
        {{1, kCatalog + "/AcroForm<</Fields[20 0 R]>>>>"}, {20, "<</FT/Sig/V 21 0 R/Rect[0 0 0 0]/AA<<>>>>"}, {21, "<</Type/DocTimeStamp>>"}},
        {{1, kCatalog + "/AcroForm<</Fields[20 0 R]>>>>"}, {20, "<</FT/Tx/V(x)/Rect[0 0 0 0]>>"}},
        {{1, kCatalog + "/AcroForm<</Fields[7 0 R]>>>>"}},
        {{2, "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"}},
        {{3, "null"}},
        {{3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Annots[]/Tabs/S/StructParents 0/Resources<</XObject<</X 99 0 R>>>>>>"}},
        {{4, "<</Type/StructTreeRoot/K 5 0 R/ParentTree 6 0 R/ParentTreeNextKey 1>>"}},
        {{5, "<</S/Document/P 4 0 R/K[8 0 R 20 0 R]>>"}, {20, "<</S/P/P 5 0 R/ActualText(No)>>"}},
        {{5, "<</S/Document/P 4 0 R/K[20 0 R 8 0 R]>>"}, {20, "<</S/Form/P 5 0 R>>"}},
        {{6, "<</Nums[0[8 0 R]1 8 0 R 1 20 0 R]>>"}, {20, "<</S/P>>"}},
        {{7, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/F 4/StructParent 1/Contents(a b)>>"}},
        {{8, "<</S/Span/P 5 0 R/K<</Type/OBJR/Obj 7 0 R>>/Pg 3 0 R>>"}},
        // The page refers to an object that was not there when it was signed.
        {{99, "<</Type/XObject>>"}},
    };
    for (Changes const& changes : forbidden) {
        INFO(changes.begin()->first << ": " << changes.begin()->second);
        CHECK_FALSE(after(changes).empty());
    }
}

TEST_CASE("a later revision leaves no object out") {
    std::string const before = with_table(tagged_page());
    std::string const table = std::to_string(before.rfind("xref\n0"));
    auto const revised = [&](std::string const& size, std::string const& id) {
        return before + "xref\n0 0\ntrailer\n<</Root 1 0 R/ID[<" + id + "><" + id + ">]/Size " + size + "/Prev " + table + ">>\nstartxref\n" +
               std::to_string(before.size()) + "\n%%EOF\n";
    };
    std::string const id(32, 'A'), other(32, 'B');
    CHECK(sign::forbidden_changes(opened(before), opened(revised("9", id))).empty());
    CHECK(sign::forbidden_changes(opened(before), opened(revised("8", id))) == std::vector<std::string>{"the trailer leaves out objects"});
    CHECK(sign::forbidden_changes(opened(before), opened(revised("9", other))) == std::vector<std::string>{"the file's identifier was changed"});
}

TEST_CASE("only so many changes are told") {
    Changes many;
    for (std::uint32_t number = 2; number <= 8; ++number) many[number] = "<<>>";
    std::vector<std::string> const told = after(many);
    REQUIRE(told.size() == 6);
    CHECK(told[0] == "object 2 (Pages) was changed");
    CHECK(told.back() == "and more");
}
