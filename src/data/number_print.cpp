#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "data/number_format.h"

namespace offprint::data {
namespace {

constexpr std::string_view kMinus = "\u2212", kSpace = "\u00A0";

struct LocaleRow {
    std::string_view language;
    NumberLocale locale;
};

/// The digits of |value| x 10^scale, rounded half away from zero on the decimal. Text, so that no exponent overflows.
struct Digits {
    std::string whole, decimals;
    bool zero() const { return whole.empty() && decimals.find_first_not_of('0') == std::string::npos; }
};

Digits round_digits(Decimal value, int scale, int places) {
    std::uint64_t const magnitude = value.mantissa < 0 ? 0 - static_cast<std::uint64_t>(value.mantissa) : static_cast<std::uint64_t>(value.mantissa);
    std::string digits = std::to_string(magnitude);
    // `digits` is a count of 10^-places once the surplus is cut or the missing zeros are put behind.
    int const shift = value.exponent + scale + places;
    if (magnitude == 0) {
        digits.clear();
    } else if (shift >= 0) {
        digits.append(static_cast<std::size_t>(shift), '0');
    } else {
        std::size_t const cut = static_cast<std::size_t>(-shift);
        if (cut > digits.size()) {
            digits.clear();
        } else {
            bool const up = digits[digits.size() - cut] >= '5';
            digits.resize(digits.size() - cut);
            if (up) {
                std::size_t i = digits.size();
                while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
                if (i > 0) {
                    ++digits[i - 1];
                } else {
                    digits.insert(digits.begin(), '1');
                }
            }
        }
    }
    auto const size = static_cast<std::size_t>(places);
    if (digits.size() < size) digits.insert(0, size - digits.size(), '0');
    Digits out{digits.substr(0, digits.size() - size), digits.substr(digits.size() - size)};
    out.whole.erase(0, std::min(out.whole.find_first_not_of('0'), out.whole.size()));
    return out;
}

/// A section's number: its digits and the word of its scale.
struct ScaledDigits {
    Digits digits;
    ScaleWord const* word = nullptr;
    bool beyond_words = false;  // over 999 of the largest scale that the language has a word for
};

/// A number that rounds up to 1,000 takes the next word. Beyond the last there are so many figures that decimals say nothing.
ScaledDigits scaled_digits(Decimal value, NumberSection const& section, NumberLocale const& locale) {
    ScaledDigits out;
    if (!section.automatic_scale) {
        out.digits = round_digits(value, section.scale_exponent, section.maximum_decimals);
        auto const word = std::find_if(locale.scales.begin(), locale.scales.end(), [&](ScaleWord const& w) { return w.exponent == section.scale_word; });
        if (word != locale.scales.end()) out.word = &*word;
        return out;
    }
    auto at = [&](int exponent, int decimals) { return round_digits(value, section.scale_exponent - exponent, decimals); };
    out.digits = at(0, section.maximum_decimals);
    for (ScaleWord const& word : locale.scales) {
        if (out.digits.whole.size() <= 3) return out;
        out.digits = at(word.exponent, section.maximum_decimals);
        out.word = &word;
    }
    out.beyond_words = out.digits.whole.size() > 3;
    if (out.beyond_words) out.digits = at(out.word->exponent, 0);
    return out;
}

std::string print_digits(ScaledDigits number, NumberSection const& section, NumberLocale const& locale) {
    Digits& digits = number.digits;
    while (digits.decimals.size() > static_cast<std::size_t>(section.minimum_decimals) && digits.decimals.back() == '0') digits.decimals.pop_back();
    auto const wanted = static_cast<std::size_t>(section.minimum_integer_digits);
    if (digits.whole.size() < wanted) digits.whole.insert(0, wanted - digits.whole.size(), '0');
    if (digits.whole.empty() && digits.decimals.empty()) digits.whole = "0";
    std::string out;
    std::size_t const size = digits.whole.size();
    bool const grouped = (section.grouping || number.beyond_words) && size >= 3 + static_cast<std::size_t>(locale.minimum_grouping);
    for (std::size_t i = 0; i < size; ++i) {
        if (grouped && i > 0 && (size - i) % 3 == 0) out += locale.group;
        out += digits.whole[i];
    }
    if (!digits.decimals.empty()) out += locale.decimal + digits.decimals;
    return out;
}

/// The sign goes before a currency but after what says "about" or "over": ~−$360M.
std::string with_sign(std::string const& prefix, std::string_view sign) {
    std::size_t at = 0;
    while (at < prefix.size()) {
        std::size_t next = at;
        char32_t const c = utf8::next(prefix, next);
        if (std::u32string_view(U"~<>≈≤≥").find(c) == std::u32string_view::npos) break;
        at = next;
    }
    return prefix.substr(0, at) + std::string(sign) + prefix.substr(at);
}

bool is_code(std::string_view currency) {
    return currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// A currency before its number, with the space that the language sets there; a code always has one.
std::string before_number(std::string const& currency, NumberLocale const& locale) {
    if (currency.empty() || locale.currency == CurrencyPlace::After) return {};
    return locale.currency == CurrencyPlace::BeforeSpace || is_code(currency) ? currency + std::string(kSpace) : currency;
}
std::string after_number(std::string const& currency, NumberLocale const& locale, ScaleWord const* word) {
    if (currency.empty() || locale.currency != CurrencyPlace::After) return {};
    return word != nullptr && word->joins && !is_code(currency) ? currency : std::string(kSpace) + currency;
}

constexpr ScaleWord kEnglish[] = {{3, "K"}, {6, "M"}, {9, "B"}, {12, "T"}};
constexpr ScaleWord kGerman[] = {{3, "\u00A0Tsd."}, {6, "\u00A0Mio."}, {9, "\u00A0Mrd."}, {12, "\u00A0Bio."}};
// Where the word for 10^12 would be read as the English billion, or is hardly used, numbers go on in the scale below: 1 200 Md€.
constexpr ScaleWord kFrench[] = {{3, "\u00A0k", true}, {6, "\u00A0M", true}, {9, "\u00A0Md", true}};
constexpr ScaleWord kSpanish[] = {{3, "\u00A0mil"}, {6, "\u00A0M", true}};
constexpr ScaleWord kItalian[] = {{3, "\u00A0mila"}, {6, "\u00A0mln"}, {9, "\u00A0mld"}};
constexpr ScaleWord kBrazilian[] = {{3, "\u00A0mil"}, {6, "\u00A0mi"}, {9, "\u00A0bi"}, {12, "\u00A0tri"}};
constexpr ScaleWord kPortuguese[] = {{3, "\u00A0mil"}, {6, "\u00A0M", true}, {9, "\u00A0mil\u00A0M", true}};
constexpr ScaleWord kDutch[] = {{3, "\u00A0dzd."}, {6, "\u00A0mln"}, {9, "\u00A0mld"}};
constexpr ScaleWord kPolish[] = {{3, "\u00A0tys."}, {6, "\u00A0mln"}, {9, "\u00A0mld"}, {12, "\u00A0bln"}};

}  // namespace

NumberLocale number_locale(std::string_view language) {
    // CLDR 42. A row with a region stands before its language.
    using enum CurrencyPlace;
    static NumberLocale const kEnglishLocale{".", ",", "", 1, Before, kEnglish};
    static LocaleRow const kRows[] = {
        {"de-CH", {".", "\u2019", "", 1, BeforeSpace, kGerman}},
        {"de-AT", {",", "\u00A0", "\u00A0", 1, BeforeSpace, kGerman}},
        {"de", {",", ".", "\u00A0", 1, After, kGerman}},
        {"fr-CH", {",", "\u202F", "", 1, After, kFrench}},
        {"fr", {",", "\u202F", "\u202F", 1, After, kFrench}},
        {"es-MX", {".", ",", "", 1, Before, kSpanish}},
        {"es", {",", ".", "\u00A0", 2, After, kSpanish}},
        {"it-CH", {".", "\u2019", "", 1, BeforeSpace, kItalian}},
        {"it", {",", ".", "", 1, After, kItalian}},
        {"pt-PT", {",", "\u00A0", "", 2, After, kPortuguese}},
        {"pt", {",", ".", "", 1, BeforeSpace, kBrazilian}},
        {"nl", {",", ".", "", 1, BeforeSpace, kDutch}},
        {"pl", {",", "\u00A0", "", 2, After, kPolish}},
    };
    for (LocaleRow const& row : kRows) {
        if (language == row.language || (language.starts_with(row.language) && language[row.language.size()] == '-')) return row.locale;
    }
    return kEnglishLocale;
}

std::string_view currency_sign(std::string_view currency, std::string_view language) {
    struct Row {
        std::string_view currency, language, sign;
    };
    constexpr Row kRows[] = {
        {"USD", "pt", "US$"}, {"USD", "es-MX", "USD"}, {"USD", "", "$"},      {"EUR", "", "€"},
        {"GBP", "", "£"},     {"BRL", "pt", "R$"},     {"MXN", "es-MX", "$"}, {"PLN", "pl", "zł"},
    };
    if (currency.empty()) currency = "USD";
    for (Row const& row : kRows) {
        if (row.currency == currency && language.starts_with(row.language)) return row.sign;
    }
    return currency;
}

std::string format_number(Decimal value, NumberFormat const& format, NumberLocale const& locale) {
    if (format.sections.empty()) return {};
    std::size_t const count = format.sections.size();
    std::size_t index = value.negative() && count >= 2 ? 1 : value.zero() && count == 3 ? 2 : 0;
    ScaledDigits number = scaled_digits(value, format.sections[index], locale);
    if (index == 1 && format.sections[1].has_number && number.digits.zero()) {  // never "(0.0)" for a tiny loss
        index = 0;
        number = scaled_digits(value, format.sections[0], locale);
    }
    NumberSection const& section = format.sections[index];
    if (!section.has_number) return section.prefix;
    std::string_view sign;
    if (!number.digits.zero())
        sign = index == 0 && value.negative() ? kMinus : section.always_sign && !value.negative() ? std::string_view("+") : std::string_view();
    ScaleWord const* const word = number.word;
    std::string out = with_sign(section.prefix + before_number(section.currency, locale), sign) + print_digits(std::move(number), section, locale);
    if (word != nullptr) out += word->word;
    if (section.percent) out += locale.percent_space + "%";
    return out + after_number(section.currency, locale, word) + section.suffix;
}

}  // namespace offprint::data
