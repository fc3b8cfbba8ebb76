#include "text/break_rules.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace offprint::text {

namespace {

using namespace std::literals;

// Penalties of weak places, from a mere preference to a last resort.
constexpr int kSlight = 15, kNounOfNumber = 20, kNounInHeading = 150, kPreposition = 110, kArticle = 130, kHardHyphen = 60, kSymbol = 60, kName = 80,
              kDate = 100, kSlash = 100, kAbbreviation = 120, kShortPart = 150, kLetterAfterName = 200, kNumberHyphen = 200;

template <std::size_t N>
constexpr bool contains(std::array<std::string_view, N> const& words, std::string_view word) {
    if (word.empty()) return false;
    // Most words are told from another by lengths and first letters, which takes no call.
    return std::any_of(words.begin(), words.end(), [&](std::string_view known) { return known.size() == word.size() && known[0] == word[0] && known == word; });
}

/// The same of beginnings and ends; no mark is empty.
constexpr bool begins_with(std::string_view word, std::string_view mark) { return !word.empty() && word.front() == mark.front() && word.starts_with(mark); }
constexpr bool ends_with(std::string_view word, std::string_view mark) { return !word.empty() && word.back() == mark.back() && word.ends_with(mark); }

constexpr std::array kUnits{
    "%"sv,    "‰"sv,    "x"sv,   "×"sv,   "k"sv,   "K"sv,   "m"sv,       "mn"sv,      "M"sv,        "bn"sv,       "B"sv,       "tn"sv,   "T"sv,    "bp"sv,
    "bps"sv,  "pp"sv,   "ppt"sv, "pt"sv,  "pts"sv, "GW"sv,  "MW"sv,      "kW"sv,      "W"sv,        "Wh"sv,       "kWh"sv,     "MWh"sv,  "GWh"sv,  "TWh"sv,
    "GB"sv,   "TB"sv,   "PB"sv,  "MB"sv,  "kB"sv,  "Gb"sv,  "Tb"sv,      "Gbps"sv,    "Tbps"sv,     "Mbps"sv,     "Gb/s"sv,    "Tb/s"sv, "GB/s"sv, "TB/s"sv,
    "GT/s"sv, "MT/s"sv, "nm"sv,  "µm"sv,  "mm"sv,  "cm"sv,  "km"sv,      "kg"sv,      "g"sv,        "t"sv,        "s"sv,       "ms"sv,   "µs"sv,   "ns"sv,
    "Hz"sv,   "kHz"sv,  "MHz"sv, "GHz"sv, "°C"sv,  "°F"sv,  "V"sv,       "A"sv,       "QoQ"sv,      "YoY"sv,      "MoM"sv,     "q/q"sv,  "y/y"sv,  "m/m"sv,
    "CAGR"sv, "LTM"sv,  "NTM"sv, "YTD"sv, "Mio"sv, "Mrd"sv, "million"sv, "billion"sv, "trillion"sv, "thousand"sv, "percent"sv, "a.m"sv,  "p.m"sv,
};
constexpr std::array kCurrencies{"$"sv,   "€"sv,   "£"sv,   "¥"sv,   "US$"sv, "C$"sv,  "A$"sv,  "HK$"sv, "NT$"sv, "USD"sv, "EUR"sv, "GBP"sv, "JPY"sv, "CHF"sv,
                                 "CNY"sv, "HKD"sv, "TWD"sv, "KRW"sv, "CAD"sv, "AUD"sv, "SEK"sv, "NOK"sv, "DKK"sv, "SGD"sv, "INR"sv, "BRL"sv, "MXN"sv, "PLN"sv};
/// Words that a number completes. Compared with the first letter lowered.
constexpr std::array kLabels{"fig."sv,    "figs."sv, "figure"sv, "figures"sv,  "exhibit"sv, "exhibits"sv, "table"sv,   "tables"sv,   "chart"sv,   "charts"sv,
                             "page"sv,    "pages"sv, "p."sv,     "pp."sv,      "no."sv,     "nos."sv,     "section"sv, "sections"sv, "note"sv,    "chapter"sv,
                             "step"sv,    "part"sv,  "item"sv,   "appendix"sv, "version"sv, "phase"sv,    "tier"sv,    "level"sv,    "gen"sv,     "abb."sv,
                             "tabelle"sv, "seite"sv, "nr."sv,    "§"sv,        "week"sv,    "day"sv,      "form"sv,    "rule"sv,     "article"sv, "vol."sv};
constexpr std::array kMonths{"January"sv, "February"sv, "March"sv,    "April"sv, "May"sv,  "June"sv,  "July"sv, "August"sv, "September"sv,
                             "October"sv, "November"sv, "December"sv, "Jan"sv,   "Feb"sv,  "Mar"sv,   "Apr"sv,  "Jun"sv,    "Jul"sv,
                             "Aug"sv,     "Sep"sv,      "Sept"sv,     "Oct"sv,   "Nov"sv,  "Dec"sv,   "Jan."sv, "Feb."sv,   "Mar."sv,
                             "Apr."sv,    "Jun."sv,     "Jul."sv,     "Aug."sv,  "Sep."sv, "Sept."sv, "Oct."sv, "Nov."sv,   "Dec."sv};
constexpr std::array kTitles{"Mr."sv, "Ms."sv, "Mrs."sv, "Dr."sv, "Prof."sv, "St."sv};
constexpr std::array kAbbreviations{"vs."sv, "e.g."sv, "i.e."sv, "cf."sv, "ca."sv, "c."sv, "approx."sv, "est."sv, "z."sv, "u."sv};
constexpr std::array kArticles{"a"sv, "an"sv, "the"sv, "i"sv};
constexpr std::array kShortWords{"of"sv, "to"sv,   "in"sv,   "on"sv,   "at"sv,  "by"sv,   "for"sv, "or"sv, "and"sv, "but"sv, "as"sv, "is"sv,
                                 "if"sv, "from"sv, "with"sv, "over"sv, "per"sv, "than"sv, "its"sv, "no"sv, "not"sv, "we"sv,  "our"sv};
/// Stand before what they belong to.
constexpr std::array kPrefixSigns{"~"sv, "≈"sv, "<"sv, ">"sv, "≤"sv, "≥"sv, "±"sv, "+"sv, "-"sv, "−"sv, "="sv, "×"sv, "#"sv, "▲"sv, "▼"sv, "↑"sv, "↓"sv};
constexpr std::array kOpening{"("sv, "["sv, "“"sv, "‘"sv, "\""sv, "'"sv, "„"sv, "«"sv};
constexpr std::array kClosing{")"sv, "]"sv, "”"sv, "’"sv, "\""sv, "'"sv, "“"sv, "»"sv, "."sv, ","sv, ";"sv, ":"sv, "!"sv, "?"sv, "…"sv};
constexpr std::array kArrows{"→"sv, "←"sv, "↔"sv, "⇒"sv, "⇐"sv, "⟶"sv, "➔"sv, "➜"sv, "->"sv, "=>"sv};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool starts_with_digit(std::string_view s) { return !s.empty() && is_digit(s.front()); }

constexpr bool is_plain(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }

template <std::size_t N>
std::string_view without_front(std::string_view word, std::array<std::string_view, N> const& marks) {
    for (bool again = true; again && !word.empty() && !is_plain(word.front());) {
        again = false;
        for (std::string_view const mark : marks)
            if (begins_with(word, mark)) word.remove_prefix(mark.size()), again = true;
    }
    return word;
}

std::string_view without_closing(std::string_view word) {
    for (bool again = true; again && !word.empty() && !is_plain(word.back());) {
        again = false;
        for (std::string_view const mark : kClosing)
            if (ends_with(word, mark)) word.remove_suffix(mark.size()), again = true;
    }
    return word;
}

/// Without what may stand before the first digit of an amount: signs, a currency, signs again.
std::string_view without_signs(std::string_view word) {
    word = without_front(word, kPrefixSigns);
    if (!word.empty() && !is_digit(word.front()) && !is_lower(word.front())) {
        for (std::string_view const currency : kCurrencies) {
            if (!begins_with(word, currency)) continue;
            word.remove_prefix(currency.size());
            break;
        }
    }
    return without_front(word, kPrefixSigns);
}

/// Sign, currency, digits with separators, range, percent, "×" or "+": what is read as one number. No sentence mark behind it.
bool is_number(std::string_view word) {
    if (std::none_of(word.begin(), word.end(), is_digit)) return false;  // nearly all words
    word = without_signs(word);
    if (!starts_with_digit(word) || word.ends_with('.') || word.ends_with(',')) return false;
    for (std::size_t at = 0; at < word.size();) {
        char32_t const c = utf8::next(word, at);
        static constexpr std::u32string_view kInside = U".,'’–−-+%×x/$€£½¼¾⅓⅔\u00A0\u2009\u202F";
        if (!(c >= U'0' && c <= U'9') && kInside.find(c) == std::u32string_view::npos) return false;
    }
    return true;
}

bool is_year(std::string_view word) { return word.size() == 4 && std::all_of(word.begin(), word.end(), is_digit); }
bool is_day(std::string_view word) { return !word.empty() && word.size() <= 2 && std::all_of(word.begin(), word.end(), is_digit); }

/// Q3, 2H, FY and the like.
bool is_period(std::string_view word) {
    if (word == "FY" || word == "CY" || word == "FYE" || word == "MY") return true;
    if (word.size() != 2) return false;
    auto const half = [](char c) { return c == 'Q' || c == 'H'; };
    return (half(word[0]) && is_digit(word[1])) || (is_digit(word[0]) && half(word[1]));
}

std::string lowered(std::string_view word, std::size_t letters) {
    std::string lower(word);
    for (std::size_t i = 0; i < std::min(letters, lower.size()); ++i)
        if (is_upper(lower[i])) lower[i] = static_cast<char>(lower[i] + ('a' - 'A'));
    return lower;
}

bool all_capitals(std::string_view word) {
    return word.size() >= 2 && std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '.'; }) && is_upper(word[0]);
}

int before_number(Junction const& j, std::string_view left, std::string_view right) {
    if (contains(kCurrencies, left) || is_period(left)) return kNoBreak;
    if (left.size() <= 8 && contains(kLabels, lowered(left, 1))) return kNoBreak;
    if (contains(kMonths, left)) return is_year(right) ? kDate : kNoBreak;
    bool const day = left.ends_with(',') && is_day(left.substr(0, left.size() - 1));
    if (day && is_year(right) && contains(kMonths, without_front(j.before_left, kOpening))) return kDate;
    // PCIe 6, S&P 500: a name of several capitals and its number.
    return std::count_if(left.begin(), left.end(), is_upper) >= 2 && is_letter(left.back()) ? kName : 0;
}

int after_number(std::string_view left, std::string_view right, BreakTaste taste) {
    if (contains(kUnits, right) || contains(kCurrencies, right)) return kNoBreak;
    if (is_day(left) && contains(kMonths, right)) return kNoBreak;
    return !right.empty() && is_lower(right[0]) && !contains(kShortWords, right) ? (taste == BreakTaste::Heading ? kNounInHeading : kNounOfNumber) : 0;
}

int between_words(Junction const& j, std::string_view left, std::string_view right, BreakTaste taste) {
    if (left.ends_with(':') && all_capitals(left.substr(0, left.size() - 1)) && all_capitals(right)) return kNoBreak;  // NASDAQ: ALAB
    if (left.ends_with('.')) {
        if (contains(kTitles, left)) return kNoBreak;
        if (contains(kAbbreviations, left)) return kAbbreviation;
        if (left.size() == 2 && is_upper(left[0]) && !right.empty() && is_upper(right[0])) return kLetterAfterName;  // an initial
    }
    if (left == "/") return kSlash;
    if (left == "&") return kSymbol;
    if (is_period(left) && j.right.starts_with("FY")) return kNoBreak;
    bool const letter = right.size() == 1 && is_upper(right[0]) && right != "I" && right != "A";
    bool const initial = j.right.starts_with(right) && j.right.substr(right.size()).starts_with('.') && !is_upper(left[0]);  // by J. Smith
    if (letter && !initial && is_letter(left.back())) return contains(kLabels, lowered(left, 1)) ? kNoBreak : kLetterAfterName;
    if (left.size() > (taste == BreakTaste::Prose ? 1 : 4)) return 0;
    std::string const lower = lowered(left, left.size());
    if (taste == BreakTaste::Prose) return contains(kArticles, lower) ? kSlight : 0;
    return contains(kArticles, lower) ? kArticle : contains(kShortWords, lower) ? kPreposition : 0;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::is_continuation(c); }));
}

bool in_part(char c) { return is_letter(c) || is_digit(c) || c == '\''; }

/// Letters and digits that end at `end`, or begin at `begin`. Dashes are cut off: they are no letters though they are not ASCII.
std::string_view part_before(std::string_view word, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && in_part(word[begin - 1])) --begin;
    std::string_view part = word.substr(begin, end - begin);
    for (std::string_view const dash : {"–"sv, "—"sv, "‐"sv})
        if (auto const at = part.rfind(dash); at != std::string_view::npos) part.remove_prefix(at + dash.size());
    return part;
}
std::string_view part_after(std::string_view word, std::size_t begin) {
    std::size_t end = begin;
    while (end < word.size() && in_part(word[end])) ++end;
    std::string_view part = word.substr(begin, end - begin);
    for (std::string_view const dash : {"–"sv, "—"sv, "‐"sv})
        if (auto const at = part.find(dash); at != std::string_view::npos) part = part.substr(0, at);
    return part;
}

int after_hyphen(std::string_view left, std::string_view right) {
    if (code_points(left) <= 1 && !starts_with_digit(left)) return kNoBreak;  // e-mail, X-ray, a minus
    if (left.empty() || (is_digit(left.back()) && (starts_with_digit(right) || right.empty()))) return kNoBreak;
    if (is_digit(left.back())) return kNumberHyphen;
    bool const prefix = code_points(left) <= 2 && is_lower(left[0]);  // co-, in-, but not KV-
    return prefix || code_points(right) <= 2 ? kShortPart : kHardHyphen;
}

int after_slash(std::string_view left, std::string_view right) {
    bool const digits = (!left.empty() && is_digit(left.back())) || starts_with_digit(right);
    return digits || code_points(left) <= 2 || code_points(right) <= 2 ? kNoBreak : kSlash;
}

/// Whether these are words of prose about which no rule of `space_penalty` has anything to say, as nearly all are.
bool are_plain_words(std::string_view left, std::string_view right) {
    if (left.size() < 2 || left.ends_with('.') || left.ends_with(':')) return false;
    auto const has_digit = [](std::string_view word) { return std::any_of(word.begin(), word.end(), is_digit); };
    if (is_lower(right[0])) return is_lower(left[0]) || (is_upper(left[0]) && !has_digit(left));
    return is_lower(left[0]) && is_upper(right[0]) && right.size() > 1 && is_lower(right[1]) && !has_digit(right);
}

}  // namespace

int space_penalty(Junction const& j, BreakTaste taste) {
    if (j.left.empty() || j.right.empty()) return 0;
    if (taste == BreakTaste::Prose && are_plain_words(j.left, j.right)) return 0;
    bool const maybe_arrow = static_cast<unsigned char>(j.right[0]) >= 0x80 || j.right[0] == '-' || j.right[0] == '=';
    if (maybe_arrow && std::any_of(kArrows.begin(), kArrows.end(), [&](std::string_view arrow) { return begins_with(j.right, arrow); })) return kNoBreak;
    bool const sign = !is_plain(j.right[0]);
    if (sign && (j.right == "–" || j.right == "—" || j.right == "/" || j.right == "&")) return kNoBreak;
    std::string_view const left = without_front(j.left, kOpening), right = without_closing(j.right);
    if (left.empty() || right.empty()) return kNoBreak;  // a lone bracket
    bool const has_digit = std::any_of(right.begin(), right.end(), is_digit);
    if (std::string_view const number = has_digit ? without_signs(right) : std::string_view{}; starts_with_digit(number)) {
        if (contains(kPrefixSigns, left)) return kNoBreak;
        if (int const penalty = before_number(j, left, number)) return penalty;
    }
    if (!is_plain(left.front()) && contains(kPrefixSigns, left)) return kSymbol;
    if (is_number(left)) return after_number(left, right, taste);
    return between_words(j, left, right, taste);
}

bool leads_on(std::string_view word) {
    word = without_front(word, kOpening);
    return word.size() == 1 && "wziouaWZIOUA"sv.find(word[0]) != std::string_view::npos;
}

Opportunity inner_break(std::string_view word, std::size_t at) {
    Opportunity o;
    std::size_t const last = at > 0 ? utf8::previous(word, at) : 0;
    std::size_t next_end = at;
    char32_t next = U' ';
    if (at < word.size()) next = utf8::next(word, next_end);
    std::size_t scan = last;
    char32_t const before = at > 0 ? utf8::next(word, scan) : U' ';
    auto const penalty = [&]() -> int {
        if (next == U'—' || next == U'–' || next == U'→') return kNoBreak;
        std::string_view const left = without_front(part_before(word, last), kOpening), right = without_closing(part_after(word, at));
        switch (before) {
            case U'-':
            case U'‐': o.kind = Opportunity::Kind::Hyphen; return after_hyphen(left, right);
            case U'–': return (!left.empty() && is_digit(left.back())) || starts_with_digit(right) || left.empty() ? kNoBreak : kHardHyphen;
            case U'—': return kNounOfNumber;
            case 0x2009:
            case 0x200A:  // thin spaces part thousands
                return !left.empty() && is_digit(left.back()) && starts_with_digit(right) ? kNoBreak : 0;
            case U'/': return after_slash(left, right);
            default: return before < 0x80 && next < 0x80 && before != U'\t' ? kSlash : 0;
        }
    };
    o.offset = static_cast<std::uint32_t>(at);
    o.penalty = static_cast<std::int16_t>(penalty());
    return o;
}

bool is_address(std::string_view word) {
    if (word.size() < 5 || word.find('.') == std::string_view::npos) return false;
    word = without_closing(without_front(word, kOpening));
    if (word.find('.') == std::string_view::npos) return false;
    if (word.starts_with("www.") || word.find("://") != std::string_view::npos) return true;
    auto const at = word.find('@');
    return at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
}

void address_breaks(std::string_view word, std::uint32_t base, std::vector<Opportunity>& out) {
    constexpr std::size_t kEdge = 4, kLongSegment = 10;
    constexpr std::int16_t kAtMark = 60;
    constexpr std::string_view kBefore = ".-_~?&=#%,+";
    std::size_t const end = without_closing(word).size();
    std::size_t const scheme = word.find("://");
    std::size_t segment = scheme == std::string_view::npos ? 0 : scheme + 3;
    auto const add = [&](std::size_t at, std::int16_t penalty) {
        if (at >= kEdge && at + 3 <= end && !utf8::is_continuation(word[at]))
            out.push_back({base + static_cast<std::uint32_t>(at), penalty, Opportunity::Kind::Plain});
    };
    auto const add_segment = [&](std::size_t to) {
        if (to - segment < kLongSegment) return;
        for (std::size_t at = segment + kEdge; at + kEdge <= to; ++at) add(at, kLastResort);
    };
    for (std::size_t i = segment; i < end; ++i) {
        bool const before = kBefore.find(word[i]) != std::string_view::npos, after = word[i] == '/' || word[i] == '@';
        if (!before && !after) continue;
        add_segment(i);
        if (before && i > segment) add(i, kAtMark);
        if (after) add(i + 1, kAtMark);
        segment = i + 1;
    }
    if (segment < end) add_segment(end);
}

}  // namespace offprint::text
