#include "archive/pdf_facts.h"

#include <algorithm>

#include "archive/retention.h"
#include "archive/value.h"
#include "reader/page_text.h"

namespace offprint::archive {
namespace {

/// Text longer than this is not searched; the PDF has all of it.
constexpr std::size_t kLongestText = 16u << 20;

std::string unescaped(std::string_view xml) {
    constexpr std::pair<std::string_view, char> kEntities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
    std::string out;
    while (!xml.empty()) {
        auto const* const entity = std::find_if(std::begin(kEntities), std::end(kEntities), [&](auto const& e) { return xml.starts_with(e.first); });
        bool const is_entity = entity != std::end(kEntities);
        out += is_entity ? entity->second : xml.front();
        xml.remove_prefix(is_entity ? entity->first.size() : 1);
    }
    return well_formed(out);
}

/// What stands between the start tag of an element and its end; of the first one.
std::string_view element(std::string_view xml, std::string const& name) {
    std::size_t const open = xml.find("<" + name);
    if (open == xml.npos) return {};
    std::size_t const begin = xml.find('>', open), end = xml.find("</" + name + ">", open);
    return begin == xml.npos || end == xml.npos || end <= begin ? std::string_view() : xml.substr(begin + 1, end - begin - 1);
}

std::vector<std::string> items_of(std::string_view xml) {
    std::vector<std::string> out;
    while (true) {
        std::size_t const open = xml.find("<rdf:li"), begin = open == xml.npos ? open : xml.find('>', open), end = xml.find("</rdf:li>");
        if (open == xml.npos || begin == xml.npos || end == xml.npos || end <= begin) return out;
        out.push_back(unescaped(xml.substr(begin + 1, end - begin - 1)));
        xml.remove_prefix(end + 9);
    }
}

}  // namespace

std::optional<PdfFacts> read_pdf(std::string bytes, std::string& error) {
    auto const file = reader::File::open(std::move(bytes), error);
    if (!file) return std::nullopt;
    if (!file->trailer()["Encrypt"].is(reader::Object::Kind::Null)) return error = "it is locked; archive the copy that was not", std::nullopt;
    PdfFacts out;
    auto const pages = reader::pages(*file, error);
    if (!pages) return std::nullopt;
    out.pages = pages->size();
    auto attached = reader::attached_files(*file, error);
    if (!attached) return std::nullopt;
    out.attached = std::move(*attached);
    std::string no_metadata;
    std::string const xmp = file->decoded(file->at(file->at(file->trailer(), "Root"), "Metadata"), no_metadata).value_or("");
    for (std::string& title : items_of(element(xmp, "dc:title"))) out.title = std::move(title);
    out.authors = items_of(element(xmp, "dc:creator"));
    std::string_view const date = element(xmp, "xmp:CreateDate").substr(0, 10);
    if (is_day(date)) out.date = date;
    std::string const part(element(xmp, "pdfaid:part").substr(0, 4)), conformance(element(xmp, "pdfaid:conformance").substr(0, 4));
    if (!part.empty()) out.profile = well_formed("PDF/A-" + part + conformance);
    return out;
}

std::string text_of_pdf(std::string bytes) {
    std::string error, out;
    auto const file = reader::File::open(std::move(bytes), error);
    auto const pages = file ? reader::pages(*file, error) : std::nullopt;
    if (!pages) return out;
    for (reader::Object const* const page : *pages) {
        auto const marked = reader::marked_texts(*file, *page, error);
        if (!marked) continue;
        for (reader::MarkedText const& one : *marked) {
            if (out.size() + one.text.size() > kLongestText) return out;
            out += well_formed(one.text);
            out += '\n';
        }
    }
    return out;
}

}  // namespace offprint::archive
