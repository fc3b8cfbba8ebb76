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

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_mark(char c) { return c == ',' || c == '.' || c == ';' || c == ':'; }

constexpr std::string_view kApostrophe = "’";

/// What may stand right before or right behind a word without being parted from it.
struct Signs {
    std::string_view ascii, quotes[2];
};
constexpr Signs kOpening{"($", {"“", "‘"}}, kClosing{")%", {"”", "’"}};

constexpr bool has_at(std::string_view text, std::size_t at, std::string_view what) {
    return text.size() - at >= what.size() && text.compare(at, what.size(), what) == 0;
}

/// Length of the sign at `at`; 0 where none of these stands.
std::size_t sign_at(std::string_view text, std::size_t at, Signs const& signs) {
    if (at >= text.size()) return 0;
    if (signs.ascii.find(text[at]) != signs.ascii.npos) return 1;
    if (text[at] != kApostrophe[0]) return 0;
    for (std::string_view const quote : signs.quotes)
        if (has_at(text, at, quote)) return quote.size();
    return 0;
}

constexpr bool is_alphanumeric_at(std::string_view text, std::size_t at) { return at < text.size() && is_alphanumeric(text[at]); }

/// Where a word ends that begins here and that nothing parts: letters and digits, apostrophes and marks between them (LB13, LB19, LB23, LB25, LB28, LB29), in
/// quotes or brackets, with a mark behind. 0: there is none.
std::size_t word_end(std::string_view text, std::size_t at) {
    at += sign_at(text, at, kOpening);
    std::size_t const core = at;
    for (;; ++at) {
        while (is_alphanumeric_at(text, at)) ++at;
        if (at == core || at >= text.size()) break;
        char const before = text[at - 1];
        if (is_mark(text[at]) && at + 1 < text.size() && (is_letter(text[at + 1]) || (is_digit(before) && is_digit(text[at + 1])))) continue;
        if (text[at] != kApostrophe[0] || !has_at(text, at, kApostrophe) || !is_alphanumeric_at(text, at + kApostrophe.size())) break;
        at += kApostrophe.size() - 1;
    }
    if (at == core) return 0;
    at += sign_at(text, at, kClosing);
    if (at >= text.size() || !is_mark(text[at])) return at;
    ++at;
    return at < text.size() && text[at] == '%' ? at : at + sign_at(text, at, kClosing);
}

/// Whether a line may end behind the space at `at`, whatever else stands before and behind it: UAX #14 keeps nothing together over a space but what LB7 and
/// LB13 to LB17 name.
bool parts_at(std::string_view text, std::size_t at) {
    if (at == 0 || text[at] != ' ') return false;
    char const before = text[at - 1];
    if (!is_alphanumeric(before) && !is_mark(before) && before != ')' && before != '%') return false;
    return is_alphanumeric_at(text, at + 1 + sign_at(text, at + 1, kOpening));
}

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

LineBoundaries::Chunk LineBoundaries::chunk_at(std::string_view text, std::size_t begin) {
    std::size_t at = word_end(text, begin);
    if (at != 0 && at == text.size()) return {at, true};
    if (at != 0 && parts_at(text, at)) return {at + 1, true};
    for (at = text.find(' ', begin + 1); at != text.npos && !parts_at(text, at);) at = text.find(' ', at + 1);
    return {at == text.npos ? text.size() : at + 1, false};
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
