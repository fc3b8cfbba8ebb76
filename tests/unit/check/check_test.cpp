// Each rule on a file that keeps it and on one that does not: a small document that keeps all of them, and one change at a time.
#include "check/check.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace offprint;
using check::Claims;

namespace {

std::string u16(unsigned n) { return {static_cast<char>(n >> 8), static_cast<char>(n & 255)}; }
std::string u32(unsigned n) { return u16(n >> 16) + u16(n & 65535); }

/// A TrueType program of four glyphs, 500 wide each of 1000 to the em: what the check reads of it and no more.
std::string font_program() {
    std::vector<std::pair<std::string, std::string>> const tables = {{"head", std::string(18, '\0') + u16(1000) + std::string(34, '\0')},
                                                                     {"hhea", std::string(34, '\0') + u16(1)},
                                                                     {"hmtx", u16(500) + u16(0) + std::string(6, '\0')},
                                                                     {"maxp", std::string(4, '\0') + u16(4)}};
    std::string head = u32(0x00010000) + u16(static_cast<unsigned>(tables.size())) + std::string(6, '\0'), body;
    for (auto const& [name, bytes] : tables) {
        head += name + u32(0) + u32(static_cast<unsigned>(12 + 16 * tables.size() + body.size())) + u32(static_cast<unsigned>(bytes.size()));
        body += bytes;
    }
    return head + body;
}

std::string stream(std::string const& entries, std::string const& bytes) {
    return "<<" + entries + "/Length " + std::to_string(bytes.size()) + ">>\nstream\n" + bytes + "\nendstream";
}

std::string icc() {
    std::string profile(128, '\0');
    profile[8] = 2;
    profile.replace(12, 8, "mntrRGB ");
    return profile;
}

std::string const kXmp =
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/' "
    "xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/' xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#'>"
    "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Title</rdf:li></rdf:Alt></dc:title><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    "<pdfuaid:part>1</pdfuaid:part><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";

std::string const kContent =
    "/Artifact BMC 0 0 10 10 re f EMC /H1 <</MCID 0>> BDC q BT /F0 12 Tf 1 0 0 1 72 700 Tm <00010002> Tj ET Q EMC /P <</MCID 1>> BDC BT /F0 9 Tf <0003> Tj ET "
    "EMC "
    "/TH <</MCID 2>> BDC BT <0001> Tj ET EMC /TD <</MCID 3>> BDC BT <0001> Tj ET EMC /Lbl <</MCID 4>> BDC BT <0001> Tj ET EMC /LBody <</MCID 5>> BDC BT <0001> "
    "Tj ET EMC "
    "/Figure <</MCID 6>> BDC /G0 gs 0 g 5 5 m 9 9 l S /X0 Do EMC /P <</MCID 7>> BDC BT <0001> Tj ET EMC /Link <</MCID 8>> BDC BT <0001> Tj ET EMC "
    "/TOCI <</MCID 9>> BDC BT <0001> Tj ET EMC /Caption <</MCID 10>> BDC BT <0001> Tj ET EMC /TD <</MCID 11>> BDC BT <0001> Tj ET EMC";

/// Objects from 1 on. Structure: 20 Document; 21 H1; 22 P; 23 Table, 24 Caption, 25 THead, 26 TR, 27 TH, 28 TBody, 29 TR, 30 TD, 31 TFoot, 32 TR, 33 TD; 34 L,
/// 35 LI, 36 Lbl, 37 LBody; 38 Figure; 39 Note; 40 Link; 41 TOC, 42 TOCI; 43 Form; 44 Formula.
std::vector<std::string> document() {
    std::vector<std::string> o(45);
    o[1] =
        "<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R/MarkInfo<</Marked true>>/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[4 0 R]"
        "/StructTreeRoot 6 0 R/AcroForm<</Fields[16 0 R]>>/OCProperties<</D<</Name(Layers)>>>>>>";
    o[2] = "<</Type/Pages/Kids[7 0 R]/Count 1>>";
    o[3] = stream("/Type/Metadata/Subtype/XML", kXmp);
    o[4] = "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile 5 0 R>>";
    o[5] = stream("/N 3", icc());
    o[6] = "<</Type/StructTreeRoot/K 20 0 R/ParentTree 17 0 R/ParentTreeNextKey 3/IDTree<</Names[(n1)39 0 R]>>/RoleMap<</Exhibit/Div>>>>";
    o[7] =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F0 9 0 R>>/ExtGState<</G0 14 0 R>>/XObject<</X0 18 0 R>>>>/Contents 8 0 R/Tabs/S"
        "/StructParents 0/Annots[15 0 R 16 0 R]/Group<</S/Transparency/CS/DeviceRGB>>>>";
    o[8] = stream("", kContent);
    o[9] = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Face/Encoding/Identity-H/DescendantFonts[10 0 R]/ToUnicode 13 0 R>>";
    o[10] =
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Face/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        "/FontDescriptor 11 0 R/DW 500/W[1[500 500 500]]>>";
    o[11] = "<</Type/FontDescriptor/FontName/ABCDEF+Face/Flags 4/FontFile2 12 0 R>>";
    o[12] = stream("", font_program());
    o[13] = stream("", "1 begincodespacerange <0000> <FFFF> endcodespacerange 3 beginbfchar <0001> <0041> <0002> <0042> <0003> <0043> endbfchar");
    o[14] = "<</Type/ExtGState/ca 0.5/BM/Multiply>>";
    o[15] = "<</Type/Annot/Subtype/Link/F 4/Rect[10 10 20 20]/Contents(there)/StructParent 1/Dest[7 0 R/XYZ 0 0 null]>>";
    o[16] = "<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/TU(signature)/F 132/Rect[0 0 0 0]/StructParent 2>>";
    o[17] = "<</Nums[0[21 0 R 22 0 R 27 0 R 30 0 R 36 0 R 37 0 R 38 0 R 39 0 R 40 0 R 42 0 R 24 0 R 33 0 R]1 40 0 R 2 43 0 R]>>";
    o[18] = stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x");
    o[19] = "null";
    auto const element = [&](int number, std::string const& type, int parent, std::string const& more) {
        o[static_cast<std::size_t>(number)] = "<</S/" + type + "/P " + std::to_string(parent) + " 0 R/Pg 7 0 R" + more + ">>";
    };
    element(20, "Document", 6, "/K[21 0 R 22 0 R 23 0 R 34 0 R 38 0 R 39 0 R 40 0 R 41 0 R 43 0 R 44 0 R]");
    element(21, "H1", 20, "/K 0");
    element(22, "P", 20, "/K 1/Lang(de)");
    element(23, "Table", 20, "/K[24 0 R 25 0 R 28 0 R 31 0 R]");
    element(24, "Caption", 23, "/K 10");
    element(25, "THead", 23, "/K 26 0 R");
    element(26, "TR", 25, "/K 27 0 R");
    element(27, "TH", 26, "/K 2/A<</O/Table/Scope/Column>>");
    element(28, "TBody", 23, "/K 29 0 R");
    element(29, "TR", 28, "/K 30 0 R");
    element(30, "TD", 29, "/K 3");
    element(31, "TFoot", 23, "/K 32 0 R");
    element(32, "TR", 31, "/K 33 0 R");
    element(33, "TD", 32, "/K 11");
    element(34, "L", 20, "/K 35 0 R");
    element(35, "LI", 34, "/K[36 0 R 37 0 R]");
    element(36, "Lbl", 35, "/K 4");
    element(37, "LBody", 35, "/K 5");
    element(38, "Figure", 20, "/K 6/Alt(A line)/A<</O/Layout/BBox[0 0 1 1]>>");
    element(39, "Note", 20, "/K 7/ID(n1)");
    element(40, "Link", 20, "/K[8<</Type/OBJR/Obj 15 0 R>>]");
    element(41, "TOC", 20, "/K 42 0 R");
    element(42, "TOCI", 41, "/K 9");
    element(43, "Form", 20, "/K<</Type/OBJR/Obj 16 0 R>>");
    element(44, "Formula", 20, "/Alt(a is b)");
    return o;
}

std::string file_of(std::vector<std::string> const& objects, std::string const& trailer = "/ID[<01><01>]") {
    std::string out = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n";
    std::string table = "xref\n0 " + std::to_string(objects.size()) + "\n0000000000 65535 f \n";
    for (std::size_t i = 1; i < objects.size(); ++i) {
        std::string const at = std::to_string(out.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        out += std::to_string(i) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    std::string const start = std::to_string(out.size());
    return out + table + "trailer\n<</Size " + std::to_string(objects.size()) + "/Root 1 0 R" + trailer + ">>\nstartxref\n" + start + "\n%%EOF\n";
}

constexpr Claims kClient = check::kA2 | check::kUa1;

/// The rules that a file does not keep.
std::vector<std::string> broken(std::string bytes, std::optional<Claims> claims = kClient) {
    std::vector<std::string> names;
    for (check::Finding const& finding : check::check_bytes(std::move(bytes), claims).findings)
        if (std::find(names.begin(), names.end(), finding.rule->name) == names.end()) names.emplace_back(finding.rule->name);
    return names;
}

struct Case {
    std::string rule;
    std::size_t object;
    std::string from, to;
    Claims claims = kClient;
};

std::string changed(Case const& c) {
    std::vector<std::string> objects = document();
    std::string& object = objects[c.object];
    std::size_t const at = object.find(c.from);
    INFO(c.rule << ": " << c.from);
    REQUIRE(at != std::string::npos);
    object.replace(at, c.from.size(), c.to);
    // A stream that was changed has another length.
    if (std::size_t const body = object.find("stream\n"); body != std::string::npos) {
        std::string const bytes = object.substr(body + 7, object.size() - body - 7 - 10);
        std::size_t const length = object.find("/Length ");
        object = object.substr(0, length) + "/Length " + std::to_string(bytes.size()) + ">>\nstream\n" + bytes + "\nendstream";
    }
    return file_of(objects);
}

std::string const kLong(130, 'x');

std::vector<Case> cases() {
    return {
        {"name-utf8", 11, "/Flags 4", "/Flags 4/Key/#FF"},
        {"external-stream", 18, "/Width 1", "/F(other)/Width 1"},
        {"stream-filter", 18, "/Width 1", "/Filter/LZWDecode/Width 1"},
        {"integer-range", 11, "/Flags 4", "/Flags 4/Key 3000000000"},
        {"real-range", 11, "/Flags 4", "/Flags 4/Key " + std::string(50, '9') + ".0"},
        {"string-length", 11, "/Flags 4", "/Flags 4/Key(" + std::string(32768, 'x') + ")"},
        {"name-length", 11, "/Flags 4", "/Flags 4/Key/" + kLong},
        {"page-side", 7, "595 842", "2 842"},
        {"permissions", 1, "/Lang", "/Perms<</Other 1>>/Lang"},
        {"metadata", 3, "/Type/Metadata", "/Type/Other"},
        {"metadata", 3, "</x:xmpmeta>", "</x:other>"},
        {"packet-attributes", 3, "<?xpacket begin", "<?xpacket encoding='x' begin"},
        {"pdfa-claim", 3, "<pdfaid:part>2</pdfaid:part>", ""},
        {"pdfua-claim", 3, "<pdfuaid:part>1</pdfuaid:part>", ""},
        {"xmp-title", 3, ">Title<", "><"},
        {"extension-schema", 3, "<pdfaSchema:prefix>pdfuaid<", "<pdfaSchema:prefix>other<"},
        {"marked", 1, "true>>/Lang", "false>>/Lang"},
        {"no-suspects", 1, "/Marked true", "/Marked true/Suspects true"},
        {"structure", 1, "/StructTreeRoot 6 0 R", ""},
        {"language", 1, "/Lang(en)", ""},
        {"language-form", 22, "(de)", "(1-de)"},
        {"shows-title", 1, "DisplayDocTitle true", "DisplayDocTitle false"},
        {"no-additional-actions", 1, "/Lang", "/AA<<>>/Lang"},
        {"no-additional-actions", 7, "/Tabs", "/AA<<>>/Tabs"},
        {"action", 15, "/Dest[7 0 R/XYZ 0 0 null]", "/A<</S/Launch>>"},
        {"named-action", 15, "/Dest[7 0 R/XYZ 0 0 null]", "/A<</S/Named/N/Print>>"},
        {"no-alternates", 1, "/Lang", "/Names<</AlternatePresentations 1>>/Lang"},
        {"no-steps", 7, "/Tabs", "/PresSteps<<>>/Tabs"},
        {"no-requirements", 1, "/Lang", "/Requirements[]/Lang"},
        {"no-xfa", 1, "/Fields", "/XFA(x)/Fields"},
        {"need-appearances", 1, "/Fields", "/NeedAppearances true/Fields"},
        {"layers", 1, "/Name(Layers)", "/AS[]"},
        {"output-intent", 5, "mntr", "link"},
        {"one-output-profile", 1, "[4 0 R]", "[4 0 R<</S/GTS_PDFA1/DestOutputProfile 18 0 R>>]"},
        {"attachment-names", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 18 0 R>>>>]>>>>/Lang", check::kA3},
        {"attachment-kind", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/UF(a)/EF<</F 8 0 R>>>>]>>>>/Lang", check::kA3},
        {"attachment-relation", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/UF(a)/EF<</F 18 0 R>>>>]>>>>/Lang", check::kA3},
        {"attachment-associated", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/UF(a)/EF<</F 18 0 R>>>>]>>>>/Lang", check::kA3},
        {"attachment-sum", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/UF(a)/EF<</F 19 0 R>>>>]>>>>/Lang", check::kA3},
        {"no-attachments", 1, "/Lang", "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/UF(a)/EF<</F 18 0 R>>>>]>>>>/Lang"},
        {"page-content", 7, "/Contents 8 0 R", "/Contents 9 0 R"},
        {"operator", 8, "10 10 re", "10 10 rectangle"},
        {"resources", 8, "/X0 Do", "/X1 Do"},
        {"nesting", 8, "BDC q BT",
         "BDC" +
             [] {
                 std::string q;
                 for (int i = 0; i < 29; ++i) q += " q";
                 for (int i = 0; i < 28; ++i) q += " Q";
                 return q;
             }() +
             " BT"},
        {"marks-balanced", 8, "f EMC", "f"},
        {"marks-balanced", 8, "ET Q EMC", "ET EMC"},
        {"marks-balanced", 8, "f EMC", "f EMC EMC"},
        {"artifact-in-text", 8, "5 5 m", "/Artifact BMC EMC 5 5 m"},
        {"text-in-artifact", 8, "/Artifact BMC", "/Artifact BMC /P <</MCID 12>> BDC EMC"},
        {"all-marked", 8, "/Artifact BMC 0 0 10 10 re f EMC", "0 0 10 10 re f"},
        {"device-cmyk", 8, " 0 g 5", " 0 0 0 1 k 5"},
        {"device-colour", 4, "GTS_PDFA1", "GTS_PDFX"},
        {"transfer-function", 14, "/ca 0.5", "/ca 0.5/TR/Identity"},
        {"halftone-phase", 14, "/ca 0.5", "/ca 0.5/HTP[0 0]"},
        {"rendering-intent", 8, " 0 g 5", " /Best ri 0 g 5"},
        {"rendering-intent", 18, "/Width", "/Intent/Best/Width"},
        {"image-alternates", 18, "/Width", "/Alternates[]/Width"},
        {"no-opi", 18, "/Width", "/OPI<<>>/Width"},
        {"interpolate", 18, "/Width", "/Interpolate true/Width"},
        {"image-bits", 18, "PerComponent 8", "PerComponent 3"},
        {"reference-form", 18, "/Subtype/Image", "/Subtype/Form/Ref<<>>"},
        {"no-postscript", 18, "/Subtype/Image", "/Subtype/PS"},
        {"blend-mode", 14, "Multiply", "Mixed"},
        {"page-group", 7, "/Group<</S/Transparency/CS/DeviceRGB>>", ""},
        {"font-embedded", 11, "/FontFile2 12 0 R", ""},
        {"font-type", 9, "/Subtype/Type0", "/Subtype/Type9"},
        {"font-glyph-map", 10, "/CIDToGIDMap/Identity", ""},
        {"font-unicode", 13, "<0003> <0043>", ""},
        {"font-unicode-values", 13, "<0043>", "<FEFF>"},
        {"notdef", 8, "<0003>", "<0000>"},
        {"font-widths", 10, "[500 500 500]", "[500 510 500]"},
        {"font-name", 11, "ABCDEF+Face", "ABCDEF+Other"},
        {"annotation-kind", 15, "/Subtype/Link", "/Subtype/Movie"},
        {"annotation-flags", 15, "/F 4", "/F 0"},
        {"annotation-appearance", 16, "[0 0 0 0]", "[0 0 9 9]"},
        {"annotation-words", 15, "/Contents(there)", ""},
        {"link-tagged", 40, "/S/Link", "/S/Span"},
        {"widget-tagged", 43, "/S/Form", "/S/Span"},
        {"tab-order", 7, "/Tabs/S", "/Tabs/R"},
        {"field-actions", 16, "/T(s)", "/AA<<>>/T(s)"},
        {"link-target", 15, "[7 0 R/XYZ", "[8 0 R/XYZ"},
        {"structure-destination", 15, "/Contents", "/Contents", check::kUa2},
        {"one-document", 20, "/S/Document", "/S/Div"},
        {"parent", 22, "/P 20 0 R", "/P 21 0 R"},
        {"parent", 22, "/P 20 0 R", ""},
        {"role", 22, "/S/P", "/S/Odd"},
        {"role-cycle", 6, "/Exhibit/Div", "/P/P"},
        {"role-standard", 6, "/Exhibit/Div", "/P/Div"},
        {"parent-tree", 17, "[21 0 R 22 0 R", "[22 0 R 21 0 R"},
        {"parent-tree", 22, "/K 1", ""},
        {"parent-tree", 22, "/K 1", "/K[1 77]"},
        {"table-parts", 25, "/S/THead", "/S/Div"},
        {"table-part-count", 31, "/S/TFoot", "/S/THead"},
        {"table-rows", 30, "/S/TD", "/S/P"},
        {"table-caption", 23, "[24 0 R 25 0 R", "[25 0 R 24 0 R"},
        {"table-regular", 30, "/K 3", "/K 3/A<</O/Table/ColSpan 2>>"},
        {"table-headers", 27, "/Scope/Column", "/Scope/Row"},
        {"table-headers", 30, "/K 3", "/K 3/A<</O/Table/Headers[(none)]>>"},
        {"header-scope", 27, "/A<</O/Table/Scope/Column>>", ""},
        {"list-parts", 35, "/S/LI", "/S/P"},
        {"list-parts", 37, "/S/LBody", "/S/P"},
        {"contents-parts", 42, "/S/TOCI", "/S/P"},
        {"figure-words", 38, "/Alt(A line)", ""},
        {"figure-box", 38, "/BBox[0 0 1 1]", ""},
        {"formula-words", 44, "/Alt(a is b)", ""},
        {"headings", 21, "/S/H1", "/S/H2"},
        {"headings-of-one-kind", 22, "/S/P", "/S/H"},
        {"note-id", 39, "/ID(n1)", ""},
        {"id-tree", 6, "(n1)39", "(n2)39"},
    };
}

}  // namespace

TEST_CASE("a document that keeps all rules is found to do so") {
    check::Report const report = check::check_bytes(file_of(document()));
    for (check::Finding const& finding : report.findings) UNSCOPED_INFO(finding.rule->name << " (object " << finding.object << "): " << finding.words);
    CHECK(report.findings.empty());
    CHECK(report.claimed == "PDF/A-2a and PDF/UA-1");
    CHECK(report.pages == 1);
    CHECK(report.elements == 25);
    CHECK(report.rules > 60);
}

TEST_CASE("one change breaks the rule that forbids it") {
    for (Case const& c : cases()) {
        std::vector<std::string> const found = broken(changed(c), c.claims);
        std::string all;
        for (std::string const& name : found) all += name + " ";
        INFO(c.rule << ", object " << c.object << ", " << c.to.substr(0, 60) << ": found " << all);
        CHECK(std::find(found.begin(), found.end(), c.rule) != found.end());
    }
}

TEST_CASE("rules of the file as a whole") {
    auto const has = [](std::string bytes, std::string const& name, Claims claims = kClient) {
        std::vector<std::string> const found = broken(std::move(bytes), claims);
        return std::find(found.begin(), found.end(), name) != found.end();
    };
    std::string const good = file_of(document());
    auto const with = [&](std::string const& from, std::string const& to) {
        std::string bytes = good;
        return bytes.replace(bytes.find(from), from.size(), to);
    };
    CHECK(has("", "readable"));
    CHECK(has(good.substr(0, good.size() / 2), "readable"));
    CHECK(has(with("%PDF-1.7", "%PDF-1.8"), "file-header"));
    CHECK(has(good, "file-header", check::kA4));
    CHECK(has(with("%\xB7\xBE", "%xx"), "header-comment"));
    CHECK(has(good + "more", "nothing-after-end"));
    CHECK(has(file_of(document(), ""), "file-id"));
    CHECK(has(file_of(document(), "/ID[<01><01>]/Encrypt<<>>"), "not-encrypted"));
    CHECK(has(file_of(document(), "/ID[<01><01>]/Encrypt<<>>"), "readable", check::kUa1));
    CHECK(has(file_of(document(), "/ID[<01><01>]/Info<</Title(Other)>>"), "info-is-xmp"));
    CHECK(has(file_of(document(), "/ID[<01><01>]/Info<</Title(Title)>>"), "no-info", check::kA4));
    CHECK_FALSE(has(file_of(document(), "/ID[<01><01>]/Info<</Title(Title)>>"), "info-is-xmp"));
}

TEST_CASE("every rule is broken by some case") {
    std::vector<Case> const all = cases();
    std::vector<std::string> const whole = {"readable", "file-header",   "header-comment", "nothing-after-end",
                                            "file-id",  "not-encrypted", "info-is-xmp",    "no-info"};
    for (check::Rule const& rule : check::rules()) {
        INFO(rule.name);
        bool const in_cases = std::any_of(all.begin(), all.end(), [&](Case const& c) { return c.rule == rule.name; });
        CHECK((in_cases || std::find(whole.begin(), whole.end(), rule.name) != whole.end()));
    }
}

TEST_CASE("damaged files are told, not believed") {
    std::mt19937 dice(1);
    std::string const good = file_of(document());
    for (int round = 0; round < 400; ++round) {
        std::string bytes = good;
        for (int i = 0; i < 1 + round % 7; ++i) bytes[dice() % bytes.size()] = static_cast<char>(dice());
        check::Report const report = check::check_bytes(std::move(bytes));
        CHECK(report.rules > 0);
    }
}
