// A cell of a number column, taken apart: value, suffix, note marks; and its printed form with the places that alignment needs.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/number_format.h"

namespace offprint::table {

/// Splits note marks off the end of a cell: "308.4[a][b]" is "308.4" with the marks "a" and "b". Only keys that `known` has count.
struct MarkedText {
    std::string_view text;
    std::vector<std::string_view> marks;
};
template <class Known>
MarkedText split_marks(std::string_view cell, Known const& known) {
    MarkedText out{cell, {}};
    while (out.text.ends_with(']')) {
        std::size_t const open = out.text.rfind('[');
        if (open == std::string_view::npos) break;
        std::string_view const key = out.text.substr(open + 1, out.text.size() - open - 2);
        if (known.find(key) == known.end()) break;
        out.marks.insert(out.marks.begin(), key);
        out.text = out.text.substr(0, open);
    }
    while (!out.marks.empty() && out.text.ends_with(' ')) out.text.remove_suffix(1);
    return out;
}

/// What a cell of a number column says.
struct NumberCell {
    enum class Kind { Empty, Number, Words, Wrong } kind = Kind::Empty;
    data::Decimal value{};
    std::string_view suffix;    // "E" of 12.4E
    std::string_view prefix{};  // "<" of <5
    bool brackets = false;      // it is written (1.9): less than zero, as accounts have it, and printed so whatever its column's format
    /// Whether it is an amount that may be added up: about 5 is, less than 5 is not.
    bool adds() const { return kind == Kind::Number && (prefix.empty() || prefix == "~" || prefix == "≈"); }
};
/// Reads "308.4", "-1.2E" (an estimate: suffixes E, A, F, P, x, *, one or two), "(1.9)", "<5", "n.a.", "n.m.", "-", "–"; anything else is wrong.
NumberCell read_number_cell(std::string_view text);

/// A place of a line in a cell: a number, nothing (a gap: "~", "n.a.", nothing between two semicolons), or something wrong.
struct SparkValue {
    std::string_view text;
    NumberCell::Kind kind = NumberCell::Kind::Empty;
    double value = 0;
    bool number() const { return kind == NumberCell::Kind::Number; }
};
/// The values of a line, between semicolons or, where there are none, between blanks.
std::vector<SparkValue> spark_values(std::string_view text);

/// A printed number and where its parts begin (bytes): [0, point) stands left of the decimal point, [point, tail) is the
/// fraction with its separator, [tail, end) hangs: closing parenthesis, percent sign, suffix.
struct PrintedNumber {
    std::string text;
    std::uint32_t point = 0, tail = 0;
    bool words = false;  // no digits: its right edge stands where digits end
};
PrintedNumber print_number(NumberCell const& cell, std::string_view words, data::NumberFormat const& format, data::NumberLocale const& locale);

}  // namespace offprint::table
