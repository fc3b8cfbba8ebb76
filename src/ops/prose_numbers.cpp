#include "ops/prose_numbers.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace offprint::ops {
namespace {

constexpr int kPlain[] = {0};
constexpr int kShare[] = {0, 2};           // 0.93 or 93
constexpr int kBasisPoints[] = {0, 2, 4};  // 0.0025, 0.25 or 25
constexpr int kThousands[] = {0, -3};
constexpr int kMillions[] = {0, -3, -6};  // data may stand in thousands or millions
constexpr int kBillions[] = {0, -3, -6, -9};
constexpr int kTrillions[] = {0, -3, -6, -9, -12};

struct Unit {
    std::string_view word;
    std::span<int const> shifts;
};
/// Longer ones first where one begins another.
constexpr Unit kUnits[] = {{"percentage points", kShare},
                           {"percentage point", kShare},
                           {"per cento", kShare},
                           {"per cent", kShare},
                           {"percent", kShare},
                           {"Prozentpunkte", kShare},
                           {"Prozent", kShare},
                           {"pour cent", kShare},
                           {"pour-cent", kShare},
                           {"points de pourcentage", kShare},
                           {"punti percentuali", kShare},
                           {"pp", kShare},
                           {"%", kShare},
                           {"basis points", kBasisPoints},
                           {"basis point", kBasisPoints},
                           {"Basispunkte", kBasisPoints},
                           {"bps", kBasisPoints},
                           {"bp", kBasisPoints},
                           {"thousand", kThousands},
                           {"Tausend", kThousands},
                           {"Tsd.", kThousands},
                           {"mila", kThousands},
                           {"K", kThousands},
                           {"k", kThousands},
                           {"millions", kMillions},
                           {"million", kMillions},
                           {"Millionen", kMillions},
                           {"Mio.", kMillions},
                           {"milioni", kMillions},
                           {"mln", kMillions},
                           {"M", kMillions},
                           {"m", kMillions},
                           {"billion", kBillions},
                           {"Milliarden", kBillions},
                           {"Mrd.", kBillions},
                           {"milliards", kBillions},
                           {"miliardi", kBillions},
                           {"mld", kBillions},
                           {"Md", kBillions},
                           {"bn", kBillions},
                           {"B", kBillions},
                           {"trillion", kTrillions},
                           {"Bio.", kTrillions},
                           {"tn", kTrillions},
                           {"T", kTrillions},
                           {"×", kPlain},
                           {"x", kPlain}};
constexpr std::string_view kBlanks[] = {" ", "\n", "\u00A0", "\u202F", "\u2009"};
constexpr std::string_view kDashes[] = {"\u2013", "-"};

constexpr std::size_t kLongestDate = 10;  // 2026-06-15
constexpr std::size_t kMostDigits = 40;   // more than a decimal has: what is longer is none

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Scanner {
public:
    Scanner(SourcedText const& text, ProseLanguage const& language) : source_(text), text_(text.text), language_(language), hidden_(text_.size(), false) {}

    std::vector<ProseNumber> run() {
        hide_marks();
        for (SourcedText::Piece const& piece : source_.pieces)
            if (piece.literal) values_.push_back({piece.text_begin, piece.text_begin + piece.length});
        std::vector<ProseNumber> out;
        for (std::size_t at = 0; at < text_.size();) {
            if (!is_digit(text_[at])) {
                ++at;
                continue;
            }
            auto number = read(at);
            bool const wanted = number && !hidden_[at] && begins(at) && !is_item(*number) && !is_part_of_word(*number) && !is_date(*number);
            at = number ? number->end : at + 1;
            if (!wanted) {
                while (at < text_.size() && (is_digit(text_[at]) || is_letter(text_[at]))) ++at;
                continue;
            }
            number->is_computed = std::any_of(values_.begin(), values_.end(), [&](auto const& v) { return v.first < number->end && number->begin < v.second; });
            out.push_back(std::move(*number));
        }
        return out;
    }

private:
    bool has(std::string_view word, std::size_t at) const { return !word.empty() && text_.substr(std::min(at, text_.size()), word.size()) == word; }
    template <class Words>
    std::size_t length_of(Words const& words, std::size_t at) const {
        for (std::string_view const word : words)
            if (has(word, at)) return word.size();
        return 0;
    }
    char before(std::size_t at, std::size_t back = 1) const { return at >= back ? text_[at - back] : '\0'; }

    void hide(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < std::min(end, text_.size()); ++i) hidden_[i] = true;
    }

    /// Code, destinations of links, references, footnotes' marks, addresses.
    void hide_marks() {
        for (std::size_t at = 0; at < text_.size(); ++at) {
            char const* closing = nullptr;
            if (text_[at] == '`')
                closing = "`";
            else if (has("](", at))
                closing = ")";
            else if (has("]{", at))
                closing = "}";
            else if (has("[@", at) || has("[^", at))
                closing = "]";
            else if (has("&#", at))
                closing = ";";
            else if (has("://", at)) {
                std::size_t const end = std::min(text_.find_first_of(" \n)", at), text_.size());
                hide(at, end);
                at = end;
                continue;
            }
            if (closing == nullptr) continue;
            if (unclosed_.find(*closing) != unclosed_.npos) continue;
            std::size_t const end = text_.find(closing, at + 1);
            if (end == text_.npos) {
                unclosed_ += *closing;  // nor is there one further on
                continue;
            }
            hide(at, end);
            at = end;
        }
    }

    /// Digits, grouped or not, a fraction, and a unit behind them.
    std::optional<ProseNumber> read(std::size_t begin, bool is_second = false) const {
        std::string digits;
        std::size_t at = begin;
        auto const take = [&] {
            std::size_t const from = at;
            while (at < text_.size() && is_digit(text_[at])) digits += text_[at++];
            return at - from;
        };
        std::size_t const first = take();
        std::string_view const group = language_.numbers.group;
        auto const group_at = [&](std::size_t place) -> std::size_t {
            if (has(group, place)) return group.size();
            // A space of any kind where the language groups by one.
            return group == "\u202F" || group == "\u00A0" ? length_of(kBlanks, place) : 0;
        };
        auto const three = [&](std::size_t place) {
            return place + 3 <= text_.size() && is_digit(text_[place]) && is_digit(text_[place + 1]) && is_digit(text_[place + 2]) &&
                   (place + 3 == text_.size() || !is_digit(text_[place + 3]));
        };
        if (first <= 3)
            for (std::size_t length = group_at(at); length > 0 && digits.size() < kMostDigits && three(at + length); length = group_at(at)) {
                at += length;
                take();
            }
        ProseNumber out;
        std::string_view const decimal = language_.numbers.decimal;
        if (has(decimal, at) && at + decimal.size() < text_.size() && is_digit(text_[at + decimal.size()])) {
            at += decimal.size();
            std::size_t const whole = digits.size();
            digits += '.';
            take();
            out.decimals = static_cast<int>(digits.size() - whole - 1);
        }
        auto const value = data::parse_decimal(digits);
        if (!value) return std::nullopt;
        out.begin = begin;
        out.end = at;
        out.value = *value;
        out.shifts = kPlain;
        read_unit(out, is_second);
        return out;
    }

    void read_unit(ProseNumber& number, bool is_second) const {
        std::size_t at = number.end;
        std::size_t const blank = length_of(kBlanks, at);
        for (Unit const& unit : kUnits) {
            std::size_t const place = at + blank;
            bool const is_letter_alone = unit.word.size() == 1 && is_letter(unit.word[0]);
            if (!has(unit.word, place) || (is_letter_alone && blank > 0)) continue;
            std::size_t const end = place + unit.word.size();
            if (is_letter(unit.word.back()) && end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) continue;
            number.end = end;
            number.shifts = unit.shifts;
            return;
        }
        // 3–5%: the unit of the second is that of the first. A chain of them is none.
        if (is_second) return;
        if (std::size_t const dash = length_of(kDashes, at); dash > 0 && at + dash < text_.size() && is_digit(text_[at + dash]))
            if (auto const other = read(at + dash, true)) number.shifts = other->shifts;
    }

    /// Whether a number may begin here: not inside a word, nor in its end (H100, Q1'26, COVID-19).
    bool begins(std::size_t at) const {
        char const c = before(at);
        if (is_letter(c) || is_digit(c)) return false;
        if (text_[at] == '0' && at + 1 < text_.size() && is_digit(text_[at + 1])) return false;  // Catalyst 01
        bool const quoted = c == '\'' || (at >= 3 && text_.substr(at - 3, 3) == "\u2019");
        std::size_t const quote = c == '\'' ? 1 : 3;
        if (quoted && at > quote && (is_letter(text_[at - quote - 1]) || is_digit(text_[at - quote - 1]))) return false;
        if ((c == '-' || c == '.' || c == ':' || c == '/') && (is_letter(before(at, 2)) || (c != '-' && is_digit(before(at, 2))))) return false;
        return true;
    }

    /// The number of a list's item.
    bool is_item(ProseNumber const& number) const {
        std::size_t line = number.begin;
        while (line > 0 && text_[line - 1] == ' ') --line;
        return (line == 0 || text_[line - 1] == '\n') && (has(". ", number.end) || has(") ", number.end));
    }

    bool is_part_of_word(ProseNumber const& number) const {
        std::size_t const at = number.end;
        if (at >= text_.size() || at == 0) return false;
        char const c = text_[at];
        if (is_letter(c) && !is_letter(text_[at - 1])) return true;                                                    // 2026E, 1st
        return (c == '.' || c == ':') && at + 1 < text_.size() && is_digit(text_[at + 1]) && is_digit(text_[at - 1]);  // 5.2.1, 13:00
    }

    bool is_date(ProseNumber const& number) const {
        std::size_t const length = number.end - number.begin;
        bool const plain =
            std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(number.begin), text_.begin() + static_cast<std::ptrdiff_t>(number.end), is_digit);
        if (!plain) return false;
        if (length == 4) {
            bool const money = before(number.begin) == '$' || (number.begin >= 3 && text_.substr(number.begin - 3, 3) == "\u20AC") ||
                               (number.begin >= 2 && text_.substr(number.begin - 2, 2) == "\u00A3");
            char const century = text_[number.begin], decade = text_[number.begin + 1];
            if (!money && ((century == '1' && decade == '9') || (century == '2' && decade == '0'))) return true;
        }
        if (length > 2) return false;
        // 2026-06-15: what stands behind the year.
        if (before(number.begin) == '-' && is_digit(before(number.begin, 2))) {
            std::size_t year = number.begin - 1;
            while (year > 0 && number.begin - year < kLongestDate && (is_digit(text_[year - 1]) || text_[year - 1] == '-')) --year;
            if (number.begin - year >= 5 && is_digit(text_[year + 3])) return true;
        }
        std::size_t at = number.end;
        if (std::size_t const dash = length_of(kDashes, at); dash > 0) {  // 5–7 May
            at += dash;
            while (at < text_.size() && is_digit(text_[at])) ++at;
        }
        for (std::string_view const mark : {".", "er", "\u00BA", "\u00B0"})
            if (has(mark, at)) at += mark.size();
        for (std::size_t blank = length_of(kBlanks, at); blank > 0; blank = length_of(kBlanks, at)) at += blank;
        for (std::string const& month : language_.months) {
            if (month.empty()) continue;
            if (has(month, at)) return true;
            if (number.begin > month.size() && has(month, number.begin - month.size() - 1) && text_[number.begin - 1] == ' ') return true;  // June 15
        }
        return false;
    }

    SourcedText const& source_;
    std::string_view text_;
    ProseLanguage const& language_;
    std::vector<bool> hidden_;
    std::string unclosed_;                                     // ends of marks that do not come any more
    std::vector<std::pair<std::size_t, std::size_t>> values_;  // what expressions printed
};

}  // namespace

std::vector<ProseNumber> prose_numbers(SourcedText const& text, ProseLanguage const& language) { return Scanner(text, language).run(); }

}  // namespace offprint::ops
