#include "pdf/metadata.h"

#include <algorithm>

#include "base/number.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

/// "2026-06-15T00:00:00Z", digits where digits stand and in the ranges of a calendar.
bool is_utc_date(std::string_view date) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
    if (date.size() != kForm.size()) return false;
    for (std::size_t i = 0; i < date.size(); ++i)
        if (kForm[i] == '0' ? date[i] < '0' || date[i] > '9' : date[i] != kForm[i]) return false;
    auto const two = [&](std::size_t at) { return 10 * (date[at] - '0') + date[at + 1] - '0'; };
    return two(5) >= 1 && two(5) <= 12 && two(8) >= 1 && two(8) <= 31 && two(11) <= 23 && two(14) <= 59 && two(17) <= 59;
}

std::string joined(std::vector<std::string> const& words) {
    std::string out;
    for (std::string const& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

void append_entry(std::string& out, std::string_view key, std::string const& value) {
    if (value.empty()) return;
    out += key;
    append_text_string(out, value);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

void append_property(std::string& out, std::string_view name, std::string const& value, std::string_view before = {}, std::string_view after = {}) {
    if (value.empty()) return;
    out += '<';
    out += name;
    out += '>';
    out += before;
    out += escaped(value);
    out += after;
    out += "</";
    out += name;
    out += ">\n";
}

void append_authors(std::string& out, std::vector<std::string> const& authors) {
    if (authors.empty()) return;
    out += "<dc:creator><rdf:Seq>";
    for (std::string const& author : authors) out += "<rdf:li>" + escaped(author) + "</rdf:li>";
    out += "</rdf:Seq></dc:creator>\n";
}

// pdfuaid is no schema of XMP's own, so parts 2 and 3 of PDF/A want it described (6.6.2.3.1-1 and -2).
constexpr std::string_view kUaSchema =
    "<rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>";

// The newer parts name the year of their edition and want no schema. WTPDF is claimed by declarations (PDF Association, "PDF Declarations").
constexpr std::string_view kRevisionsAndDeclarations =
    "<pdfaid:rev>2020</pdfaid:rev>\n<pdfuaid:rev>2024</pdfuaid:rev>\n<pdfd:declarations><rdf:Bag>"
    "<rdf:li rdf:parseType=\"Resource\"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</pdfd:conformsTo></rdf:li>"
    "<rdf:li rdf:parseType=\"Resource\"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#reuse1.0</pdfd:conformsTo></rdf:li>"
    "</rdf:Bag></pdfd:declarations>\n";

// The same of a schema of ours.
constexpr std::string_view kHouseSchema =
    "<rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>offprint</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>urn:offprint:record:1</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>offprint</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>allowance</pdfaProperty:name><pdfaProperty:valueType>bag Text</pdfaProperty:valueType>"
    "<pdfaProperty:category>external</pdfaProperty:category>"
    "<pdfaProperty:description>Rules that were set aside, each with the reason and who answers for it</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>";

void append_allowances(std::string& out, std::vector<std::string> const& allowances) {
    if (allowances.empty()) return;
    out += "<offprint:allowance xmlns:offprint=\"urn:offprint:record:1\"><rdf:Bag>";
    for (std::string const& one : allowances) out += "<rdf:li>" + escaped(one) + "</rdf:li>";
    out += "</rdf:Bag></offprint:allowance>\n";
}

std::string claims(Profile const& profile, bool allowances) {
    std::string out;
    if (profile.pdfa_part > 0) {
        out += "<pdfaid:part>";
        append_integer(out, profile.pdfa_part);
        out += "</pdfaid:part>\n<pdfaid:conformance>";
        out += profile.pdfa_conformance;
        out += "</pdfaid:conformance>\n";
    }
    out += "<pdfuaid:part>";
    append_integer(out, profile.pdfua_part);
    out += "</pdfuaid:part>\n";
    if (profile.pdfa_part == 0) return out;
    if (profile.is_pdf2()) {
        out += kRevisionsAndDeclarations;
        return out;
    }
    out += "<pdfaExtension:schemas><rdf:Bag>";
    out += kUaSchema;
    if (allowances) out += kHouseSchema;
    out += "</rdf:Bag></pdfaExtension:schemas>\n";
    return out;
}

void append_unlocked_digest(std::string& out, std::string const& digest) {
    if (!digest.empty()) out += std::string(kUnlockedBefore) + digest + "</offprint:unlocked>\n";
}

constexpr std::string_view kArchiveNamespace = " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"";
constexpr std::string_view kAccessNamespace = " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"";
constexpr std::string_view kDeclarationNamespace = " xmlns:pdfd=\"http://pdfa.org/declarations/\"";
constexpr std::string_view kExtensionNamespaces =
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"";

}  // namespace

std::string pdf_date(std::string const& iso) {
    std::string out = "D:";
    std::copy_if(iso.begin(), iso.end(), std::back_inserter(out), [](char c) { return (c >= '0' && c <= '9') || c == 'Z'; });
    return out;
}

Metadata checked_metadata(Metadata metadata, Profile const* profile, Diagnostics& diagnostics) {
    for (std::string* const text : {&metadata.title, &metadata.subject, &metadata.language, &metadata.creator, &metadata.producer}) *text = one_line(*text);
    for (auto* const list : {&metadata.authors, &metadata.keywords, &metadata.allowances})
        for (std::string& text : *list) text = one_line(text);
    bool const dated = is_utc_date(metadata.date);
    if (!metadata.date.empty() && !dated)
        diagnostics.error("E720", {}, "the document's date '" + one_line(metadata.date) + "' is not of the form 2026-06-15T00:00:00Z");
    if (profile == nullptr) return metadata;
    if (metadata.title.empty()) diagnostics.error("E721", {}, "a conforming file needs a title");
    if (metadata.language.empty()) diagnostics.error("E721", {}, "a conforming file needs a language");
    if (metadata.date.empty()) diagnostics.error("E721", {}, "a conforming file needs a date");
    return metadata;
}

std::string info_entries(Metadata const& metadata) {
    std::string out;
    append_entry(out, "/Title", metadata.title);
    append_entry(out, "/Author", joined(metadata.authors));
    append_entry(out, "/Subject", metadata.subject);
    append_entry(out, "/Keywords", joined(metadata.keywords));
    append_entry(out, "/Creator", metadata.creator);
    append_entry(out, "/Producer", metadata.producer);
    if (metadata.date.empty()) return out;
    append_entry(out, "/CreationDate", pdf_date(metadata.date));
    append_entry(out, "/ModDate", pdf_date(metadata.date));
    return out;
}

std::string xmp_packet(Metadata const& metadata, Profile const* profile) {
    std::string out =
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"";
    if (profile != nullptr && profile->pdfa_part > 0) out += kArchiveNamespace;
    if (profile != nullptr) out += kAccessNamespace;
    if (profile != nullptr && profile->pdfa_part > 0) out += profile->is_pdf2() ? kDeclarationNamespace : kExtensionNamespaces;
    out += ">\n<dc:format>application/pdf</dc:format>\n";
    append_property(out, "dc:title", metadata.title, "<rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt>");
    append_authors(out, metadata.authors);
    append_property(out, "dc:description", metadata.subject, "<rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt>");
    append_property(out, "dc:language", metadata.language, "<rdf:Bag><rdf:li>", "</rdf:li></rdf:Bag>");
    append_property(out, "pdf:Keywords", joined(metadata.keywords));
    append_property(out, "pdf:Producer", metadata.producer);
    append_property(out, "xmp:CreatorTool", metadata.creator);
    for (std::string_view const name : {"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"}) append_property(out, name, metadata.date);
    append_allowances(out, metadata.allowances);
    append_unlocked_digest(out, metadata.unlocked_digest);
    if (profile != nullptr) out += claims(*profile, !metadata.allowances.empty());
    return out + "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

}  // namespace offprint::pdf
