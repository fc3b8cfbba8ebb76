#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "data/number_format.h"

namespace offprint::data {
namespace {

constexpr std::string_view kMinus = "\u2212";

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

struct Scale {
    int exponent;
    std::string_view unit;
};
constexpr Scale kScales[] = {{0, ""}, {-3, "K"}, {-6, "M"}, {-9, "B"}, {-12, "T"}};

/// The number of a section: its digits and the unit of an automatic scale. A number that rounds up to 1,000 takes the next unit.
Digits scaled_digits(Decimal value, NumberSection const& section, std::string_view& unit) {
    unit = {};
    if (!section.automatic_scale) return round_digits(value, section.scale_exponent, section.maximum_decimals);
    Digits digits;
    for (Scale const& scale : kScales) {
        digits = round_digits(value, section.scale_exponent + scale.exponent, section.maximum_decimals);
        unit = scale.unit;
        if (digits.whole.size() <= 3) break;
    }
    return digits;
}

std::string print_digits(Digits digits, NumberSection const& section, NumberLocale const& locale) {
    while (digits.decimals.size() > static_cast<std::size_t>(section.minimum_decimals) && digits.decimals.back() == '0') digits.decimals.pop_back();
    auto const wanted = static_cast<std::size_t>(section.minimum_integer_digits);
    if (digits.whole.size() < wanted) digits.whole.insert(0, wanted - digits.whole.size(), '0');
    if (digits.whole.empty() && digits.decimals.empty()) digits.whole = "0";
    std::string out;
    std::size_t const size = digits.whole.size();
    bool const grouped = section.grouping && size >= 3 + static_cast<std::size_t>(locale.minimum_grouping);
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

}  // namespace

NumberLocale number_locale(std::string_view language) {
    // CLDR 42. A row with a region stands before its language.
    static LocaleRow const kRows[] = {
        {"en", {".", ",", "", 1}},       {"de-CH", {".", "\u2019", "", 1}}, {"de-AT", {",", "\u00A0", "\u00A0", 1}},
        {"de", {",", ".", "\u00A0", 1}}, {"fr-CH", {",", "\u202F", "", 1}}, {"fr", {",", "\u202F", "\u202F", 1}},
        {"es-MX", {".", ",", "", 1}},    {"es", {",", ".", "\u00A0", 2}},   {"it-CH", {".", "\u2019", "", 1}},
        {"it", {",", ".", "", 1}},       {"pt-PT", {",", "\u00A0", "", 2}}, {"pt", {",", ".", "", 1}},
        {"nl", {",", ".", "", 1}},       {"pl", {",", "\u00A0", "", 2}},
    };
    for (LocaleRow const& row : kRows) {
        if (language == row.language || (language.starts_with(row.language) && language[row.language.size()] == '-')) return row.locale;
    }
    return {};
}

std::string format_number(Decimal value, NumberFormat const& format, NumberLocale const& locale) {
    if (format.sections.empty()) return {};
    std::size_t const count = format.sections.size();
    std::size_t index = value.negative() && count >= 2 ? 1 : value.zero() && count == 3 ? 2 : 0;
    std::string_view unit;
    Digits digits = scaled_digits(value, format.sections[index], unit);
    if (index == 1 && format.sections[1].has_number && digits.zero()) {  // never "(0.0)" for a tiny loss
        index = 0;
        digits = scaled_digits(value, format.sections[0], unit);
    }
    NumberSection const& section = format.sections[index];
    if (!section.has_number) return section.prefix;
    std::string_view sign;
    if (!digits.zero()) sign = index == 0 && value.negative() ? kMinus : section.always_sign && !value.negative() ? std::string_view("+") : std::string_view();
    std::string out = with_sign(section.prefix, sign) + print_digits(std::move(digits), section, locale);
    out += unit;
    if (section.percent) out += locale.percent_space + "%";
    return out + section.suffix;
}

}  // namespace offprint::data
