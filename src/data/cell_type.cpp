#include "data/cell_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "data/arithmetic.h"
#include "data/number_check.h"
#include "data/value.h"

namespace offprint::data {
namespace {

constexpr std::pair<std::string_view, CellKind> kKinds[] = {
    {"string", CellKind::String},       {"int", CellKind::Int},       {"decimal", CellKind::Decimal},   {"money", CellKind::Money},
    {"percent", CellKind::Percent},     {"bps", CellKind::Bps},       {"multiple", CellKind::Multiple}, {"date", CellKind::Date},
    {"timestamp", CellKind::Timestamp}, {"period", CellKind::Period}, {"bool", CellKind::Bool},         {"enum", CellKind::Enum},
};
constexpr std::pair<std::string_view, int> kScales[] = {{"", 0}, {"1", 0}, {"K", 3}, {"M", 6}, {"B", 9}, {"T", 12}};
constexpr std::size_t kShown = 60;  // bytes of a text in a message

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// Takes a suffix off, with the blank before it.
bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    if (text.ends_with(' ')) text.remove_suffix(1);
    return true;
}

/// Reads along a text.
struct Walk {
    std::string_view rest;
    bool take(std::string_view word) {
        if (!rest.starts_with(word)) return false;
        rest.remove_prefix(word.size());
        return true;
    }
    bool take_any(std::string_view characters) {
        if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) return false;
        rest.remove_prefix(1);
        return true;
    }
    /// Exactly so many digits, as a number.
    std::optional<int> digits(std::size_t count) {
        if (rest.size() < count || (rest.size() > count && is_digit(rest[count]))) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(rest[i])) return std::nullopt;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
    bool year() { return digits(4) || digits(2); }
};

/// 2026-06-15T14:30[:05[.123]][Z|+02:00], with a blank instead of the T too.
bool is_timestamp(std::string_view text) {
    if (text.size() < 16 || !parse_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != ' ')) return false;
    Walk walk{text.substr(11)};
    auto const clock = [&] {
        auto const hour = walk.digits(2);
        if (!hour || *hour > 23 || !walk.take(":")) return false;
        auto const minute = walk.digits(2);
        return minute && *minute <= 59;
    };
    if (!clock()) return false;
    if (walk.take(":")) {
        auto const second = walk.digits(2);
        if (!second || *second > 60) return false;
        if (walk.take(".")) {
            std::size_t count = 0;
            while (count < 9 && walk.take_any("0123456789")) ++count;
            if (count == 0) return false;
        }
    }
    if (walk.rest.empty() || walk.rest == "Z") return true;
    if (!walk.take_any("+-")) return false;
    if (walk.rest.size() == 2) return walk.digits(2).has_value();  // as PostgreSQL writes it
    return clock() && walk.rest.empty();
}

/// 2026, 2026E, FY26, FY2026A, Q1 2026, Q1 FY26, 1Q26, 2026-Q1, H1 2026, 2026-06, 2025/26, LTM.
bool is_period(std::string_view text) {
    for (std::string_view const word : {"LTM", "NTM", "TTM", "YTD"})
        if (text == word) return true;
    auto const part = [](Walk& walk) {  // Q1, 1Q, H2, 2H
        if (walk.take_any("Q")) return walk.take_any("1234");
        if (walk.take_any("H")) return walk.take_any("12");
        Walk trial = walk;
        if (trial.take_any("1234") && trial.take_any("Q")) return walk = trial, true;
        trial = walk;
        if (trial.take_any("12") && trial.take_any("H")) return walk = trial, true;
        return false;
    };
    auto const end = [](Walk& walk) {
        walk.take_any("AEFP");
        return walk.rest.empty();
    };
    Walk walk{text};
    if (part(walk)) {
        walk.take_any(" -");
        if (!walk.take("FY")) walk.take("CY");
        walk.take_any("'");
        return walk.year() && end(walk);
    }
    bool const named = walk.take("FY") || walk.take("CY");
    if (named) walk.take_any(" ");
    if (!(named ? walk.year() : walk.digits(4).has_value())) return false;
    Walk rest = walk;
    if (end(rest)) return true;
    rest = walk;
    if (rest.take("/")) return rest.year() && end(rest);
    rest = walk;
    rest.take_any(" -");
    if (part(rest)) return end(rest);
    rest = walk;
    if (!rest.take("-")) return false;
    auto const month = rest.digits(2);
    return month && *month >= 1 && *month <= 12 && rest.rest.empty();
}

/// The number that a text says, its unit taken off.
std::optional<Decimal> number_of(CellType const& type, char decimal, std::string_view text) {
    int shift = 0;
    switch (type.kind) {
        case CellKind::Money: shift = type.scale; break;
        case CellKind::Percent:
            if (take_suffix(text, "%")) shift = -2;
            break;
        case CellKind::Bps:
            take_suffix(text, "bps") || take_suffix(text, "bp");
            shift = -4;
            break;
        case CellKind::Multiple: take_suffix(text, "x") || take_suffix(text, "×"); break;
        default: break;
    }
    std::string pointed;
    if (decimal != '.') {
        if (text.find('.') != std::string_view::npos) return std::nullopt;
        pointed = text;
        std::replace(pointed.begin(), pointed.end(), decimal, '.');
        text = pointed;
    }
    auto value = parse_decimal(text);
    if (!value) return std::nullopt;
    value->exponent += shift;
    if (type.kind == CellKind::Int) {
        *value = normalized(*value);
        if (value->exponent < 0) return std::nullopt;
    }
    return value;
}

CellFault number_fault(CellType const& type, char decimal, std::string_view text) {
    CellFault fault;
    fault.of_number = true;
    std::string plain(text);
    if (decimal != '.') {
        if (plain.find('.') != std::string::npos)
            return {"is not a number", fmt::format("the source says decimal: \"{}\"; write it without thousands separators", decimal), true};
        std::replace(plain.begin(), plain.end(), decimal, '.');
    }
    char const letter = digit_like_letter(plain);
    fault.what = letter != '\0' ? fmt::format("is not a number (letter {}?)", letter) : "is not a number";
    if (type.kind == CellKind::Int && parse_decimal(plain)) return {"is not a whole number", "the type 'decimal' takes fractions", true};
    fault.hint = number_hint(text);
    if (type.kind == CellKind::Money && !plain.empty() && is_letter(plain.back()) && parse_decimal(plain.substr(0, plain.size() - 1)))
        fault.hint = "the scale of money stands in its type: money(USD, M)";
    return fault;
}

std::optional<bool> truth_of(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower == "true" || lower == "yes" || lower == "t" || lower == "1") return true;
    if (lower == "false" || lower == "no" || lower == "f" || lower == "0") return false;
    return std::nullopt;
}

/// What stands in the brackets after a type's name, at commas.
std::vector<SourcedText> arguments_of(SourcedText const& text, std::size_t begin, std::size_t end) {
    std::vector<SourcedText> out;
    while (begin <= end) {
        std::size_t const comma = std::min(text.text.find(',', begin), end);
        std::size_t from = begin, to = comma;
        while (from < to && text.text[from] == ' ') ++from;
        while (to > from && text.text[to - 1] == ' ') --to;
        out.push_back(text.substr(from, to - from));
        begin = comma + 1;
    }
    return out;
}

/// A date that is written in another order, as a hint.
std::string date_hint(std::string_view text) {
    if (std::count(text.begin(), text.end(), '.') == 2 || std::count(text.begin(), text.end(), '/') == 2) return "write year-month-day: 2026-06-15";
    return text.size() == 10 && text[4] == '-' ? "there is no such day" : "write year-month-day: 2026-06-15";
}

}  // namespace

std::optional<CellType> parse_cell_type(SourcedText const& text, Diagnostics& diagnostics) {
    std::string_view const all = text.text;
    std::size_t const open = std::min(all.find_first_of("(["), all.size());
    std::string_view const name = trimmed(all.substr(0, open));
    auto const kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](auto const& one) { return one.first == name; });
    auto const fault = [&](std::string message, std::string hint) -> std::optional<CellType> {
        diagnostics.error("E332", text.span(), std::move(message), std::move(hint));
        return std::nullopt;
    };
    if (kind == std::end(kKinds)) {
        std::vector<std::string_view> names;
        for (auto const& one : kKinds) names.push_back(one.first);
        std::string_view const meant = did_you_mean(name, names);
        return fault(fmt::format("there is no type '{}'", all.substr(0, kShown)),
                     meant.empty() ? fmt::format("types: {}", kCellTypes) : fmt::format("did you mean '{}'?", meant));
    }
    CellType type;
    type.kind = kind->second;
    std::vector<SourcedText> arguments;
    if (open < all.size()) {
        char const close = all[open] == '(' ? ')' : ']';
        if (all.back() != close || all.find(close) + 1 != all.size()) return fault(fmt::format("the type '{}' is not closed", all.substr(0, kShown)), {});
        if (all.size() > open + 2) arguments = arguments_of(text, open + 1, all.size() - 1);
    }
    if (type.kind == CellKind::Enum) {
        for (SourcedText const& one : arguments) {
            if (!one.empty()) type.choices.push_back(one.text);
        }
    } else if (type.kind == CellKind::Money) {
        if (!arguments.empty()) type.currency = arguments[0].text;
        bool const code = type.currency.empty() ||
                          (type.currency.size() == 3 && std::all_of(type.currency.begin(), type.currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
        auto const scale =
            std::find_if(std::begin(kScales), std::end(kScales), [&](auto const& one) { return arguments.size() < 2 || one.first == arguments[1].text; });
        if (!code || scale == std::end(kScales) || arguments.size() > 2)
            return fault(fmt::format("'{}' is no kind of money", all.substr(0, kShown)), "money(USD), or money(USD, M) with one of K, M, B, T");
        type.scale = scale->second;
    } else if (open < all.size()) {
        return fault(fmt::format("the type '{}' takes nothing in brackets", name), {});
    }
    return type;
}

std::string canonical(CellFormat const& format, std::string_view text, std::optional<CellFault>* fault) {
    auto const wrong = [&](CellFault what) {
        if (fault != nullptr) *fault = std::move(what);
        return std::string(text);
    };
    if (text.empty() || std::find(format.nulls.begin(), format.nulls.end(), text) != format.nulls.end()) return {};
    if (!format.type) {
        // A number of another spelling becomes one that every reader knows; other words stay as they are.
        if (format.decimal == '.' || text.find(format.decimal) == std::string_view::npos) return std::string(text);
        auto const number = number_of({CellKind::Decimal, {}, 0, {}}, format.decimal, text);
        return number ? decimal_text(*number) : std::string(text);
    }
    CellType const& type = *format.type;
    if (type.is_number()) {
        auto const number = number_of(type, format.decimal, text);
        if (!number) return wrong(number_fault(type, format.decimal, text));
        bool const as_written = format.decimal == '.' &&
                                (type.kind == CellKind::Decimal || type.kind == CellKind::Int || (type.kind == CellKind::Money && type.scale == 0)) &&
                                std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.' || c == '-'; });
        return as_written ? std::string(text) : decimal_text(*number);
    }
    switch (type.kind) {
        case CellKind::Date: return parse_date(text) ? std::string(text) : wrong({"is not a date", date_hint(text)});
        case CellKind::Timestamp: {
            if (!is_timestamp(text)) return wrong({"is not a date with a time", "write 2026-06-15T14:30 or 2026-06-15T14:30:00Z"});
            std::string out(text);
            out[10] = 'T';
            return out;
        }
        case CellKind::Period:
            return is_period(text) ? std::string(text) : wrong({"is not a period", "write 2026, 2026E, FY26, Q1 2026, 2026-Q1, H1 2026 or 2026-06"});
        case CellKind::Bool: {
            auto const truth = truth_of(text);
            return truth ? (*truth ? "true" : "false") : wrong({"is neither true nor false", "true or false, yes or no, 1 or 0"});
        }
        case CellKind::Enum: {
            if (std::find(type.choices.begin(), type.choices.end(), text) != type.choices.end()) return std::string(text);
            std::vector<std::string_view> const choices(type.choices.begin(), type.choices.end());
            std::string_view const meant = did_you_mean(text, choices);
            return wrong(
                {"is not one of the choices", meant.empty() ? fmt::format("one of: {}", fmt::join(choices, ", ")) : fmt::format("did you mean '{}'?", meant)});
        }
        default: return std::string(text);
    }
}

Datum datum_of(CellType const* type, std::string_view text) {
    if (text.empty()) return {};
    if (type == nullptr) return {std::string(text)};
    if (type->is_number()) {
        if (auto const number = parse_decimal(text)) return {*number};
    } else if (type->kind == CellKind::Date) {
        if (auto const date = parse_date(text)) return {*date};
    } else if (type->kind == CellKind::Bool) {
        return {text == "true"};
    }
    return {std::string(text)};
}

std::optional<std::string> canonical_text(Datum const& datum) {
    if (datum.is_null()) return std::string();
    if (auto const* truth = datum.get<bool>()) return *truth ? "true" : "false";
    if (auto const* number = datum.get<Decimal>()) return decimal_text(*number);
    if (auto const* date = datum.get<Date>()) return date->iso();
    if (auto const* text = datum.get<std::string>()) return *text;
    return std::nullopt;
}

Diagnostic& report_cell(std::string_view subject, SourcedText const& text, CellFault const& fault, Diagnostics& diagnostics) {
    std::string const shown = text.text.size() <= kShown ? text.text : "…";
    return diagnostics.error(fault.of_number ? "E312" : "E331", text.span(), fmt::format("{}: '{}' {}", subject, shown, fault.what), fault.hint);
}

CellType canonical_type(CellType const& type) {
    CellType out = type;
    out.scale = 0;
    if (out.kind == CellKind::Bps) out.kind = CellKind::Decimal;
    return out;
}

}  // namespace offprint::data
