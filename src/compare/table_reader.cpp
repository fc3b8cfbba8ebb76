#include "compare/table_reader.h"

#include <algorithm>

namespace offprint::compare {
namespace {

using reader::Element;
using reader::Kid;

/// Whether what follows on another page or in another mark joins on: after a space, or a hyphen of the word's own at the end of the line.
bool ends_in_space(std::string const& text) { return text.empty() || text.back() == ' ' || text.back() == '\n' || text.back() == '-'; }

/// Whether a label says more than where it stands: not "•", "3." or "(a)".
bool has_words(std::string_view label) {
    return std::count_if(label.begin(), label.end(),
                         [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC3; }) > 1 &&
           label.size() > 3;
}

/// Puts the cells of rows into a grid.
class GridReader {
public:
    GridReader(ElementTexts const& texts, std::vector<Element> const& elements, std::vector<Region>& regions)
        : texts_(texts), elements_(elements), regions_(regions) {}

    Table run(std::size_t index) {
        rows_of(index, false);
        Table table;
        std::size_t columns = 0;
        for (Row const& row : body_) columns = std::max(columns, row.cells.size());
        for (Row const& row : head_) columns = std::max(columns, row.cells.size());
        table.columns.resize(columns);
        for (Row const& row : head_) {
            for (std::size_t c = 0; c < row.cells.size(); ++c) {
                std::string const& label = row.cells[c].text;
                std::string& whole = table.columns[c];
                if (label.empty() || whole == label || whole.ends_with(" / " + label)) continue;
                whole += (whole.empty() ? "" : " / ") + label;
            }
        }
        table.rows = std::move(body_);
        return table;
    }

private:
    void rows_of(std::size_t index, bool in_head) {
        for (Kid const& kid : elements_[index].kids) {
            if (kid.is_mark) continue;
            std::string const& type = elements_[kid.element].type;
            if (type == "TR")
                row(kid.element, in_head);
            else if (type == "THead" || type == "TBody" || type == "TFoot")
                rows_of(kid.element, type == "THead");
        }
    }

    void row(std::size_t index, bool in_head) {
        Row made;
        std::size_t cells = 0, heads = 0, column_heads = 0, label = std::string::npos;
        fill_spans(made);
        for (Kid const& kid : elements_[index].kids) {
            if (kid.is_mark || count_ >= kMostCells) continue;
            Element const& cell = elements_[kid.element];
            if (cell.type != "TH" && cell.type != "TD") continue;
            ++cells;
            heads += cell.type == "TH";
            column_heads += cell.type == "TH" && !cell.is_row_head;
            Found const found = texts_.whole(kid.element, Labels::Keep);
            Cell text{joined(words_of(found.text)), found.regions.empty() ? std::nullopt : std::optional(found.regions.front())};
            for (Region const& region : found.regions) cover(regions_, region);
            if (label == std::string::npos || (cell.is_row_head && heads == 1)) label = made.cells.size();
            for (int i = 0; i < cell.column_span && count_ < kMostCells; ++i, ++count_) {
                std::size_t const column = made.cells.size();
                if (cell.row_span > 1) spans_[column] = {cell.row_span - 1, text};
                made.cells.push_back(text);
            }
            fill_spans(made);
        }
        if (cells == 0) return;
        // A row of labels alone, over the first row of figures, heads its columns; a lone label heads the rows below it.
        if (in_head || (body_.empty() && cells > 1 && column_heads == cells)) {
            head_.push_back(std::move(made));
            return;
        }
        if (cells == 1 && heads == 1) group_ = made.cells.front().text;
        if (label < made.cells.size()) made.label = made.cells[label].text;
        if (cells > 1 || heads == 0) made.group = group_;
        body_.push_back(std::move(made));
    }

    /// Cells that reach down from rows above.
    void fill_spans(Row& row) {
        for (auto it = spans_.find(row.cells.size()); it != spans_.end() && count_ < kMostCells; it = spans_.find(row.cells.size())) {
            row.cells.push_back(it->second.second);
            ++count_;
            if (--it->second.first == 0) spans_.erase(it);
        }
    }

    ElementTexts const& texts_;
    std::vector<Element> const& elements_;
    std::vector<Region>& regions_;
    std::vector<Row> head_, body_;
    std::map<std::size_t, std::pair<int, Cell>> spans_;  // by column: rows to go
    std::string group_;
    std::size_t count_ = 0;
};

}  // namespace

void cover(std::vector<Region>& regions, Region const& region) {
    for (auto there = regions.rbegin(); there != regions.rend(); ++there) {
        if (there->page != region.page) continue;
        there->box.cover(region.box);
        return;
    }
    if (regions.size() < kMostRegions) regions.push_back(region);
}

void ElementTexts::add_words(std::string_view words, bool generated, Found& found) const {
    size_ += words.size();
    if (size_ > kLargestText) return;
    generated ? found.text.append_generated(words) : found.text.append(words);
}

void ElementTexts::add_mark(Kid const& kid, bool generated, Found& found) const {
    if (kid.page >= pages_.size()) return;
    auto const it = pages_[kid.page].find(kid.mark);
    if (it == pages_[kid.page].end()) return;
    // Between two pages there is a blank, as between two lines.
    bool const other_page = !found.regions.empty() && found.regions.back().page != kid.page;
    constexpr std::string_view kSoftHyphen = "\u00AD";
    if (other_page && !ends_in_space(found.text.bytes) && !found.text.bytes.ends_with(kSoftHyphen)) found.text.append(" ");
    add_words(it->second.text, generated, found);
    if (!it->second.box.is_empty()) cover(found.regions, {kid.page, it->second.box});
}

void ElementTexts::gather(std::size_t index, Labels labels, bool generated, Found& found) const {
    Element const& element = elements_[index];
    bool const is_reference = element.type == "Reference";
    bool const is_block = element.type == "P" || element.type == "LBody" || element.type == "Lbl" || element.type == "LI";
    if (is_block && !ends_in_space(found.text.bytes)) found.text.append(" ");
    if (!element.actual_text.empty()) {
        Found covered;
        for (Kid const& kid : element.kids)
            if (kid.is_mark) add_mark(kid, generated, covered);
        for (Region const& region : covered.regions) cover(found.regions, region);
        return add_words(element.actual_text, generated, found);
    }
    Found own;
    Found& into = is_reference ? own : found;
    for (Kid const& kid : element.kids) {
        if (kid.is_mark) {
            add_mark(kid, generated || is_reference, into);
            continue;
        }
        std::string const& type = elements_[kid.element].type;
        if (type == "Note" || type == "FENote" || type == "Caption") continue;
        if (type == "Lbl" && labels == Labels::Drop) continue;
        if (type == "Lbl" && labels == Labels::OfWords && !has_words(whole(kid.element, Labels::Keep).text.bytes)) continue;
        gather(kid.element, labels, generated || is_reference, into);
    }
    if (!is_reference) return;
    // The mark of a footnote is no word of the text.
    bool const is_mark = own.text.bytes.find_first_not_of("0123456789*,\u2020\u2021 ") == std::string::npos;
    for (Region const& region : own.regions) cover(found.regions, region);
    if (!is_mark) found.text.append_generated(own.text.bytes);
}

Found ElementTexts::whole(std::size_t index, Labels labels) const {
    Found found;
    gather(index, labels, labels == Labels::Generated, found);
    return found;
}

Found ElementTexts::own(std::size_t index) const {
    Found found;
    for (Kid const& kid : elements_[index].kids)
        if (kid.is_mark) add_mark(kid, false, found);
    return found;
}

std::vector<Found> ElementTexts::captions(std::size_t index) const {
    std::vector<Found> out;
    Element const& element = elements_[index];
    for (Kid const& kid : element.kids) {
        if (!kid.is_mark && elements_[kid.element].type == "P") out.push_back(whole(kid.element, Labels::Keep));
    }
    if (out.empty()) return {whole(index, Labels::Keep)};
    // "Exhibit 3": its number counts those before it.
    if (std::string& label = out.front().text.bytes; out.size() > 1 && !label.empty() && label.size() < 40 && label.back() >= '0' && label.back() <= '9')
        out.front().text.generated = {{0, label.size()}};
    return out;
}

std::size_t ElementTexts::first_page(std::size_t index) const {
    for (Kid const& kid : elements_[index].kids) {
        if (kid.is_mark) return kid.page;
        if (std::size_t const page = first_page(kid.element); page != std::string::npos) return page;
    }
    return std::string::npos;
}

Table read_table(ElementTexts const& texts, std::vector<reader::Element> const& elements, std::size_t index, std::vector<Region>& regions) {
    return GridReader(texts, elements, regions).run(index);
}

}  // namespace offprint::compare
