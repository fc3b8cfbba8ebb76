#include "pdf/navigation.h"

#include <catch2/catch.hpp>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;

namespace {

struct Fixture {
    Haru haru{StreamOwner::RawBody};
    std::vector<PageRecord> pages;

    void add_pages(std::vector<std::string> const& labels) {
        for (std::string const& label : labels) {
            PageRecord& page = pages.emplace_back();
            page.size = {200_pt, 100_pt};
            page.label = label;
            page.object = haru.add_object();
        }
    }
    std::string body(HPDF_Dict object) { return raw_body(object)->entries; }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "page labels in decimal are ranges, others stand alone") {
    add_pages({"i", "1", "2", "3", "7", "8", "A-1", "012"});
    CHECK(page_label_entries(pages) == "/Nums[0<</P(i)>>1<</S/D/St 1>>4<</S/D/St 7>>6<</P(A-1)>>7<</P(012)>>]");
    pages.clear();
    add_pages({"", ""});
    CHECK(page_label_entries(pages).empty());
}

TEST_CASE_METHOD(Fixture, "the outline is nested by level") {
    add_pages({"1", "2"});
    std::uint32_t const p1 = number_of(pages[0].object);
    HPDF_Dict const root =
        write_outline(haru, {{"A\nb", 1, 0, 10_pt, 0}, {"B", 3, 0, 20_pt, 0}, {"C", 2, 0, 30_pt, 0}, {"D", 1, 1, -5_pt, 0}, {"E", 1, 9, 500_pt, 0}}, {pages});
    std::uint32_t const r = number_of(root);
    auto const ref = [](std::uint32_t number) { return std::to_string(number) + " 0 R"; };
    auto const object = [&](std::uint32_t number) {
        return body(static_cast<HPDF_Dict>(static_cast<HPDF_XrefEntry>(HPDF_List_ItemAt(haru.document()->xref->entries, number))->obj));
    };
    CHECK(object(r) == "/Type/Outlines/First " + ref(r + 1) + "/Last " + ref(r + 5) + "/Count 3");
    CHECK(object(r + 1) == "/Title(A b)/Parent " + ref(r) + "/Next " + ref(r + 4) + "/Dest[" + ref(p1) + "/XYZ 0 90 null]/First " + ref(r + 2) + "/Last " +
                               ref(r + 3) + "/Count -2");
    CHECK(object(r + 2) == "/Title(B)/Parent " + ref(r + 1) + "/Next " + ref(r + 3) + "/Dest[" + ref(p1) + "/XYZ 0 80 null]");
    CHECK(object(r + 3).find("/Prev " + ref(r + 2)) != std::string::npos);
    // Places off the page are drawn onto it.
    CHECK(object(r + 4).find("/XYZ 0 100 null") != std::string::npos);
    CHECK(object(r + 5).find("/XYZ 0 0 null") != std::string::npos);
    CHECK(write_outline(haru, {}, {pages}) == nullptr);
}

TEST_CASE_METHOD(Fixture, "links go to addresses and to places") {
    add_pages({"1", "2"});
    pages[1].encoded.anchors.push_back({"fig-1", {0_pt, 30_pt}});
    draw::StructTree tree("en");
    std::vector<LinkAnnotation> links;
    for (char const* const url : {"https://example.com/(\xC3\xA9 x)", "#fig-1", "#nowhere", ""}) {
        draw::NodeId const node = tree.add(tree.root(), draw::Role::Link);
        tree[node].url = url;
        pages[0].encoded.texts[node] = "wo\xC2\xADrds ";
        links.push_back({node, 0, {10_pt, 20_pt, 30_pt, 40_pt}, haru.add_object()});
    }
    pages[0].encoded.texts.erase(links[1].node);
    Diagnostics faults;
    write_links(haru, links, find_anchors(pages), {pages}, tree, faults);
    CHECK(body(links[0].object) ==
          "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[10 40 40 80]/Contents(words)/StructParent 2/A<</S/URI/URI(https://example.com/\\(%C3%A9%20x\\))>>");
    CHECK(body(links[1].object).find("/Contents(#fig-1)/StructParent 3/Dest[" + std::to_string(number_of(pages[1].object)) + " 0 R/XYZ 0 70 null]") !=
          std::string::npos);
    REQUIRE(faults.error_count() == 2);
    CHECK(faults.items()[0].code == "E731");
    CHECK(faults.items()[1].code == "E730");
}

TEST_CASE_METHOD(Fixture, "in PDF 2.0 links and outline name the element that they lead to") {
    add_pages({"1", "2"});
    draw::StructTree tree("en");
    draw::NodeId const heading = tree.add(tree.root(), draw::Role::H1), empty = tree.add(heading, draw::Role::Span),
                       link = tree.add(tree.root(), draw::Role::Link);
    tree[link].url = "#there";
    pages[0].encoded.marks = {heading, link};
    pages[1].encoded.anchors.push_back({"there", {0_pt, 30_pt}, empty});
    std::vector<LinkAnnotation> const links = {{link, 0, {10_pt, 20_pt, 30_pt, 40_pt}, haru.add_object()}};
    WrittenStructure const written = write_structure(haru, tree, pages, links, StructureRules::Pdf2);
    // Of what was not painted there is no element: the one around it takes its place.
    std::string const target = "/A<</S/GoTo/D[" + std::to_string(number_of(pages[1].object)) + " 0 R/XYZ 0 70 null]/SD[" +
                               std::to_string(written.elements->element_of(heading)) + " 0 R/XYZ 0 70 null]>>";
    Ways const ways{pages, written.elements.get()};
    Diagnostics faults;
    write_links(haru, links, find_anchors(pages), ways, tree, faults);
    CHECK(body(links[0].object).find(target) != std::string::npos);
    HPDF_Dict const outline = write_outline(haru, {{"A", 1, 1, 30_pt, heading}}, ways);
    CHECK(body(static_cast<HPDF_Dict>(haru.object_at(number_of(outline) + 1))).find(target) != std::string::npos);
}
