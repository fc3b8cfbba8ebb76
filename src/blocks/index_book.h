// The index of terms: which words of an article lead where.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "blocks/references.h"

namespace offprint::blocks {

/// The pages of an entry that are printed as one: 3, or 5–7; each leads to its first place.
struct IndexPages {
    std::uint32_t first = 0, last = 0;  // from 1; 0: not known yet
    std::string place;
    friend bool operator==(IndexPages const&, IndexPages const&) = default;
};

/// A line of the index: an entry, or a level above some that has no pages of its own.
struct IndexLine {
    std::size_t level = 0;  // 0 to kMostIndexLevels - 1
    SourcedText words;
    std::string letter;  // that it stands under
    std::vector<IndexPages> pages;
    std::string key;  // of all its levels: its name over all rounds of building
};

/// The terms that texts mark. Their words get nodes of their own only where an index will be printed.
class IndexBook {
public:
    explicit IndexBook(ReferenceBook& references) : references_(references) {}

    /// An index is printed.
    void open() { open_ = true; }
    bool is_open() const { return open_; }
    /// False from the second time on: an article has one index.
    bool claim() { return !std::exchange(claimed_, true); }
    /// Takes up the terms of a text; its words may be set later.
    void take(std::vector<doc::InlineRun> const& runs);
    /// The words of a mark were given the nodes [first, end).
    void set(doc::IndexMark const& mark, draw::NodeId first, draw::NodeId end);
    /// A mark of a text; null if there is none.
    doc::IndexMark const* first_mark() const { return marks_.empty() ? nullptr : marks_.front(); }

    /// The lines of the index as a language sorts them, with the pages as they are known. The one index of an article asks once.
    std::vector<IndexLine> const& make_lines(std::string const& language);
    /// Whether the pages of a line are others by now: the index must be built again.
    bool is_stale() const;

private:
    struct Term {
        std::vector<SourcedText> levels;
        bool named = false;  // by its author: not only the words as they happen to stand
        Span span;
        std::string place() const { return "term-" + std::to_string(number); }
        std::size_t number = 0;
    };
    std::vector<IndexPages> pages_of(std::vector<std::string> const& places) const;

    ReferenceBook& references_;
    bool open_ = false, claimed_ = false;
    std::vector<Term> terms_;
    std::vector<doc::IndexMark const*> marks_;
    std::map<doc::IndexMark const*, std::size_t> numbers_;
    std::vector<IndexLine> lines_;
    std::vector<std::vector<std::string>> places_;  // by line
};

}  // namespace offprint::blocks
