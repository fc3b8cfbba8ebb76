#include "compare/words.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace offprint::compare {
namespace {

constexpr char32_t kSoftHyphen = 0xAD;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_space(char32_t c) {
    return c <= 0x20 || c == 0x7F || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x3000;
}
bool is_invisible(char32_t c) { return c == kSoftHyphen || c == 0x200B || c == 0x2060 || c == 0xFEFF; }
bool is_currency(char32_t c) { return c == '$' || (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF); }
bool is_sign(char32_t c) { return c == '+' || c == '-' || c == 0x2212 || c == 0x2013 || c == 0xB1; }
bool is_ideograph(char32_t c) {
    return (c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3040 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7) return false;
    // General punctuation, currencies, arrows to symbols, CJK punctuation, full-width punctuation, what is no character.
    bool const is_mark = (c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || c >= 0xFFF0;
    return !is_ideograph(c) && (!is_mark || (c > 0xFFFF && c < 0x20000));
}

/// What is part of a word or number where letters or digits stand on both sides of it.
bool joins_word(char32_t c) { return c == '\'' || c == 0x2019 || c == '-' || c == 0x2010 || c == 0x2011 || c == '.' || c == '&'; }
bool joins_number(char32_t c) { return c == '.' || c == ',' || c == '\'' || c == 0x2019 || c == 0xA0 || c == 0x202F || c == 0x2009; }

struct Character {
    char32_t c;
    bool generated;
};

std::vector<Character> characters_of(Text const& text) {
    std::vector<Character> out;
    auto range = text.generated.begin();
    for (std::size_t at = 0; at < text.bytes.size();) {
        while (range != text.generated.end() && range->second <= at) ++range;
        bool const generated = range != text.generated.end() && range->first <= at;
        char32_t const c = utf8::next(text.bytes, at);
        if (!is_invisible(c)) out.push_back({utf8::is_unprintable(c) && !is_space(c) ? U'\uFFFD' : c, generated});
    }
    return out;
}

class Cutter {
public:
    explicit Cutter(std::vector<Character> characters) : text_(std::move(characters)) {}

    std::vector<Word> run() {
        while (at_ < text_.size()) {
            if (is_space(text_[at_].c)) {
                spaced_ = true;
                ++at_;
                continue;
            }
            bool is_number = false;
            std::size_t const end = end_of_token(is_number);
            add(end, is_number);
        }
        return std::move(words_);
    }

private:
    char32_t peek(std::size_t i) const { return i < text_.size() ? text_[i].c : 0; }
    bool starts_number(std::size_t i) const { return is_digit(peek(i)) || (peek(i) == '.' && is_digit(peek(i + 1))); }

    std::size_t end_of_token(bool& is_number) const {
        std::size_t i = at_;
        bool const apart = at_ == 0 || !(is_letter(peek(at_ - 1)) || is_digit(peek(at_ - 1)));
        if (apart && is_sign(peek(i)) && (starts_number(i + 1) || (is_currency(peek(i + 1)) && starts_number(i + 2)))) ++i;
        if (is_currency(peek(i)) && starts_number(i + 1)) ++i;
        if (starts_number(i)) {
            is_number = true;
            return end_of_number(i);
        }
        i = at_;
        if (!is_letter(peek(i))) return i + 1;
        while (is_letter(peek(i)) || is_digit(peek(i)) || (joins_word(peek(i)) && (is_letter(peek(i + 1)) || is_digit(peek(i + 1))))) ++i;
        return i;
    }

    std::size_t end_of_number(std::size_t i) const {
        while (is_digit(peek(i)) || (joins_number(peek(i)) && is_digit(peek(i + 1)))) ++i;
        while (is_letter(peek(i)) || is_digit(peek(i))) ++i;
        std::size_t const unit = is_space(peek(i)) && peek(i) != ' ' ? i + 1 : i;
        if (peek(unit) == '%' || peek(unit) == 0x2030 || peek(unit) == 0xD7 || is_currency(peek(unit))) return unit + 1;
        return i;
    }

    void add(std::size_t end, bool is_number) {
        Word word;
        word.spaced = std::exchange(spaced_, false);
        word.is_number = is_number;
        for (; at_ < end; ++at_) {
            utf8::append(word.text, text_[at_].c);
            utf8::append(word.key, text_[at_].generated && is_digit(text_[at_].c) ? U'#' : text_[at_].c == 0x2019 ? U'\'' : text_[at_].c);
        }
        // One digit or three: a reference's number is not compared.
        for (std::size_t twice; (twice = word.key.find("##")) != std::string::npos;) word.key.erase(twice, 1);
        words_.push_back(std::move(word));
    }

    std::vector<Character> text_;
    std::size_t at_ = 0;
    bool spaced_ = false;
    std::vector<Word> words_;
};

/// The small letter of a capital, of the alphabets with simple pairs; others stay.
char32_t small(char32_t c) {
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c % 2 == 0 ? c + 1 : c;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : c;
    return c;
}

/// Whether a word has two capitals or more, and no small letter.
bool is_in_capitals(std::string_view word) {
    int capitals = 0;
    for (std::size_t at = 0; at < word.size();) {
        char32_t const c = utf8::next(word, at);
        if ((c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9) || (c >= 0x430 && c <= 0x44F)) return false;
        capitals += small(c) != c;
    }
    return capitals > 1;
}

}  // namespace

void Text::append_generated(std::string_view more) {
    generated.emplace_back(bytes.size(), bytes.size() + more.size());
    bytes += more;
}

std::vector<Word> words_of(Text const& text) { return Cutter(characters_of(text)).run(); }

std::vector<Word> words_of(std::string_view text) { return words_of(Text{std::string(text), {}}); }

std::string joined(std::vector<Word> const& words, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < std::min(end, words.size()); ++i) {
        if (words[i].spaced && i > begin) out += ' ';
        out += words[i].text;
    }
    return out;
}

std::string folded(std::string_view key) {
    std::string out;
    for (std::size_t at = 0; at < key.size();) utf8::append(out, small(utf8::next(key, at)));
    return out;
}

std::string title_key(std::string_view title) {
    std::string out;
    for (std::size_t at = 0; at < title.size();) {
        char32_t const c = utf8::next(title, at);
        bool const is_quote = c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2039 || c == 0x203A;
        if (!is_quote && !is_space(c) && !is_invisible(c)) utf8::append(out, small(c));
    }
    return out;
}

std::pair<std::vector<std::string>, std::vector<std::string>> keys_of(std::vector<Word> const& before, std::vector<Word> const& after) {
    std::set<std::string> in_capitals;
    for (auto const* const words : {&before, &after})
        for (Word const& word : *words)
            if (is_in_capitals(word.key)) in_capitals.insert(folded(word.key));
    auto const keys = [&](std::vector<Word> const& words) {
        std::vector<std::string> out;
        for (Word const& word : words) {
            std::string plain = folded(word.key);
            out.push_back(in_capitals.contains(plain) ? std::move(plain) : word.key);
        }
        return out;
    };
    return {keys(before), keys(after)};
}

bool say_the_same(std::vector<Word> const& before, std::vector<Word> const& after) {
    if (before.size() != after.size()) return false;
    auto const [a, b] = keys_of(before, after);
    return a == b;
}

bool say_the_same(std::string const& before, std::string const& after) { return before == after || say_the_same(words_of(before), words_of(after)); }

}  // namespace offprint::compare
