#include "text/line_boundaries.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <string>
#include <vector>

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

constexpr bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
constexpr bool is_mark(char c) { return c == ',' || c == '.' || c == ';' || c == ':'; }

}  // namespace

struct LineBoundaries::Iterators {
    struct Entry {
        std::string language;
        IteratorPtr iterator;
    };
    std::vector<Entry> entries;  // the most recent last
    TextPtr text;
    UBreakIterator* now = nullptr;  // the one in use

    UBreakIterator* open(std::string_view language);
    /// Lets it begin at a text; false if memory ran out.
    bool begin(std::string_view at);
};

UBreakIterator* LineBoundaries::Iterators::open(std::string_view language) {
    auto const known = std::find_if(entries.begin(), entries.end(), [&](Entry const& e) { return e.language == language; });
    if (known != entries.end()) {
        std::rotate(known, known + 1, entries.end());
        return entries.back().iterator.get();
    }
    UErrorCode status = U_ZERO_ERROR;
    IteratorPtr opened(ubrk_open(UBRK_LINE, clean_language(language).c_str(), nullptr, 0, &status));
    if (U_FAILURE(status)) return nullptr;
    if (entries.size() == kMaxLanguages) entries.erase(entries.begin());
    entries.push_back({std::string(language), std::move(opened)});
    return entries.back().iterator.get();
}

bool LineBoundaries::Iterators::begin(std::string_view at) {
    UErrorCode status = U_ZERO_ERROR;
    UText* const view = utext_openUTF8(text.get(), at.data(), static_cast<std::int64_t>(at.size()), &status);
    if (text.get() != view) text.reset(view);
    ubrk_setUText(now, view, &status);
    return U_SUCCESS(status) != 0;
}

LineBoundaries::LineBoundaries() : iterators_(std::make_unique<Iterators>()) {}
LineBoundaries::~LineBoundaries() = default;

/// It ends with a letter, a digit or a mark, and one space, and a letter or digit begins the next: UAX #14 keeps nothing together over such a space (LB18; LB14
/// to LB17 speak of others), in no language. Nothing parts letters, digits, apostrophes between them, and a mark behind (LB13, LB19, LB23, LB25, LB28, LB29).
LineBoundaries::Chunk LineBoundaries::chunk_at(std::string_view text, std::size_t begin) {
    constexpr std::string_view kApostrophe = "’";
    bool is_word = is_alphanumeric(text[begin]);
    for (std::size_t at = begin; at < text.size(); ++at) {
        if (is_alphanumeric(text[at])) continue;
        bool const follows_letter = at > begin && is_alphanumeric(text[at - 1]);
        bool const is_space = text[at] == ' ', at_next = at + 1 < text.size() && is_alphanumeric(text[at + 1]);
        if (is_space && at_next && (follows_letter || (at > begin && is_mark(text[at - 1])))) return {at + 1, is_word};
        if (is_mark(text[at])) {
            is_word = is_word && follows_letter && at + 1 < text.size() && text[at + 1] == ' ';
            continue;
        }
        std::size_t const after = at + kApostrophe.size();
        bool const is_apostrophe =
            follows_letter && after < text.size() && is_alphanumeric(text[after]) && text.compare(at, kApostrophe.size(), kApostrophe) == 0;
        if (is_apostrophe)
            at = after;
        else
            is_word = false;
    }
    return {text.size(), false};
}

bool LineBoundaries::begin(std::string_view text, std::string_view language) {
    text_ = text;
    chunk_ = {};
    begin_ = at_ = 0;
    is_hard_ = false;
    iterators_->now = iterators_->open(language);
    return iterators_->now != nullptr;
}

bool LineBoundaries::next() {
    if (at_ >= text_.size()) return false;
    if (at_ == chunk_.end) {
        begin_ = at_;
        chunk_ = chunk_at(text_, at_);
        if (!chunk_.is_word && !iterators_->begin(text_.substr(begin_, chunk_.end - begin_))) chunk_ = {text_.size(), true};  // no memory: the rest stays whole
    }
    UBreakIterator* const iterator = iterators_->now;
    std::int32_t const next = chunk_.is_word ? UBRK_DONE : ubrk_next(iterator);
    at_ = next == UBRK_DONE ? chunk_.end : begin_ + static_cast<std::size_t>(next);
    is_hard_ = next != UBRK_DONE && ubrk_getRuleStatus(iterator) >= UBRK_LINE_HARD && ubrk_getRuleStatus(iterator) < UBRK_LINE_HARD_LIMIT;
    return true;
}

}  // namespace offprint::text
