#include "pdf/writer.h"

#include <catch2/catch.hpp>

#include "base/sha256.h"
#include "pdf/profile.h"
#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;
using draw::NodeId;
using draw::Role;

namespace {

std::string everything(WriterOptions const& how) {
    draw::StructTree tree("en-US");
    std::vector<OutlineEntry> outline;
    std::vector<draw::Page> const pages = sample::everything(tree, outline);
    Diagnostics faults;
    std::string file = sample::write(tree, pages, outline, sample::metadata(), how, faults);
    REQUIRE_FALSE(file.empty());
    return file;
}

}  // namespace

TEST_CASE("the same document gives the same bytes, whatever the threads") {
    for (bool const compact : {true, false}) {
        WriterOptions how = sample::options();
        how.object_streams = compact;
        how.threads = 1;
        std::string const first = everything(how);
        CHECK(everything(how) == first);
        for (unsigned const threads : {0U, 2U, 4U}) {
            how.threads = threads;
            CHECK(everything(how) == first);
        }
    }
}

TEST_CASE("the identifier is that of the bytes with zeros in its place") {
    for (bool const compact : {true, false}) {
        WriterOptions how = sample::options();
        how.object_streams = compact;
        std::string file = everything(how);
        std::size_t const at = file.rfind("/ID[<") + 5;
        std::string const id = file.substr(at, 32);
        CHECK(file.substr(at + 34, 32) == id);
        file.replace(at, 32, 32, '0');
        file.replace(at + 34, 32, 32, '0');
        CHECK(to_hex(sha256(file)).substr(0, 32) == id);
    }
}

TEST_CASE("a plain file holds what a catalogue must, and nothing that it must not") {
    WriterOptions how = sample::options();
    how.object_streams = false;
    std::string const file = everything(how);
    CHECK(file.substr(0, 9) == "%PDF-1.7\n");
    for (char const* const entry :
         {"/MarkInfo<</Marked true>>", "/Lang(en-US)", "/ViewerPreferences<</DisplayDocTitle true>>", "/S/GTS_PDFA1", "/PageMode/UseOutlines",
          "/PageLabels<</Nums[0<</S/D/St 1>>]>>", "/Tabs/S", "/Type/Metadata/Subtype/XML", "/CIDToGIDMap", "/Type/CMap"})
        CHECK(file.find(entry) != std::string::npos);
    for (char const* const entry : {"ProcSet[", "/ProcSet ", "Haru", "/CIDSet", "/Encrypt"}) CHECK(file.find(entry) == std::string::npos);
}

TEST_CASE("object streams make the file smaller") {
    WriterOptions how = sample::options();
    std::size_t const compact = everything(how).size();
    how.object_streams = false;
    CHECK(compact * 10 < everything(how).size() * 9);
}

TEST_CASE("30,000 paragraphs meet no limit") {
    draw::StructTree tree("en");
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    text::GlyphRun const run = sample::run(face, 5_pt, "x ");
    NodeId const first = tree.end();
    for (int i = 0; i < 30'000; ++i) tree.add(tree.root(), Role::P);
    StringSink sink;
    Writer writer(sample::metadata(), sample::options(), tree, sink);
    for (NodeId p = 0; p < 300; ++p) {
        draw::Page page;
        page.frame.size = {300_pt, 800_pt};
        for (NodeId i = 0; i < 100; ++i) page.frame.text(first + 100 * p + i, {10_pt, Length::points(10 + 7 * static_cast<int>(i))}, run);
        writer.add_page(std::move(page));
    }
    std::vector<OutlineEntry> outline;
    for (std::size_t i = 0; i < 5000; ++i) outline.push_back({"entry", static_cast<int>(1 + i % 3), i % 300, 10_pt, 0});
    Diagnostics faults;
    CHECK(writer.finish(outline, faults));
    std::string const file = sink.take();
    CHECK_FALSE(faults.has_errors());
    REQUIRE_FALSE(file.empty());
    if (!sample::installed("qpdf")) return;
    int code = 1;
    sample::printed(file, "qpdf --check $F", &code);
    CHECK(code == 0);
}

TEST_CASE("pages may be empty, titles too") {
    draw::StructTree tree("en");
    draw::Page page;
    page.frame.size = {300_pt, 800_pt};
    Diagnostics faults;
    std::string const file = sample::write(tree, {page, page}, {}, Metadata{}, WriterOptions{}, faults);
    CHECK_FALSE(faults.has_errors());
    CHECK_FALSE(file.empty());
    WriterOptions claiming;
    claiming.profile = find_profile("client");
    CHECK(sample::write(tree, {page}, {}, Metadata{}, claiming, faults).empty());
    CHECK(faults.has_errors());
}

TEST_CASE("a file to be signed has a hole that stands in the file itself, and says where") {
    draw::StructTree tree("en");
    NodeId const form = tree.add(tree.root(), Role::Form);
    draw::Page page;
    page.frame.size = {300_pt, 800_pt};
    for (bool const compact : {true, false}) {
        WriterOptions how = sample::options();
        how.object_streams = compact;
        how.seal = Seal{{"Ada", "Release", "", "2026-06-15T16:30:00Z", 100, true}, form, {"CERT"}, {}, {"ANSWER"}};
        Diagnostics faults;
        std::string const file = sample::write(tree, {page}, {}, sample::metadata(), how, faults);
        CHECK_FALSE(faults.has_errors());
        CHECK(file.find("/ByteRange[" + std::string(kOpenRange) + "]/Contents<" + std::string(200, '0') +
                        ">/Name(Ada)/Reason(Release)/M(D:20260615163000Z)/Reference[") != file.npos);
        if (compact) continue;
        for (char const* const entry : {"/AcroForm<</Fields[", "/SigFlags 3", "/Perms<</DocMDP ", "/DSS ", "/Certs[", "/OCSPs[",
                                        "/FT/Sig/Rect[0 0 0 0]/F 132/T(Signature1)", "/TU(Signature of Ada)", "/S/Form", "/StructParent 1"})
            CHECK(file.find(entry) != file.npos);
        CHECK(file.find("/CRLs") == file.npos);
    }
}

TEST_CASE("no file comes of a document at fault") {
    draw::StructTree tree("en");
    NodeId const p = tree.add(tree.root(), Role::P);
    draw::Page page;
    page.frame.size = {300_pt, 800_pt};
    Diagnostics faults;
    SECTION("no pages") { CHECK(sample::write(tree, {}, {}, Metadata{}, WriterOptions{}, faults).empty()); }
    SECTION("a page of no size") {
        page.frame.size = {};
        CHECK(sample::write(tree, {page}, {}, Metadata{}, WriterOptions{}, faults).empty());
    }
    SECTION("a page of huge size") {
        page.frame.size = {Length::from_raw(INT64_MAX), 100_pt};
        CHECK(sample::write(tree, {page}, {}, Metadata{}, WriterOptions{}, faults).empty());
    }
    SECTION("something far away") {
        page.frame.fill(p, Rect{0_pt, Length::from_raw(INT64_MAX / 4), 1_pt, 1_pt}, Color{});
        CHECK(sample::write(tree, {page}, {}, Metadata{}, WriterOptions{}, faults).empty());
    }
    SECTION("a date that is none") {
        Metadata said;
        said.date = "yesterday";
        CHECK(sample::write(tree, {page}, {}, said, WriterOptions{}, faults).empty());
    }
    CHECK(faults.error_count() >= 1);
}
