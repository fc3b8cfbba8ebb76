#include "text/break_opportunities.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>

#include "text/break_rules.h"

namespace offprint::text {

namespace {

struct CloseIterator {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};
using IteratorPtr = std::unique_ptr<UBreakIterator, CloseIterator>;
using TextPtr = std::unique_ptr<UText, CloseText>;

constexpr std::size_t kMaxLanguages = 8;

/// What ICU is told: letters, digits and hyphens only, of sensible length.
std::string clean_language(std::string_view language) {
    std::string clean;
    for (char const c : language.substr(0, 64)) {
        bool const good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!good) return {};
        clean += c;
    }
    return clean;
}

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

/// Walks over the words of a text beside the ascending opportunities.
class Words {
public:
    explicit Words(std::string_view text) : text_(text) { read(0); }
    /// Moves on until the current word ends after `at`, or no word is left.
    void advance(std::size_t at) {
        while (end_ <= at && begin_ < text_.size()) {
            before_ = left_;
            left_ = current();
            read(end_);
        }
    }
    std::size_t begin() const { return begin_; }
    std::string_view current() const { return text_.substr(begin_, end_ - begin_); }
    Junction junction() const { return {before_, left_, current()}; }

private:
    void read(std::size_t from) {
        begin_ = from;
        while (begin_ < text_.size() && is_space(text_[begin_])) ++begin_;
        end_ = begin_;
        while (end_ < text_.size() && !is_space(text_[end_])) ++end_;
    }
    std::string_view text_, before_, left_;
    std::size_t begin_ = 0, end_ = 0;
};

}  // namespace

struct BreakFinder::Iterators {
    struct Entry {
        std::string language;
        IteratorPtr iterator;
    };
    std::vector<Entry> entries;  // the most recent last
    TextPtr text;

    UBreakIterator* open(std::string_view language);
};

UBreakIterator* BreakFinder::Iterators::open(std::string_view language) {
    auto const known = std::find_if(entries.begin(), entries.end(), [&](Entry const& e) { return e.language == language; });
    if (known != entries.end()) {
        std::rotate(known, known + 1, entries.end());
        return entries.back().iterator.get();
    }
    UErrorCode status = U_ZERO_ERROR;
    IteratorPtr iterator(ubrk_open(UBRK_LINE, clean_language(language).c_str(), nullptr, 0, &status));
    if (U_FAILURE(status)) return nullptr;
    if (entries.size() == kMaxLanguages) entries.erase(entries.begin());
    entries.push_back({std::string(language), std::move(iterator)});
    return entries.back().iterator.get();
}

BreakFinder::BreakFinder() : iterators_(std::make_unique<Iterators>()) {}
BreakFinder::~BreakFinder() = default;

void BreakFinder::find(std::string_view text, std::string_view language, BreakTaste taste, std::vector<Opportunity>& out) {
    out.clear();
    auto const size = static_cast<std::uint32_t>(text.size());
    UBreakIterator* const iterator = iterators_->open(language);
    UErrorCode status = U_ZERO_ERROR;
    UText* const view = utext_openUTF8(iterators_->text.get(), text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (iterators_->text.get() != view) iterators_->text.reset(view);
    if (iterator != nullptr) ubrk_setUText(iterator, view, &status);
    if (iterator == nullptr || U_FAILURE(status)) {  // out of memory, or ICU without its data: at least nothing is lost
        out.push_back({size, 0, Opportunity::Kind::Forced});
        return;
    }
    bool const polish = language.starts_with("pl");
    Words words(text);
    std::size_t address = std::string_view::npos;  // start of the last address that was cut
    for (std::int32_t next = ubrk_next(iterator); next != UBRK_DONE; next = ubrk_next(iterator)) {
        auto const at = static_cast<std::uint32_t>(next);
        bool const hard = ubrk_getRuleStatus(iterator) >= UBRK_LINE_HARD && ubrk_getRuleStatus(iterator) < UBRK_LINE_HARD_LIMIT;
        std::size_t visible = at;
        while (visible > 0 && is_space(text[visible - 1])) --visible;
        if (visible > 0) words.advance(visible - 1);
        // The first opportunity inside an address, or right behind it, is the time to cut it.
        if (words.begin() < visible && words.begin() != address && is_address(words.current())) {
            address = words.begin();
            address_breaks(words.current(), static_cast<std::uint32_t>(address), out);
        }
        words.advance(at);
        bool const inside = words.begin() < at;
        if (at >= size || hard) {
            out.push_back({at, 0, Opportunity::Kind::Forced});
        } else if (inside && words.begin() == address) {
            continue;
        } else if (inside) {
            Opportunity o = inner_break(words.current(), at - words.begin());
            o.offset = at;
            if (o.penalty < kNoBreak) out.push_back(o);
        } else if (Junction const junction = words.junction(); polish && leads_on(junction.left)) {
            continue;
        } else if (int const penalty = space_penalty(junction, taste); penalty < kNoBreak) {
            out.push_back({at, static_cast<std::int16_t>(penalty), Opportunity::Kind::Plain});
        }
    }
    if (out.empty() || out.back().offset != size) out.push_back({size, 0, Opportunity::Kind::Forced});
}

}  // namespace offprint::text
