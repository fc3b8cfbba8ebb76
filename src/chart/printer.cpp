#include "chart/printer.h"

#include <algorithm>
#include <array>

namespace offprint::chart {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::array<std::string_view, 7> kCurrencies{"$", "€", "£", "¥", "₹", "₩", "₪"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Thousand, million, ... : from 100,000 on, so that years and small counts stay as they are.
struct Scale {
    int exponent;
    std::string_view suffix;
};
constexpr std::array<Scale, 4> kScales{{{12, "T"}, {9, "B"}, {6, "M"}, {3, "K"}}};
constexpr int kLongNumber = 5;

std::optional<Scale> scale_for(int top_magnitude) {
    for (Scale const& scale : kScales)
        if (top_magnitude >= scale.exponent) return scale;
    return std::nullopt;
}

int top_magnitude(std::span<std::optional<data::Decimal> const> values) {
    int top = -99;
    for (auto const& v : values)
        if (v && !v->zero()) top = std::max(top, magnitude(*v));
    return top;
}

data::NumberSection plain_section(Affixes const& unit, std::span<std::optional<data::Decimal> const> values) {
    constexpr int kMostDecimals = 4;
    data::NumberSection section;
    section.prefix = unit.prefix;
    section.suffix = unit.suffix;
    section.grouping = true;
    int decimals = 0;
    std::optional<Scale> const scale = top_magnitude(values) >= kLongNumber ? scale_for(top_magnitude(values)) : std::nullopt;
    // A scaled series (1,550,000,000 as 1.55B) shows what its values need, not the zeros that were typed.
    for (auto const& v : values)
        if (v) decimals = std::max(decimals, -((scale ? canonical(*v).exponent - scale->exponent : v->exponent)));
    section.minimum_decimals = section.maximum_decimals = std::min(decimals, scale ? 2 : kMostDecimals);
    if (scale) {
        section.scale_exponent = -scale->exponent;
        section.suffix = std::string(scale->suffix) + section.suffix;
    }
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

Printer::Printer(std::string_view unit, std::optional<data::NumberFormat> format, std::span<std::optional<data::Decimal> const> values,
                 std::string_view language)
    : locale_(data::number_locale(language)), unit_(split_unit(unit)) {
    if (format && !format->sections.empty()) {
        format_ = std::move(*format);
    } else {
        format_.sections.push_back(plain_section(unit_, values));
    }
}

std::string Printer::tick(Ticks const& ticks, int i) const {
    data::NumberSection section = format_.sections.front();
    if (section.prefix.empty() && section.suffix.empty()) {
        section.prefix = unit_.prefix;
        section.suffix = unit_.suffix;
    }
    if (section.automatic_scale) {
        // One scale for the whole axis, that of its top.
        section.automatic_scale = false;
        data::Decimal const top = ticks.high().zero() ? ticks.low() : ticks.high();
        if (auto const scale = scale_for(magnitude(top))) {
            section.scale_exponent -= scale->exponent;
            section.suffix.insert(0, scale->suffix);
        }
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
    }
    if (canonical(ticks.at(i)).zero()) section.minimum_decimals = section.maximum_decimals = 0;
    return data::format_number(ticks.at(i), {{section}}, locale_);
}

}  // namespace offprint::chart
