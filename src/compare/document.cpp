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
        for (Kid const& kid : element.kids)
            if (!kid.is_mark) walk(kid.element);
    }

    /// Whether blocks stand inside an element, notes aside.
    bool holds_blocks(std::size_t index) const {
        return std::any_of(elements_[index].kids.begin(), elements_[index].kids.end(), [&](Kid const& kid) {
            if (kid.is_mark || is_note(elements_[kid.element].type)) return false;
            std::string const& type = elements_[kid.element].type;
            bool const simple = type == "P" || type == "LBody" || is_inline(type);
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
        add(BlockKind::Heading, texts_.whole(index, Labels::Keep), std::move(block));
        if (!document_.blocks.empty() && document_.blocks.back().kind == BlockKind::Heading) section_ = document_.blocks.size() - 1;
        walk_notes(index);
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
    std::vector<Found> captions_;
};

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

std::string claims_of(reader::File const& file) {
    std::string ignored;
    auto const packet = file.decoded(file.at(file.at(file.trailer(), "Root"), "Metadata"), ignored);
    if (!packet) return {};
    std::string const part = xmp_property(*packet, "pdfaid:part"), conformance = xmp_property(*packet, "pdfaid:conformance");
    std::string const ua = xmp_property(*packet, "pdfuaid:part");
    std::string out = part.empty() ? std::string() : "PDF/A-" + part + folded(conformance);
    if (!ua.empty()) out += (out.empty() ? "" : ", ") + ("PDF/UA-" + ua);
    return joined(words_of(out));
}

void read_facts(reader::File const& file, std::size_t pages, Document& document) {
    reader::Object const& info = file.at(file.trailer(), "Info");
    auto const text = [&](char const* key) { return joined(words_of(reader::text_of(file.at(info, key).text))); };
    document.title = text("Title");
    document.language = joined(words_of(reader::text_of(file.at(file.at(file.trailer(), "Root"), "Lang").text)));
    // D:20261028000000Z (ISO 32000-1, 7.9.4)
    std::string const date = file.at(info, "CreationDate").text;
    if (date.size() >= 10 && date.starts_with("D:") && date.find_first_not_of("0123456789", 2) >= 10)
        document.date = date.substr(2, 4) + "-" + date.substr(6, 2) + "-" + date.substr(8, 2);
    document.facts = {{"title", document.title},    {"authors", text("Author")},    {"date", document.date},
                      {"subject", text("Subject")}, {"keywords", text("Keywords")}, {"language", document.language}};
    std::string paper;
    if (!document.pages.empty()) {
        reader::Box const& box = document.pages[0].visible;
        paper = fmt::format("{:.0f} × {:.0f} pt", std::round(box.right - box.left), std::round(box.top - box.bottom));
    }
    document.form = {{"pages", std::to_string(pages)}, {"paper", paper}, {"claims", claims_of(file)}};
}

}  // namespace

std::string Document::section_of(Block const& block) const {
    return block.section && *block.section < blocks.size() ? joined(blocks[*block.section].words) : std::string();
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
