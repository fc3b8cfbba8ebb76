// What the document says about itself: XMP and Info.
#include <algorithm>
#include <pugixml.hpp>

#include "check/context.h"
#include "check/xmp.h"
#include "reader/attachments.h"

namespace offprint::check {
namespace {

/// Prefixes of schemas that XMP 2005 has itself, and of those that describe others.
constexpr std::string_view kKnownSchemas[] = {
    "dc",     "xmp",           "xap",        "xmpMM",        "xapMM",    "xmpRights", "xapRights", "xmpBJ", "xmpTPg", "xmpDM", "pdf",  "pdfaid",  "photoshop",
    "tiff",   "exif",          "crs",        "stRef",        "stEvt",    "stVer",     "stJob",     "stDim", "stFnt",  "xmpG",  "xapG", "xapGImg", "xmpGImg",
    "xmpidq", "pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfaType", "pdfaField", "rdf",       "xml",   "x",      "xmlns", "aux"};

std::string_view prefix_of(std::string_view name) {
    std::size_t const colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

void find_properties(pugi::xml_node node, std::map<std::string, std::string, std::less<>>& properties) {
    for (pugi::xml_attribute const attribute : node.attributes()) properties.try_emplace(attribute.name(), attribute.value());
    for (pugi::xml_node const child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        std::string value;
        pugi::xml_node const list = child.first_child();
        bool const is_list = std::string_view(list.name()).starts_with("rdf:") && !std::string_view(list.name()).ends_with("Description");
        if (is_list) {
            for (pugi::xml_node const item : list.children("rdf:li")) value += (value.empty() ? "" : ", ") + std::string(item.child_value());
        } else {
            value = child.child_value();
        }
        properties.try_emplace(child.name(), value);
        find_properties(child, properties);
    }
}

std::string digits_of(std::string_view text, std::size_t most) {
    std::string digits;
    for (char const c : text)
        if (c >= '0' && c <= '9' && digits.size() < most) digits += c;
    return digits;
}

void compare_info(Context& context, Xmp const& xmp) {
    Object const& info = context.file.at(context.file.trailer(), "Info");
    if (!info.is_dictionary()) return;
    constexpr std::pair<std::string_view, std::string_view> kPairs[] = {{"Title", "dc:title"},          {"Author", "dc:creator"},
                                                                        {"Subject", "dc:description"},  {"Keywords", "pdf:Keywords"},
                                                                        {"Creator", "xmp:CreatorTool"}, {"Producer", "pdf:Producer"}};
    for (auto const& [key, property] : kPairs) {
        Object const& value = context.file.resolve(info[key]);
        std::string const said = value.is(Kind::String) ? reader::text_of(value.text) : "";
        if (said != xmp.value(property))
            context.find("info-is-xmp", 0, std::string(key) + " is '" + said + "', " + std::string(property) + " '" + xmp.value(property) + "'");
    }
    constexpr std::pair<std::string_view, std::string_view> kDates[] = {{"CreationDate", "xmp:CreateDate"}, {"ModDate", "xmp:ModifyDate"}};
    for (auto const& [key, property] : kDates) {
        std::string const said = digits_of(context.file.resolve(info[key]).text, 14), told = digits_of(xmp.value(property), 14);
        if (said != told) context.find("info-is-xmp", 0, std::string(key) + " and " + std::string(property) + " differ");
    }
}

void check_schemas(Context& context, Xmp const& xmp) {
    std::set<std::string, std::less<>> told;
    for (std::string const& prefix : xmp.described) told.insert(prefix);
    for (auto const& [name, value] : xmp.properties) {
        std::string_view const prefix = prefix_of(name);
        if (prefix.empty() || told.contains(prefix)) continue;
        if (std::find(std::begin(kKnownSchemas), std::end(kKnownSchemas), prefix) == std::end(kKnownSchemas)) context.find("extension-schema", 0, name);
    }
}

}  // namespace

std::optional<Xmp> read_xmp(reader::File const& file, std::string& error) {
    Object const& stream = file.at(file.at(file.trailer(), "Root"), "Metadata");
    if (!stream.is(Kind::Stream)) return error = "there is none", std::nullopt;
    std::optional<std::string> const packet = file.decoded(stream, error);
    if (!packet) return std::nullopt;
    Xmp xmp;
    xmp.filtered = !stream["Filter"].is(Kind::Null);
    if (!file.resolve(stream["Type"]).is_name("Metadata") || !file.resolve(stream["Subtype"]).is_name("XML"))
        return error = "it is of another type", std::nullopt;
    std::size_t const begin = packet->find("<?xpacket"), end = packet->find("?>", begin == std::string::npos ? 0 : begin);
    if (begin != std::string::npos && end != std::string::npos) xmp.head = packet->substr(begin, end - begin);
    pugi::xml_document document;
    pugi::xml_parse_result const result = document.load_buffer(packet->data(), packet->size());
    if (!result) return error = result.description(), std::nullopt;
    find_properties(document, xmp.properties);
    for (pugi::xpath_node const node : document.select_nodes("//*[name()='pdfaSchema:prefix']")) xmp.described.emplace_back(node.node().child_value());
    for (pugi::xpath_node const node : document.select_nodes("//@*[name()='pdfaSchema:prefix']")) xmp.described.emplace_back(node.attribute().value());
    return xmp;
}

Claims claims_of(Xmp const& xmp) {
    Claims claims = kHouse;
    std::string const &part = xmp.value("pdfaid:part"), &ua = xmp.value("pdfuaid:part");
    if (part == "2") claims |= kA2;
    if (part == "3") claims |= kA3;
    if (part == "4") claims |= kA4;
    if (ua == "1") claims |= kUa1;
    if (ua == "2") claims |= kUa2;
    return claims;
}

void check_metadata(Context& context) {
    std::uint32_t const number = number_of(context.catalog()["Metadata"]);
    std::string error;
    std::optional<Xmp> const xmp = read_xmp(context.file, error);
    if (!xmp) return context.find("metadata", number, error);
    if (xmp->filtered && context.wants("info-is-xmp") && (context.report.claims & kA) != 0) context.find("metadata", number, "the stream is filtered");
    for (std::string_view const attribute : {"bytes=", "encoding="})
        if (xmp->head.find(attribute) != std::string::npos) context.find("packet-attributes", number, std::string(attribute));
    bool const levelled = !xmp->value("pdfaid:conformance").empty() || xmp->value("pdfaid:part") == "4";
    if (xmp->value("pdfaid:part").empty() || !levelled) context.find("pdfa-claim", number, "it does not");
    Claims const ua = claims_of(*xmp) & kUa;
    if (ua == 0 || ua != (context.report.claims & kUa)) context.find("pdfua-claim", number, "pdfuaid:part is '" + xmp->value("pdfuaid:part") + "'");
    if (xmp->value("dc:title").empty()) context.find("xmp-title", number, "it has none");
    compare_info(context, *xmp);
    check_schemas(context, *xmp);
}

}  // namespace offprint::check
