#include "compare/document.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "compare/table_reader.h"
#include "data/number_format.h"
#include "fmt/format.h"
#include "reader/attachments.h"
#include "reader/structure.h"

namespace offprint::compare {
namespace {

using reader::Element;
using reader::Kid;

bool is_heading(std::string_view type) { return type == "H" || type == "Title" || (type.size() == 2 && type[0] == 'H' && type[1] >= '1' && type[1] <= '6'); }
bool is_note(std::string_view type) { return type == "Note" || type == "FENote"; }
/// Elements that hold a line of text and belong to the one they stand in.
bool is_inline(std::string_view type) {
    constexpr std::string_view kInline[] = {"Span", "Link", "Reference", "Lbl", "Em",      "Strong", "Quote", "Sub",   "BibEntry", "Code",
                                            "Ruby", "RB",   "RT",        "RP",  "Warichu", "WT",     "WP",    "Annot", "Form"};
    return std::find(std::begin(kInline), std::end(kInline), type) != std::end(kInline);
}

/// Words of a line over a heading, at most.
constexpr std::size_t kLabelWords = 16;

/// Walks the structure tree and makes blocks of it.
class BlockGatherer {
public:
    BlockGatherer(MarkedPages const& pages, reader::Structure const& structure, Document& document)
        : texts_(pages, structure), elements_(structure.elements), document_(document) {}

    bool run() {
        if (!elements_.empty()) walk(0);
        return texts_.size() <= kLargestText;
    }

private:
    void walk(std::size_t index) {
        Element const& element = elements_[index];
        if (is_heading(element.type)) return heading(element, index);
        if (is_note(element.type)) return single(BlockKind::Note, index);
        if (element.type == "Table") return table(index);
        if (element.type == "Figure" || element.type == "Formula") return figure(element, index);
        if (element.type == "Caption") return caption(index);
        if (element.type == "LI" || element.type == "TOCI") return item(index);
        if (element.type == "P" || element.type == "BlockQuote" || element.type == "Code" || is_inline(element.type)) return paragraph(index);
        captions_.clear();
        group(element, index);
    }

    /// A part of the document: its own text, if it has any, is a paragraph.
    void group(Element const& element, std::size_t index) {
        if (std::any_of(element.kids.begin(), element.kids.end(), [](Kid const& kid) { return kid.is_mark; })) add(BlockKind::Paragraph, texts_.own(index));
        std::optional<std::size_t> const section = section_;
        std::size_t const first = document_.blocks.size();
        part_begin_ = first;
        for (std::size_t i = 0; i < element.kids.size(); ++i) {
            if (element.kids[i].is_mark) continue;
            is_caption(element, i) ? caption(element.kids[i].element) : walk(element.kids[i].element);
        }
        part_begin_ = std::string::npos;
        // A heading that stands in its part alone opens what comes behind it; one with text below it there, a panel's, opens that.
        bool const alone = std::all_of(document_.blocks.begin() + static_cast<std::ptrdiff_t>(first), document_.blocks.end(),
                                       [](Block const& block) { return block.kind == BlockKind::Heading; });
        if (!alone) section_ = section;
    }

    /// Whether a Div of paragraphs stands over a figure: in PDF 2.0 there are no captions beside figures (ISO 14289-2, 8.2.5.27).
    bool is_caption(Element const& group, std::size_t at) const {
        if (at + 1 >= group.kids.size() || group.kids[at + 1].is_mark || elements_[group.kids[at + 1].element].type != "Figure") return false;
        Element const& element = elements_[group.kids[at].element];
        return element.type == "Div" && !element.kids.empty() &&
               std::all_of(element.kids.begin(), element.kids.end(), [&](Kid const& kid) { return !kid.is_mark && elements_[kid.element].type == "P"; });
    }

    /// Whether blocks stand inside an element, notes aside.
    bool holds_blocks(std::size_t index) const {
        return std::any_of(elements_[index].kids.begin(), elements_[index].kids.end(), [&](Kid const& kid) {
            if (kid.is_mark || is_note(elements_[kid.element].type)) return false;
            std::string const& type = elements_[kid.element].type;
            bool const simple = type == "P" || type == "LBody" || type == "NonStruct" || is_inline(type);
            return !simple || holds_blocks(kid.element);
        });
    }
    void walk_notes(std::size_t index) {
        for (Kid const& kid : elements_[index].kids) {
            if (kid.is_mark) continue;
            if (is_note(elements_[kid.element].type))
                walk(kid.element);
            else
                walk_notes(kid.element);
        }
    }
    void walk_blocks(std::size_t index) {
        for (Kid const& kid : elements_[index].kids)
            if (!kid.is_mark) walk(kid.element);
    }

    void single(BlockKind kind, std::size_t index) {
        add(kind, texts_.whole(index, kind == BlockKind::Note ? Labels::Drop : Labels::Keep));
        walk_notes(index);
    }
    void paragraph(std::size_t index) { holds_blocks(index) ? group(elements_[index], index) : single(BlockKind::Paragraph, index); }
    void item(std::size_t index) {
        if (holds_blocks(index)) return walk_blocks(index);
        add(BlockKind::Item, texts_.whole(index, elements_[index].type == "TOCI" ? Labels::Generated : Labels::OfWords));
        walk_notes(index);
    }

    void heading(Element const& element, std::size_t index) {
        Block block;
        block.level = element.type.size() == 2 ? element.type[1] - '0' : 1;
        captions_.clear();
        join_labels();
        add(BlockKind::Heading, texts_.whole(index, Labels::Keep), std::move(block));
        if (!document_.blocks.empty() && document_.blocks.back().kind == BlockKind::Heading) section_ = document_.blocks.size() - 1;
        walk_notes(index);
    }

    /// The short lines over a heading at the beginning of its part, its number and kicker, are one label: layouts set them apart or in one line with dots.
    void join_labels() {
        std::vector<Block>& blocks = document_.blocks;
        if (part_begin_ >= blocks.size()) return;
        Block label;
        label.kind = BlockKind::Caption;
        label.section = part_begin_ + 1;  // the heading, which comes next
        for (std::size_t i = part_begin_; i < blocks.size(); ++i) {
            if (blocks[i].kind != BlockKind::Paragraph || blocks[i].words.size() > kLabelWords) return;
            for (Word& word : blocks[i].words) {
                if (word.text == "·") continue;
                if (&word == &blocks[i].words.front()) word.spaced = true;
                label.words.push_back(word);
            }
            for (Region const& region : blocks[i].regions) cover(label.regions, region);
        }
        blocks.resize(part_begin_);
        if (!label.words.empty()) blocks.push_back(std::move(label));
        part_begin_ = std::string::npos;
    }

    void caption(std::size_t index) {
        captions_ = texts_.captions(index);
        for (Found const& text : captions_) add(BlockKind::Caption, text);
        walk_notes(index);
    }

    void figure(Element const& element, std::size_t index) {
        Block block;
        for (Kid const& kid : element.kids)
            if (!kid.is_mark && elements_[kid.element].type == "Caption") caption(kid.element);
        take_captions(block);
        Found text = texts_.whole(index, Labels::Keep);
        if (!element.box.is_empty()) {
            std::size_t const page = text.regions.empty() ? texts_.first_page(index) : text.regions.front().page;
            if (page < document_.pages.size()) text.regions = {{page, element.box}};
        }
        if (!element.alt.empty()) text.text = {element.alt, {}};
        add(BlockKind::Figure, text, std::move(block));
        captions_.clear();
    }

    void table(std::size_t index) {
        Block block;
        for (Kid const& kid : elements_[index].kids)
            if (!kid.is_mark && elements_[kid.element].type == "Caption") caption(kid.element);
        take_captions(block);
        block.table = read_table(texts_, elements_, index, block.regions);
        block.kind = BlockKind::Table;
        block.section = section_;
        if (!block.table.rows.empty()) document_.blocks.push_back(std::move(block));
        walk_notes(index);
        captions_.clear();
    }

    void take_captions(Block& block) const {
        for (Found const& text : captions_) block.captions.push_back(joined(words_of(text.text)));
        // "Exhibit 1", what it finds, measure: of ours the title comes after the label.
        block.title = block.captions.empty()       ? std::string()
                      : block.captions.size() == 1 ? block.captions[0]
                                                   : block.captions[block.captions.size() > 3 ? 2 : 1];
    }

    void add(BlockKind kind, Found const& found, Block block = {}) {
        block.kind = kind;
        block.words = words_of(found.text);
        if (block.words.empty() && kind != BlockKind::Figure) return;
        block.regions = found.regions;
        block.section = section_;
        document_.blocks.push_back(std::move(block));
    }

    ElementTexts texts_;
    std::vector<Element> const& elements_;
    Document& document_;
    std::optional<std::size_t> section_;
    std::size_t part_begin_ = std::string::npos;  // blocks of the part that was last begun, as long as nothing but them stands in it
    std::vector<Found> captions_;
};

/// A longer property is none of a document's facts.
constexpr std::size_t kLargestProperty = 100'000;

/// The value of a property of the XMP packet, whatever way it is written; "" if it has none.
std::string xmp_property(std::string_view packet, std::string const& name) {
    std::size_t at = packet.find(name);
    if (at == std::string_view::npos) return {};
    at += name.size();
    bool const attribute = packet.substr(at).starts_with("=");
    if (!attribute && !packet.substr(at).starts_with(">")) return {};
    at += attribute ? 2 : 1;
    std::string_view const value = packet.substr(at, packet.substr(at).find_first_of(attribute ? "\"'" : "<"));
    return value.size() < 20 ? std::string(value) : std::string();
}

/// The words of an element of the XMP packet, whose items are parted by commas; "" if it has none.
std::string xmp_words(std::string_view packet, std::string const& name) {
    std::size_t const begin = packet.find("<" + name), end = packet.find("</" + name + ">");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin || end - begin > kLargestProperty) return {};
    std::string_view const inside = packet.substr(begin, end - begin);
    std::string out;
    bool parts = false;
    for (std::size_t at = 0; at < inside.size();) {
        if (inside[at] == '<') {
            parts |= inside.substr(at).starts_with("</rdf:li");
            at = std::min(inside.find('>', at), inside.size() - 1) + 1;
            continue;
        }
        std::size_t const stop = std::min(inside.find('<', at), inside.size());
        std::string_view text = inside.substr(at, stop - at);
        at = stop;
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
        if (parts && !out.empty()) out += ", ";
        out += text;
        parts = false;
    }
    constexpr std::pair<std::string_view, std::string_view> kEntities[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    for (auto const& [entity, sign] : kEntities)
        for (std::size_t at = 0; (at = out.find(entity, at)) != std::string::npos; at += sign.size()) out.replace(at, entity.size(), sign);
    return out;
}

std::string claims_of(std::string_view packet) {
    std::string const part = xmp_property(packet, "pdfaid:part"), conformance = xmp_property(packet, "pdfaid:conformance");
    std::string const ua = xmp_property(packet, "pdfuaid:part");
    std::string out = part.empty() ? std::string() : "PDF/A-" + part + folded(conformance);
    if (!ua.empty()) out += (out.empty() ? "" : ", ") + ("PDF/UA-" + ua);
    return joined(words_of(out));
}

void read_facts(reader::File const& file, std::size_t pages, Document& document) {
    reader::Object const& info = file.at(file.trailer(), "Info");
    std::string ignored;
    std::string const packet = file.decoded(file.at(file.at(file.trailer(), "Root"), "Metadata"), ignored).value_or("");
    // PDF 2.0 has no Info but dates; what it lacks the XMP packet says (ISO 32000-2, 14.3.3).
    auto const text = [&](char const* key, char const* property) {
        std::string const words = reader::text_of(file.at(info, key).text);
        return joined(words_of(words.empty() ? xmp_words(packet, property) : words));
    };
    document.title = text("Title", "dc:title");
    document.language = joined(words_of(reader::text_of(file.at(file.at(file.trailer(), "Root"), "Lang").text)));
    // D:20261028000000Z (ISO 32000-1, 7.9.4)
    std::string const date = file.at(info, "CreationDate").text;
    if (date.size() >= 10 && date.starts_with("D:") && date.find_first_not_of("0123456789", 2) >= 10)
        document.date = date.substr(2, 4) + "-" + date.substr(6, 2) + "-" + date.substr(8, 2);
    else
        document.date = joined(words_of(xmp_words(packet, "xmp:CreateDate").substr(0, 10)));
    document.facts = {{"title", document.title},
                      {"authors", text("Author", "dc:creator")},
                      {"date", document.date},
                      {"subject", text("Subject", "dc:description")},
                      {"keywords", text("Keywords", "pdf:Keywords")},
                      {"language", document.language}};
    std::string paper;
    if (!document.pages.empty()) {
        reader::Box const& box = document.pages[0].visible;
        paper = fmt::format("{:.0f} × {:.0f} pt", std::round(box.right - box.left), std::round(box.top - box.bottom));
    }
    document.form = {{"pages", std::to_string(pages)}, {"paper", paper}, {"claims", claims_of(packet)}};
}

}  // namespace

std::string Document::section_of(Block const& block) const {
    if (block.kind == BlockKind::Heading) return joined(block.words);
    bool const known = block.section && *block.section < blocks.size() && blocks[*block.section].kind == BlockKind::Heading;
    return known ? joined(blocks[*block.section].words) : std::string();
}

char Document::decimal_sign() const { return data::number_locale(language).decimal == "," ? ',' : '.'; }

std::optional<Document> read_document(reader::File const& file, std::string name, Refusal& refusal, std::string& error) {
    refusal = Refusal::Damaged;
    if (!file.at(file.trailer(), "Encrypt").is(reader::Object::Kind::Null)) return refusal = Refusal::Encrypted, std::nullopt;
    auto const pages = reader::pages(file, error);
    auto const structure = pages ? reader::structure(file, *pages, error) : std::nullopt;
    if (!structure) return std::nullopt;
    if (structure->elements.size() < 2) return refusal = Refusal::Untagged, std::nullopt;
    Document document;
    document.name = std::move(name);
    MarkedPages marked;
    std::size_t size = 0;
    for (reader::Object const* const page : *pages) {
        document.pages.push_back(reader::page_size(file, *page));
        auto texts = reader::marked_texts(file, *page, error);
        if (!texts) return std::nullopt;
        auto& by_mark = marked.emplace_back();
        for (reader::MarkedText& text : *texts) {
            if (text.mark < 0) continue;
            size += text.text.size();
            auto const [it, is_new] = by_mark.try_emplace(text.mark, std::move(text));
            if (is_new) continue;
            it->second.text += text.text;
            it->second.box.cover(text.box);
        }
        if (size > kLargestText) return error = "its text is too large", std::nullopt;
    }
    read_facts(file, pages->size(), document);
    if (!BlockGatherer(marked, *structure, document).run()) return error = "its text is too large", std::nullopt;
    return document;
}

}  // namespace offprint::compare
