#include "pdf/navigation.h"

#include <algorithm>

#include "base/number.h"
#include "pdf/syntax.h"

namespace offprint::pdf {
namespace {

constexpr std::size_t kPagesInLeaf = 64;
constexpr int kMaxOutlineLevel = 64;

/// A label as the decimal number that it is ("12", not "012"), or 0.
std::uint32_t decimal_label(std::string const& label) {
    if (label.empty() || label.size() > 8 || label[0] == '0') return 0;
    std::uint32_t value = 0;
    for (char const c : label) {
        if (c < '0' || c > '9') return 0;
        value = 10 * value + static_cast<std::uint32_t>(c - '0');
    }
    return value;
}

/// URIs are ASCII (12.6.4.7); other bytes are percent-encoded, as RFC 3987 turns an IRI into a URI.
std::string ascii_uri(std::string_view uri) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : uri) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

std::string words_of(draw::NodeId link, std::span<PageRecord const> pages) {
    std::string words;
    for (PageRecord const& page : pages)
        if (auto const text = page.encoded.texts.find(link); text != page.encoded.texts.end()) words += text->second;
    // A hyphen made by breaking is no part of the words.
    for (std::size_t at; (at = words.find("\xC2\xAD")) != std::string::npos;) words.erase(at, 2);
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words;
}

struct OutlineNode {
    HPDF_Dict object = nullptr;
    std::size_t parent = 0, previous = 0, next = 0, first = 0, last = 0, children = 0;  // 0: none
};

/// Nodes by entry + 1; node 0 is the root.
std::vector<OutlineNode> nested(std::vector<OutlineEntry> const& entries) {
    std::vector<OutlineNode> nodes(entries.size() + 1);
    std::vector<std::pair<int, std::size_t>> open = {{-1, 0}};
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        int const level = std::clamp(entries[i - 1].level, 0, kMaxOutlineLevel);
        while (open.back().first >= level) open.pop_back();
        OutlineNode& parent = nodes[nodes[i].parent = open.back().second];
        nodes[i].previous = parent.last;
        if (parent.last != 0) nodes[parent.last].next = i;
        if (parent.first == 0) parent.first = i;
        parent.last = i;
        ++parent.children;
        open.emplace_back(level, i);
    }
    return nodes;
}

}  // namespace

std::string page_label_entries(std::span<PageRecord const> pages) {
    if (std::all_of(pages.begin(), pages.end(), [](PageRecord const& p) { return p.label.empty(); })) return {};
    std::string out;
    for (std::size_t i = 0; i < pages.size();) {
        std::uint32_t const number = decimal_label(pages[i].label);
        std::size_t end = i + 1;
        while (number != 0 && end < pages.size() && decimal_label(pages[end].label) == number + (end - i)) ++end;
        if (!out.empty() && out.back() != '>') out += ' ';
        append_integer(out, static_cast<std::int64_t>(i));
        if (number != 0) {
            out += "<</S/D/St ";
            append_integer(out, number);
        } else {
            out += "<</P";
            append_text_string(out, pages[i].label);
        }
        out += ">>";
        i = end;
    }
    return "/Nums[" + out + ']';
}

Anchors find_anchors(std::span<PageRecord const> pages) {
    Anchors anchors;
    for (std::size_t page = 0; page < pages.size(); ++page)
        for (draw::AnchorItem const& anchor : pages[page].encoded.anchors) anchors.try_emplace(anchor.name, Destination{page, anchor.at.y, anchor.node});
    return anchors;
}

void Ways::append(std::string& out, Destination const& destination) const {
    PageRecord const& page = pages[destination.page];
    std::string view = "/XYZ 0 ";
    append_coordinate(view, std::clamp<Centi>(page.height() - to_centi(destination.y), 0, page.height()));
    view += " null]";
    out += elements == nullptr ? "/Dest[" : "/A<</S/GoTo/D[";
    append_reference(out, number_of(page.object));
    out += view;
    if (elements == nullptr) return;
    out += "/SD[";
    append_reference(out, elements->element_of(destination.node));
    out += view + ">>";
}

HPDF_Dict write_outline(Haru& haru, std::vector<OutlineEntry> const& entries, Ways const& ways) {
    if (entries.empty() || ways.pages.empty()) return nullptr;
    std::vector<OutlineNode> nodes = nested(entries);
    for (OutlineNode& node : nodes) node.object = haru.add_object();
    auto const reference = [&](std::string& out, std::string_view key, std::size_t node) {
        out += key;
        append_reference(out, number_of(nodes[node].object));
    };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        OutlineNode const& node = nodes[i];
        std::string body = i == 0 ? "/Type/Outlines" : "";
        if (i > 0) {
            OutlineEntry const& entry = entries[i - 1];
            body += "/Title";
            append_text_string(body, one_line(entry.title));
            reference(body, "/Parent ", node.parent);
            if (node.previous != 0) reference(body, "/Prev ", node.previous);
            if (node.next != 0) reference(body, "/Next ", node.next);
            ways.append(body, {std::min(entry.page, ways.pages.size() - 1), entry.y, entry.node});
        }
        if (node.children != 0) {
            reference(body, "/First ", node.first);
            reference(body, "/Last ", node.last);
            // Negative: closed. The root's counts what is seen at first, its own children.
            body += i == 0 ? "/Count " : "/Count -";
            append_integer(body, static_cast<std::int64_t>(node.children));
        }
        haru.set_body(node.object, std::move(body));
    }
    return nodes[0].object;
}

void write_links(Haru& haru, std::span<LinkAnnotation const> links, Anchors const& anchors, Ways const& ways, draw::StructTree const& tree,
                 Diagnostics& diagnostics) {
    std::span<PageRecord const> const pages = ways.pages;
    for (std::size_t i = 0; i < links.size(); ++i) {
        LinkAnnotation const& link = links[i];
        draw::StructNode const& node = tree[link.node];
        std::string words = words_of(link.node, pages);
        if (words.empty()) words = node.url.str();
        std::string body = "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect";
        append_box(body, pages[link.page].in_page_space(link.area));
        body += "/Contents";
        append_text_string(body, node.alt.empty() ? words : node.alt.str());
        body += "/StructParent ";
        append_integer(body, static_cast<std::int64_t>(pages.size() + i));
        if (node.url.empty()) {
            diagnostics.error("E730", node.span, "a link without a target");
        } else if (node.url.str()[0] == '#') {
            auto const target = anchors.find(std::string_view(node.url.str()).substr(1));
            if (target == anchors.end()) {
                diagnostics.error("E731", node.span, "a link to '" + node.url.str() + "', but no place has that name");
                continue;
            }
            ways.append(body, target->second);
        } else {
            body += "/A<</S/URI/URI";
            append_literal_string(body, ascii_uri(node.url));
            body += ">>";
        }
        haru.set_body(link.object, std::move(body));
    }
}

void write_page_tree(Haru& haru, std::span<PageRecord const> pages, PageBodies const& bodies) {
    std::vector<HPDF_Dict> leaves;
    std::string kids;
    bool const flat = pages.size() <= kPagesInLeaf;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (!flat && i % kPagesInLeaf == 0) leaves.push_back(haru.add_object());
        PageRecord const& page = pages[i];
        std::string body = "/Type/Page/Parent ";
        append_reference(body, number_of(flat ? haru.pages() : leaves.back()));
        body += "/MediaBox";
        append_box(body, {0, 0, to_centi(page.size.width), page.height()});
        body += "/Resources ";
        append_reference(body, number_of(bodies.resources));
        body += "/Contents ";
        append_reference(body, number_of(bodies.contents[i]));
        body += "/Tabs/S/StructParents ";
        append_integer(body, static_cast<std::int64_t>(i));
        if (page.encoded.has_alpha) body += "/Group<</S/Transparency/CS/DeviceRGB>>";
        if (!bodies.annotations[i].empty()) body += "/Annots[" + bodies.annotations[i] + ']';
        haru.set_body(page.object, std::move(body));
    }
    auto const node = [](std::string entries, std::string const& references, std::size_t count) {
        entries += "/Kids[" + references + "]/Count ";
        append_integer(entries, static_cast<std::int64_t>(count));
        return entries;
    };
    auto const append_kid = [](std::string& out, HPDF_Dict object) {
        if (!out.empty()) out += ' ';
        append_reference(out, number_of(object));
    };
    std::string top;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        std::size_t const begin = leaf * kPagesInLeaf, end = std::min(begin + kPagesInLeaf, pages.size());
        std::string references;
        for (std::size_t i = begin; i < end; ++i) append_kid(references, pages[i].object);
        std::string entries = "/Type/Pages/Parent ";
        append_reference(entries, number_of(haru.pages()));
        haru.set_body(leaves[leaf], node(std::move(entries), references, end - begin));
        append_kid(top, leaves[leaf]);
    }
    if (flat)
        for (PageRecord const& page : pages) append_kid(top, page.object);
    haru.set_body(haru.pages(), node("", top, pages.size()));
}

}  // namespace offprint::pdf
