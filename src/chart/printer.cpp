#include "chart/printer.h"

#include <algorithm>
#include <array>

namespace offprint::chart {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::array<std::string_view, 7> kCurrencies{"$", "€", "£", "¥", "₹", "₩", "₪"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// From 100,000 on numbers are scaled, so that years and small counts stay as they are.
constexpr int kLongNumber = 5;

/// The exponent of the largest scale that the language has a word for; 0 for small numbers.
int scale_for(int top_magnitude, data::NumberLocale const& locale) {
    int exponent = 0;
    for (data::ScaleWord const& scale : locale.scales) {
        if (top_magnitude >= scale.exponent) exponent = scale.exponent;
    }
    return exponent;
}

int top_magnitude(std::span<std::optional<data::Decimal> const> values) {
    int top = -99;
    for (auto const& v : values)
        if (v && !v->zero()) top = std::max(top, magnitude(*v));
    return top;
}

/// A unit that is a currency and nothing else stands where the language puts it.
void set_unit(data::NumberSection& section, Affixes const& unit) {
    (unit.suffix.empty() ? section.currency : section.prefix) = unit.prefix;
    section.suffix = unit.suffix;
}

data::NumberSection plain_section(Affixes const& unit, std::span<std::optional<data::Decimal> const> values, data::NumberLocale const& locale) {
    constexpr int kMostDecimals = 4;
    data::NumberSection section;
    set_unit(section, unit);
    section.grouping = true;
    int decimals = 0;
    int const scale = top_magnitude(values) >= kLongNumber ? scale_for(top_magnitude(values), locale) : 0;
    // A scaled series (1,550,000,000 as 1.55B) shows what its values need, not the zeros that were typed.
    for (auto const& v : values)
        if (v) decimals = std::max(decimals, -((scale > 0 ? canonical(*v).exponent - scale : v->exponent)));
    section.minimum_decimals = section.maximum_decimals = std::min(decimals, scale > 0 ? 2 : kMostDecimals);
    section.scale_exponent = -scale;
    section.scale_word = scale;
    return section;
}

}  // namespace

Affixes split_unit(std::string_view unit) {
    std::size_t end = 0;
    for (std::string_view currency : kCurrencies)
        if (std::size_t const at = unit.find(currency); at != std::string_view::npos) end = std::max(end, at + currency.size());
    Affixes out{std::string(unit.substr(0, end)), std::string(unit.substr(end))};
    while (!out.suffix.empty() && out.suffix.front() == ' ') out.suffix.erase(0, 1);
    if (end == 0 && out.suffix.size() > 1 && is_letter(out.suffix[0]) && is_letter(out.suffix[1])) out.suffix.insert(0, kNoBreakSpace);
    return out;
}

Affixes placed(Affixes unit, data::NumberLocale const& locale) {
    if (unit.prefix.empty() || !unit.suffix.empty() || locale.currency == data::CurrencyPlace::Before) return unit;
    if (locale.currency == data::CurrencyPlace::After) return {{}, std::string(kNoBreakSpace) + unit.prefix};
    return {unit.prefix + std::string(kNoBreakSpace), {}};
}

Printer::Printer(std::string_view unit, std::optional<data::NumberFormat> format, std::span<std::optional<data::Decimal> const> values,
                 std::string_view language)
    : locale_(data::number_locale(language)), unit_(split_unit(unit)) {
    if (format && !format->sections.empty()) {
        format_ = std::move(*format);
    } else {
        format_.sections.push_back(plain_section(unit_, values, locale_));
    }
}

std::string Printer::tick(Ticks const& ticks, int i) const {
    data::NumberSection section = format_.sections.front();
    if (section.prefix.empty() && section.suffix.empty() && section.currency.empty()) set_unit(section, unit_);
    if (section.automatic_scale) {
        // One scale for the whole axis, that of its top.
        section.automatic_scale = false;
        data::Decimal const top = ticks.high().zero() ? ticks.low() : ticks.high();
        section.scale_word = scale_for(magnitude(top), locale_);
        section.scale_exponent -= section.scale_word;
    }
    section.has_number = true;
    section.always_sign = false;
    section.grouping = true;
    section.minimum_decimals = 0;
    for (int t = 0; t < ticks.count; ++t)
        if (!ticks.at(t).zero()) section.minimum_decimals = std::max(section.minimum_decimals, -(canonical(ticks.at(t)).exponent + section.scale_exponent));
    section.maximum_decimals = section.minimum_decimals;
    if (i + 1 != ticks.count && !section.percent) {
        section.prefix.clear();
        section.suffix.clear();
        section.currency.clear();
        section.scale_word = 0;
    }
    if (canonical(ticks.at(i)).zero()) section.minimum_decimals = section.maximum_decimals = 0;
    return data::format_number(ticks.at(i), {{section}}, locale_);
}

}  // namespace offprint::chart
