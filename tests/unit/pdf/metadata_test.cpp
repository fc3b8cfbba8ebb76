#include "pdf/metadata.h"

#include <catch2/catch.hpp>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;

TEST_CASE("Info and XMP say the same") {
    Diagnostics faults;
    Metadata const said = checked_metadata(sample::metadata(), nullptr, faults);
    CHECK_FALSE(faults.has_errors());
    std::string const info = info_entries(said), xmp = xmp_packet(said, nullptr);
    CHECK(info.find("/Title<FEFF0054") != std::string::npos);
    CHECK(info.find("/Author(A. Analyst, B. Analyst)/Subject(A test)/Keywords(one, two)/Creator(tests)/Producer(offprint 0.1)"
                    "/CreationDate(D:20260615000000Z)/ModDate(D:20260615000000Z)") != std::string::npos);
    CHECK(xmp.find("They counted chips. We counted wires") != std::string::npos);
    CHECK(xmp.find("&amp; &lt;Report&gt; \xF0\x9F\x98\x80<") != std::string::npos);
    CHECK(xmp.find("<rdf:li>A. Analyst</rdf:li><rdf:li>B. Analyst</rdf:li>") != std::string::npos);
    CHECK(xmp.find("<xmp:CreateDate>2026-06-15T00:00:00Z<") != std::string::npos);
    CHECK(xmp.find("pdfaid") == std::string::npos);
    CHECK(xmp.find("pdfuaid") == std::string::npos);
}

TEST_CASE("a claim is made only when it is asked for, with the schema it needs") {
    Diagnostics faults;
    std::string const xmp = xmp_packet(checked_metadata(sample::metadata(), find_profile("client"), faults), find_profile("client"));
    CHECK_FALSE(faults.has_errors());
    for (char const* const part : {"<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<pdfaSchema:prefix>pdfuaid<"})
        CHECK(xmp.find(part) != std::string::npos);
}

TEST_CASE("a locked file claims nothing of PDF/A, and has room for what it was made of") {
    Diagnostics faults;
    Metadata said = sample::metadata();
    said.unlocked_digest = kOpenDigest;
    said.allowances = {"K110: late (A. Nother)"};
    std::string const xmp = xmp_packet(checked_metadata(said, find_profile("locked"), faults), find_profile("locked"));
    CHECK_FALSE(faults.has_errors());
    CHECK(xmp.find("<pdfuaid:part>1<") != std::string::npos);
    CHECK(xmp.find("pdfaid") == std::string::npos);
    CHECK(xmp.find("pdfaExtension") == std::string::npos);
    CHECK(xmp.find(std::string(kUnlockedBefore) + std::string(kOpenDigest) + "</offprint:unlocked>") != std::string::npos);
    CHECK(xmp_packet(sample::metadata(), find_profile("client")).find("offprint:unlocked") == std::string::npos);
}

TEST_CASE("what a claim needs is asked for") {
    Diagnostics faults;
    Metadata nothing;
    nothing.language.clear();
    checked_metadata(nothing, find_profile("client"), faults);
    CHECK(faults.error_count() == 3);
    Diagnostics none;
    checked_metadata(nothing, nullptr, none);
    CHECK_FALSE(none.has_errors());
    CHECK(info_entries(nothing).empty());
    CHECK(xmp_packet(nothing, nullptr).find("dc:title") == std::string::npos);
}

TEST_CASE("dates that are none are refused") {
    for (char const* const date :
         {"2026-06-15", "2026-13-15T00:00:00Z", "2026-06-00T00:00:00Z", "2026-06-15T24:00:00Z", "2026-06-15T00:00:00+", "D:20260615000000Z"}) {
        Diagnostics faults;
        Metadata said;
        said.date = date;
        checked_metadata(said, nullptr, faults);
        CHECK(faults.error_count() == 1);
    }
}

TEST_CASE("no byte of a title breaks the packet") {
    Diagnostics faults;
    Metadata said;
    said.title = std::string("a\0b\x1F\xFF\xEF\xBF\xBF]]>", 11);
    std::string const xmp = xmp_packet(checked_metadata(said, nullptr, faults), nullptr);
    CHECK(xmp.find("a b \xEF\xBF\xBD\xEF\xBF\xBD]]&gt;<") != std::string::npos);
}
