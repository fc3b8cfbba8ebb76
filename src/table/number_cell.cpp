#include "table/number_cell.h"

#include <algorithm>

namespace offprint::table {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands for a number that is not there.
bool is_absence(std::string_view text) {
    constexpr std::string_view kWords[] = {"n.a.", "n/a", "na", "NA", "N/A", "n.m.", "nm", "NM", "-", "–", "—", "…", "...", "n.d.", "k.A.", "n.c."};
    return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

/// What may stand before a number.
std::string_view prefix_of(std::string_view text) {
    constexpr std::string_view kPrefixes[] = {"<", ">", "~", "≤", "≥", "≈", "±"};
    auto const prefix = std::find_if(std::begin(kPrefixes), std::end(kPrefixes), [&](std::string_view p) { return text.starts_with(p); });
    return prefix == std::end(kPrefixes) ? std::string_view{} : text.substr(0, prefix->size());
}

}  // namespace

NumberCell read_number_cell(std::string_view text) {
    NumberCell cell;
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.empty()) return cell;
    std::string_view const prefix = prefix_of(text);
    std::string_view number = text.substr(prefix.size());
    while (!prefix.empty() && number.starts_with(' ')) number.remove_prefix(1);
    if (prefix.empty() && number.size() > 2 && number.front() == '(' && number.back() == ')' && is_digit(number[1])) {
        if (auto const value = data::parse_decimal(number.substr(1, number.size() - 2))) {
            cell.kind = NumberCell::Kind::Number;
            cell.value = {-value->mantissa, value->exponent};
            cell.brackets = true;
            return cell;
        }
    }
    std::size_t suffix = 0;
    while (suffix < 2 && suffix < number.size() && std::string_view("EAFPx*").find(number[number.size() - 1 - suffix]) != std::string_view::npos) ++suffix;
    if (auto const value = data::parse_decimal(number.substr(0, number.size() - suffix))) {
        cell.kind = NumberCell::Kind::Number;
        cell.value = *value;
        cell.suffix = number.substr(number.size() - suffix);
        cell.prefix = prefix;
    } else {
        cell.kind = is_absence(text) ? NumberCell::Kind::Words : NumberCell::Kind::Wrong;
    }
    return cell;
}

std::vector<SparkValue> spark_values(std::string_view text) {
    std::vector<SparkValue> values;
    char const separator = text.find(';') == std::string_view::npos ? ' ' : ';';
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t const end = std::min(text.find(separator, at), text.size());
        std::string_view word = text.substr(at, end - at);
        at = end + 1;
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (word.empty() && separator == ' ') continue;
        SparkValue& value = values.emplace_back();
        value.text = word;
        if (auto const number = data::parse_decimal(word)) {
            value.kind = NumberCell::Kind::Number;
            value.value = number->to_double();
        } else if (!word.empty() && word != "~") {
            value.kind = is_absence(word) ? NumberCell::Kind::Words : NumberCell::Kind::Wrong;
        }
    }
    return values;
}

PrintedNumber print_number(NumberCell const& cell, std::string_view words, data::NumberFormat const& format, data::NumberLocale const& locale) {
    PrintedNumber out;
    if (cell.kind != NumberCell::Kind::Number) {
        out.text = words == "-" ? "–" : std::string(words);
    } else if (cell.brackets) {
        out.text = "(" + data::format_number({-cell.value.mantissa, cell.value.exponent}, format, locale) + ")";
    } else {
        out.text = std::string(cell.prefix) + data::format_number(cell.value, format, locale);
    }
    std::string const& text = out.text;
    auto const last = std::find_if(text.rbegin(), text.rend(), is_digit);
    if (last == text.rend()) {
        out.words = true;
        out.point = out.tail = static_cast<std::uint32_t>(text.size());
    } else {
        auto const tail = static_cast<std::size_t>(text.rend() - last);
        std::size_t const point = text.rfind(locale.decimal, tail);
        bool const has_point = point != std::string::npos && point > 0 && is_digit(text[point - 1]) && point + locale.decimal.size() < text.size() &&
                               is_digit(text[point + locale.decimal.size()]);
        out.tail = static_cast<std::uint32_t>(tail);
        out.point = static_cast<std::uint32_t>(has_point ? point : tail);
    }
    for (char const c : cell.suffix) out.text += c == 'x' ? std::string_view("×") : std::string_view(&c, 1);
    return out;
}

}  // namespace offprint::table
