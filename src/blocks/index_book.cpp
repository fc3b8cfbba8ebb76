#include "blocks/index_book.h"

#include <algorithm>

#include "text/collation.h"

namespace offprint::blocks {
namespace {

/// Fewer pages in a row are told one by one.
constexpr std::uint32_t kLeastRange = 3;

SourcedText as_one_line(SourcedText words) {
    std::replace(words.text.begin(), words.text.end(), '\n', ' ');
    std::size_t const first = std::min(words.text.find_first_not_of(' '), words.text.size());
    std::size_t const end = words.text.find_last_not_of(' ') + 1;
    return words.substr(first, std::max(end, first) - first);
}

}  // namespace

void IndexBook::take(std::vector<doc::InlineRun> const& runs) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
        doc::IndexMark const* const mark = runs[i].index.get();
        if (mark == nullptr || numbers_.contains(mark)) continue;
        numbers_.emplace(mark, terms_.size());
        marks_.push_back(mark);
        Term term;
        term.number = marks_.size();
        term.span = mark->span;
        term.named = !mark->entry.empty();
        if (term.named) {
            for (std::string_view const level : doc::index_levels(mark->entry.text))
                term.levels.push_back(as_one_line(mark->entry.substr(static_cast<std::size_t>(level.data() - mark->entry.text.data()), level.size())));
        } else {
            SourcedText words;
            for (std::size_t k = i; k < runs.size(); ++k) {
                if (runs[k].index.get() == mark && runs[k].is_words()) words.append(runs[k].text);
            }
            term.levels.push_back(as_one_line(std::move(words)));
        }
        terms_.push_back(std::move(term));
    }
}

void IndexBook::set(doc::IndexMark const& mark, draw::NodeId first, draw::NodeId end) {
    auto const number = numbers_.find(&mark);
    if (number == numbers_.end()) return;
    Term const& term = terms_[number->second];
    references_.place_pages(term.place(), term.span, first, end);
}

std::vector<IndexPages> IndexBook::pages_of(std::vector<std::string> const& places) const {
    std::vector<IndexPages> pages;
    for (std::string const& place : places) {
        std::uint32_t const page = references_.page_of(place);
        pages.push_back({page, page, place});
    }
    std::stable_sort(pages.begin(), pages.end(), [](IndexPages const& a, IndexPages const& b) { return a.first < b.first; });
    pages.erase(std::unique(pages.begin(), pages.end(), [](IndexPages const& a, IndexPages const& b) { return a.first == b.first; }), pages.end());
    std::vector<IndexPages> merged;
    for (std::size_t i = 0; i < pages.size();) {
        std::size_t end = i + 1;
        while (end < pages.size() && pages[end].first == pages[end - 1].first + 1) ++end;
        bool const range = end - i >= kLeastRange;
        merged.push_back(pages[i]);
        if (range) merged.back().last = pages[end - 1].first;
        i = range ? end : i + 1;
    }
    return merged;
}

std::vector<IndexLine> const& IndexBook::make_lines(std::string const& language) {
    std::vector<std::string> words;
    for (Term const& term : terms_) {
        for (SourcedText const& level : term.levels) words.push_back(level.text);
    }
    std::vector<text::CollationKey> const keys = text::collation_keys(words, language);

    struct Level {
        text::CollationKey const* key;
        SourcedText const* words;
        bool named;
    };
    struct Entry {
        std::vector<Level> levels;
        std::vector<std::string> places;
    };
    // Under the keys of their levels: what differs in capitals only is one entry. Its words are the first that an author named, else the first.
    std::map<std::string, Entry> entries;
    std::size_t next = 0;
    for (Term const& term : terms_) {
        std::string path;
        std::vector<Level> levels;
        for (std::size_t i = 0; i < term.levels.size(); ++i) {
            levels.push_back({&keys[next], &term.levels[i], term.named});
            path += keys[next].same + '\0';
            ++next;
            Entry& entry = entries[path];
            if (entry.levels.empty()) entry.levels = levels;
            Level& last = entry.levels.back();
            if (!last.named && term.named) last = levels.back();
            if (i + 1 == term.levels.size()) entry.places.push_back(term.place());
        }
    }
    lines_.clear();
    places_.clear();
    for (auto& [path, entry] : entries) {
        IndexLine line;
        line.level = entry.levels.size() - 1;
        line.words = *entry.levels.back().words;
        line.letter = entry.levels.front().key->letter;
        line.pages = pages_of(entry.places);
        line.key = path;
        lines_.push_back(std::move(line));
        places_.push_back(std::move(entry.places));
    }
    return lines_;
}

bool IndexBook::is_stale() const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (lines_[i].pages != pages_of(places_[i])) return true;
    }
    return false;
}

}  // namespace offprint::blocks
