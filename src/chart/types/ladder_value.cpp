#include "chart/types/ladder_value.h"

#include <algorithm>

#include "chart/messages.h"

namespace offprint::chart {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string print_number(data::Decimal v, data::NumberLocale const& locale) {
    constexpr int kMostDecimals = 4;
    data::NumberSection section;
    section.grouping = true;
    section.minimum_decimals = section.maximum_decimals = std::clamp(-v.exponent, 0, kMostDecimals);
    return data::format_number(v, {{section}}, locale);
}

}  // namespace

std::optional<LadderValue> read_ladder_value(SourcedText const& cell, Diagnostics& diagnostics) {
    LadderValue value;
    std::string_view text = trimmed(cell.text);
    if (text.starts_with('<')) {
        value.form = LadderValue::Form::Below;
        text = trimmed(text.substr(1));
    }
    if (value.form == LadderValue::Form::Exact && text.size() > 1 && text.back() == '+') {
        value.open = true;
        text = trimmed(text.substr(0, text.size() - 1));
    }
    std::string_view low = text, high = text;
    if (std::size_t const dots = text.find(".."); dots != std::string_view::npos && value.form == LadderValue::Form::Exact) {
        value.form = LadderValue::Form::Range;
        low = trimmed(text.substr(0, dots));
        high = trimmed(text.substr(dots + 2));
    }
    auto const certain = data::parse_decimal(low), possible = data::parse_decimal(high);
    if (!certain || !possible) {
        messages::bad_ladder_value(diagnostics, cell.span(), cell.text);
        return std::nullopt;
    }
    if (certain->negative() || possible->negative()) {
        messages::negative_ladder(diagnostics, cell.span(), cell.text);
        return std::nullopt;
    }
    if (!valid_magnitude(*certain) || !valid_magnitude(*possible)) {
        messages::out_of_scale(diagnostics, cell.span(), cell.text);
        return std::nullopt;
    }
    if (compare(*certain, *possible) > 0) {
        messages::backward_range(diagnostics, cell.span(), cell.text);
        return std::nullopt;
    }
    value.certain = value.form == LadderValue::Form::Below ? data::Decimal{} : *certain;
    value.possible = *possible;
    return value;
}

std::string print_ladder_value(LadderValue const& value, Affixes const& unit, data::NumberLocale const& locale) {
    std::string out = value.form == LadderValue::Form::Below ? "<" : "";
    if (value.form == LadderValue::Form::Range) {
        // A unit after the number is said once when nothing stands before it: 40–80%, but $1.2B–$1.8B.
        out += unit.prefix + print_number(value.certain, locale);
        if (!unit.prefix.empty()) out += unit.suffix;
        out += "–";
    }
    out += unit.prefix + print_number(value.possible, locale) + unit.suffix;
    if (value.open) out += "+";
    return out;
}

}  // namespace offprint::chart
