// Whole files, read by other people's programs. A program that is not installed is named and counted, not passed over in silence.
#include <catch2/catch.hpp>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;

namespace {

std::string const& file(bool compact) {
    static std::string const files[2] = {[] {
                                             draw::StructTree tree("en-US");
                                             std::vector<OutlineEntry> outline;
                                             auto const pages = sample::everything(tree, outline);
                                             Diagnostics faults;
                                             WriterOptions how = sample::options();
                                             how.object_streams = false;
                                             return sample::write(tree, pages, outline, sample::metadata(), how, faults);
                                         }(),
                                         [] {
                                             draw::StructTree tree("en-US");
                                             std::vector<OutlineEntry> outline;
                                             auto const pages = sample::everything(tree, outline);
                                             Diagnostics faults;
                                             return sample::write(tree, pages, outline, sample::metadata(), sample::options(), faults);
                                         }()};
    return files[compact ? 1 : 0];
}

bool skipped(std::string const& program) {
    if (sample::installed(program)) return false;
    WARN("skipped: " + program + " is not installed");
    return true;
}

bool holds(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("qpdf finds no fault") {
    if (skipped("qpdf")) return;
    for (bool const compact : {true, false}) {
        int code = 1;
        std::string const said = sample::printed(file(compact), "qpdf --check $F", &code);
        INFO(said);
        CHECK(code == 0);
        CHECK_FALSE(holds(said, "WARNING"));
        CHECK(holds(sample::printed(file(compact), "qpdf --show-npages $F"), "2"));
    }
}

TEST_CASE("poppler reads the text in order, with its hyphens and blanks") {
    if (skipped("pdftotext")) return;
    for (bool const compact : {true, false}) {
        std::string const said = sample::printed(file(compact), "pdftotext $F -");
        CHECK(holds(said, "The bottleneck moved off the chip"));
        CHECK(holds(said, "More on our site, every day, or at the"));
        CHECK(holds(said, "\xE2\x80\xA2 Thesis"));
        CHECK(holds(said, "Source: company data."));
        CHECK_FALSE(holds(said, "rror"));
    }
}

TEST_CASE("poppler reads the structure tree") {
    if (skipped("pdfinfo")) return;
    std::string const said = sample::printed(file(true), "pdfinfo -struct-text $F");
    std::size_t at = 0;
    for (char const* const part : {"Document\n",
                                   "Sect\n",
                                   "H1 \"The bottleneck\"",
                                   "\"The bottleneck moved off the chip\"",
                                   "P (block)",
                                   "L (block)",
                                   "/ListNumbering /Disc",
                                   "Lbl (block)",
                                   "LBody (block)",
                                   "\"Thesis\"",
                                   "\"More on \"",
                                   "Link (inline)",
                                   "\"our site\"",
                                   "Object ",
                                   "\", every day",
                                   "\"top.\"",
                                   "Figure",
                                   "/BBox [",
                                   "\"2027E\"",
                                   "Table",
                                   "/Scope /Column",
                                   "\"cell 20\"",
                                   "\"cell 22\"",
                                   "\"Valuation\"",
                                   "Note <note-000001>"}) {
        INFO(part);
        at = said.find(part, at);
        REQUIRE(at != std::string::npos);
    }
    CHECK_FALSE(holds(said, "GoAI Research"));
    CHECK_FALSE(holds(said, "rror"));
    std::string const about = sample::printed(file(true), "pdfinfo $F");
    for (char const* const part : {"Tagged:          yes", "Pages:           2", "PDF version:     1.7", "Author:          A. Analyst, B. Analyst"})
        CHECK(holds(about, part));
}

TEST_CASE("fonts are embedded subsets with texts") {
    if (skipped("pdffonts")) return;
    std::string const said = sample::printed(file(true), "pdffonts $F");
    CHECK(holds(said, "+Inter-Bold "));
    CHECK(holds(said, "+Inter-Regular "));
    CHECK(holds(said, "CID TrueType      Custom           yes yes yes"));
}

TEST_CASE("MuPDF reads and draws without a word") {
    if (skipped("mutool")) return;
    for (bool const compact : {true, false}) {
        int code = 1;
        std::string said = sample::printed(file(compact), "mutool draw -q -F txt -o /dev/null $F && mutool draw -q -r 40 -F png -o /dev/null $F", &code);
        // Debian builds it without colour management and it says so.
        std::string const no_icc = "warning: ICC support is not available\n";
        for (std::size_t at; (at = said.find(no_icc)) != std::string::npos;) said.erase(at, no_icc.size());
        INFO(said);
        CHECK(code == 0);
        CHECK(said.empty());
        CHECK(holds(sample::printed(file(compact), "mutool show $F outline"), "The bottleneck"));
    }
}

TEST_CASE("a soft hyphen and a hyphen are told apart, and non-BMP text comes back") {
    if (skipped("pdftotext")) return;
    draw::StructTree tree("en");
    draw::NodeId const p = tree.add(tree.root(), draw::Role::P);
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    draw::Page page;
    page.frame.size = {300_pt, 200_pt};
    page.frame.text(p, {20_pt, 40_pt}, sample::run(face, 10_pt, "well-known and hyphen\xC2\xAD"));
    text::GlyphRun smile = sample::run(face, 10_pt, "x");
    smile.text = "\xF0\x9F\x98\x80";
    page.frame.text(p, {20_pt, 80_pt}, smile);
    std::string const said = sample::printed(sample::write(tree, {page}), "pdftotext -raw $F -");
    CHECK(holds(said, "well-known"));
    CHECK(holds(said, "hyphen\xC2\xAD"));
    CHECK(holds(said, "\xF0\x9F\x98\x80"));
}

TEST_CASE("a cluster of several glyphs is read as its text") {
    if (skipped("pdftotext")) return;
    draw::StructTree tree("en");
    draw::NodeId const p = tree.add(tree.root(), draw::Role::P);
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    text::GlyphRun run = sample::run(face, 10_pt, "caf\xC3\xA9s");
    run.glyphs.insert(run.glyphs.begin() + 4, run.glyphs[3]);
    run.glyphs[3].id = face->nominal_glyph('e');
    draw::Page page;
    page.frame.size = {300_pt, 200_pt};
    page.frame.text(p, {20_pt, 40_pt}, run);
    CHECK(holds(sample::printed(sample::write(tree, {page}), "pdftotext -raw $F -"), "caf\xC3\xA9s"));
}
