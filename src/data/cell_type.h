// Types of cells and parameters. A type is always said by an author, never guessed: `0012`, `NO` and `1e3` stay text until somebody gives them one.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "data/datum.h"

namespace offprint::data {

enum class CellKind { String, Int, Decimal, Money, Percent, Bps, Multiple, Date, Timestamp, Period, Bool, Enum };

/// A type as it is written: `decimal`, `money(USD, B)`, `enum[buy, hold, sell]`.
struct CellType {
    CellKind kind = CellKind::String;
    std::string currency;              // Money: ISO 4217
    int scale = 0;                     // Money: the power of ten that a written 1 stands for; B is 9
    std::vector<std::string> choices;  // Enum
    bool is_number() const { return kind >= CellKind::Int && kind <= CellKind::Multiple; }
    friend bool operator==(CellType const&, CellType const&) = default;
};

/// All types, for messages, the schema and the reference.
inline constexpr std::string_view kCellTypes = "string int decimal money(cur, scale) percent bps multiple date timestamp period bool enum[a, b]";

/// Reads a type; nothing, reported (E332), for what is none.
std::optional<CellType> parse_cell_type(SourcedText const& text, Diagnostics& diagnostics);

/// How the cells of a column are read.
struct CellFormat {
    std::optional<CellType> type;
    char decimal = '.';              // what parts the fraction from the whole
    std::vector<std::string> nulls;  // words that stand for nothing, beside the empty cell
    bool is_plain() const { return !type && decimal == '.' && nulls.empty(); }
    friend bool operator==(CellFormat const&, CellFormat const&) = default;
};

/// What is wrong with a text, as words for a message.
struct CellFault {
    std::string what;  // "is not a number (letter O?)"
    std::string hint;
    bool of_number = false;
};

/// The one way to write what the text says: numbers as plain decimals in units (`$` of 41.2 in billions is 41200000000, 93% is 0.93, 25 bps is 0.0025), dates
/// and truths in one spelling, a word for nothing as the empty text. A text that is not of its type comes back as it is, with the fault.
std::string canonical(CellFormat const& format, std::string_view text, std::optional<CellFault>* fault = nullptr);
/// The value of a canonical text: null for the empty one; a text without a type is text.
Datum datum_of(CellType const* type, std::string_view canonical);
/// How a value is written as a canonical text; lists, maps and rows have none.
std::optional<std::string> canonical_text(Datum const& datum);
/// Reports a fault (E312 for numbers, E331 for the rest) of `subject`, a column or a parameter, at the place of its text.
Diagnostic& report_cell(std::string_view subject, SourcedText const& text, CellFault const& fault, Diagnostics& diagnostics);
/// The type of values that are canonical already: money in units, basis points as the shares they are.
CellType canonical_type(CellType const& type);

}  // namespace offprint::data
