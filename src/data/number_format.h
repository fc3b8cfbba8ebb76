// Number formats: an Excel subset plus presets, one parser for tiles, tables, charts and expressions (charts.md 6.6).
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "data/decimal.h"

namespace offprint::data {

/// The word for a power of ten, with the space before it. `joins`: a currency's sign follows it without one (62,9 Md€).
struct ScaleWord {
    int exponent;
    std::string_view word;
    bool joins = false;
};
enum class CurrencyPlace { Before, BeforeSpace, After };

/// Separators of a language, its short words for large numbers and where it puts a currency; the minus is always U+2212.
struct NumberLocale {
    std::string decimal = ".";
    std::string group = ",";
    std::string percent_space;  // between number and %: "" in en, U+202F in fr, U+00A0 in de
    int minimum_grouping = 1;   // digits that must stand before the first separator: 2 in es, pl, pt-PT (CLDR)
    CurrencyPlace currency = CurrencyPlace::Before;
    std::span<ScaleWord const> scales{};  // from the smallest on
};
/// That of a BCP 47 language (en de fr es it pt nl pl, and their regions where they differ); English for another one.
NumberLocale number_locale(std::string_view language);
/// The sign of a currency (ISO 4217; none named is USD) as a language knows it, else its code.
std::string_view currency_sign(std::string_view currency, std::string_view language);

/// One section of a format: literals around a digit pattern.
struct NumberSection {
    std::string prefix, suffix;  // literals, already unquoted; "-" as U+2212
    std::string currency;        // a sign or code that goes where the language puts it
    int minimum_integer_digits = 1, minimum_decimals = 0, maximum_decimals = 0;
    bool has_number = true;  // false: the section is text only ("n.m.")
    bool grouping = false;
    int scale_exponent = 0;        // value is multiplied by 10^scale_exponent: % gives 2, each ',' at the end -3
    bool automatic_scale = false;  // 'a': K, M, B, T by size, in the language's words
    int scale_word = 0;            // the exponent of a scale whose word is printed, where one holds for many values
    bool always_sign = false;      // a '+' before the pattern
    bool percent = false;
};

/// Positive; negative; zero. Missing sections follow Excel's rule (negative = minus and the first).
struct NumberFormat {
    std::vector<NumberSection> sections;
};

/// Letters stand in quotes; any other character that is no part of the pattern may stand as it is. Faults (E207) point at the character.
/// Reads `#,##0.0;(#,##0.0);"–"`, `0.0%`, `$0.00"B"`, `~0"×"`, `+0%`, `$0.0a`, or a preset: money pct pp bps mult shares int.
std::optional<NumberFormat> parse_number_format(SourcedText const& text, Diagnostics& diagnostics);
std::optional<NumberFormat> parse_number_format(std::string_view text);
/// Rounds half away from zero on the decimal; never prints "-0".
std::string format_number(Decimal value, NumberFormat const& format, NumberLocale const& locale);

}  // namespace offprint::data
