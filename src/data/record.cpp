#include "data/record.h"

#include <fmt/format.h>

#include <algorithm>

namespace offprint::data {
namespace {

std::string_view written_kind(Value const& value) {
    switch (value.kind) {
        case ValueKind::List: return "a list";
        case ValueKind::Map: return "a map";
        case ValueKind::Null: return "nothing";
        case ValueKind::Scalar: break;
    }
    return "a text";
}

std::string_view wanted_kind(Kind kind) {
    switch (kind) {
        case Kind::Text:
        case Kind::Markdown: return "a text";
        case Kind::Number: return "a number";
        case Kind::Integer: return "a whole number";
        case Kind::Bool: return "true or false";
        case Kind::Date: return "a date";
        case Kind::Choice: return "one of its choices";
        case Kind::Path: return "a path";
        case Kind::TextList: return "a list of texts";
        case Kind::Record: return "a map";
        case Kind::RecordList: return "a list of maps";
        case Kind::Blocks: return "a list of blocks";
        case Kind::BlockLists: return "a list of lists of blocks";
        case Kind::Any: break;
    }
    return "a value";
}

template <typename Range, typename Name>
std::string listed(Range const& range, Name name) {
    std::string out;
    for (auto const& item : range) {
        if (!out.empty()) out += ", ";
        out += name(item);
    }
    return out;
}

/// Shortens what an author wrote for use inside a message.
std::string quoted(std::string_view text) {
    constexpr std::size_t kLongest = 60;
    if (text.size() <= kLongest) return fmt::format("'{}'", text);
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return fmt::format("'{}…'", text.substr(0, cut));
}

/// Whether the value is written as its field wants it; reports when not. `name` is the field, `value` may be a list's item.
class Checker {
public:
    explicit Checker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    bool check(Value const& value, Field const& field) {
        switch (field.kind) {
            case Kind::Any:
            case Kind::Blocks:
            case Kind::BlockLists: return true;
            case Kind::Record: return check_record(value, field);
            case Kind::TextList: return check_list(value, field, ValueKind::Scalar);
            case Kind::RecordList: return check_list(value, field, ValueKind::Map);
            default: break;
        }
        if (value.kind != ValueKind::Scalar) return wrong_kind(value, field);
        return check_scalar(value, field);
    }

private:
    bool wrong_kind(Value const& value, Field const& field) {
        std::string hint;
        if (value.kind == ValueKind::Map && value.map.size() == 1 && wants_scalar(field.kind)) hint = "text that holds ': ' goes in quotes";
        if (value.kind == ValueKind::Scalar && field.kind == Kind::TextList) hint = fmt::format("write [{}]", value.scalar.text.substr(0, 40));
        diagnostics_.error("E203", value.span, fmt::format("'{}' needs {}, here is {}", field.name, wanted_kind(field.kind), written_kind(value)),
                           std::move(hint));
        return false;
    }

    bool check_scalar(Value const& value, Field const& field) {
        std::string const& text = value.scalar.text;
        switch (field.kind) {
            case Kind::Number: {
                if (parse_decimal(text)) return true;
                std::string const hint = number_hint(text);
                diagnostics_.error("E204", value.span, fmt::format("'{}' needs a number, {} is none", field.name, quoted(text)), hint);
                return false;
            }
            case Kind::Integer: {
                auto const number = parse_decimal(text);
                auto const whole = number ? rounded(*number, 0) : std::nullopt;
                if (whole && compare(*number, {*whole, 0}) == 0) return true;
                diagnostics_.error("E204", value.span, fmt::format("'{}' needs a whole number, {} is none", field.name, quoted(text)));
                return false;
            }
            case Kind::Bool:
                if (text == "true" || text == "false") return true;
                diagnostics_.error("E206", value.span, fmt::format("'{}' is true or false, not {}", field.name, quoted(text)));
                return false;
            case Kind::Date:
                if (parse_date(text)) return true;
                diagnostics_.error("E205", value.span, fmt::format("'{}' needs a date, {} is none", field.name, quoted(text)),
                                   "write year-month-day: 2026-06-15");
                return false;
            case Kind::Choice: return check_choice(value, field);
            default: return true;
        }
    }

    bool check_choice(Value const& value, Field const& field) {
        if (std::find(field.choices.begin(), field.choices.end(), value.scalar.text) != field.choices.end()) return true;
        std::vector<std::string_view> const choices(field.choices.begin(), field.choices.end());
        std::string_view const meant = did_you_mean(value.scalar.text, choices);
        auto& fault = diagnostics_.error("E206", value.span, fmt::format("'{}' cannot be {}", field.name, quoted(value.scalar.text)));
        if (!meant.empty()) fault.hints.push_back(fmt::format("did you mean '{}'?", meant));
        fault.hints.push_back("one of: " + listed(choices, [](std::string_view c) { return std::string(c); }));
        return false;
    }

    bool check_record(Value const& value, Field const& field) {
        if (value.kind != ValueKind::Map) return wrong_kind(value, field);
        return field.fields.empty() || Record(value, field.fields, fmt::format("'{}'", field.name), diagnostics_).valid();
    }

    /// A list whose items are all of one kind. All bad items are reported; a list with one is not used.
    bool check_list(Value const& value, Field const& field, ValueKind items) {
        if (value.kind != ValueKind::List) return wrong_kind(value, field);
        bool fine = true;
        for (Value const& item : value.list) {
            if (item.kind != items) {
                diagnostics_.error("E203", item.span ? item.span : value.span,
                                   fmt::format("'{}' needs {}, an item here is {}", field.name, wanted_kind(field.kind), written_kind(item)));
                fine = false;
            } else if (items == ValueKind::Map && !field.fields.empty()) {
                fine = Record(item, field.fields, fmt::format("an item of '{}'", field.name), diagnostics_).valid() && fine;
            }
        }
        return fine;
    }

    static bool wants_scalar(Kind kind) { return kind != Kind::TextList && kind != Kind::Record && kind != Kind::RecordList; }

    /// What authors write for a number that is none: separators, units, percent.
    static std::string number_hint(std::string_view text) {
        if (text.find(',') != std::string_view::npos) return "write it without thousands separators, with a point: 1234.5";
        if (text.ends_with('%')) return "write a share of one (0.93) and show it with a format ('0%')";
        if (!text.empty() && std::string_view("kKmMbBtT").find(text.back()) != std::string_view::npos)
            return "write the plain number (62.9e9) and show it with a format ('0.0a')";
        if (text.starts_with('$')) return "write the plain number and show the '$' with a format ('$0.00')";
        return {};
    }

    Diagnostics& diagnostics_;
};

}  // namespace

std::string Date::iso() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (std::size_t i = from; i < from + count; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    Date const date{number(0, 4), number(5, 2), number(8, 2)};
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
    bool const leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    int const days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.day > days[date.month - 1]) return std::nullopt;
    return date;
}

Record::Record(Value const& value, std::span<Field const> fields, std::string_view what, Diagnostics& diagnostics) : value_(&value), fields_(fields) {
    if (value.kind != ValueKind::Map) {
        diagnostics.error("E203", value.span, fmt::format("{} needs a map, here is {}", what, written_kind(value)));
        valid_ = false;
        return;
    }
    Checker checker(diagnostics);
    for (MapEntry const& entry : value.map) {
        auto const field = std::find_if(fields.begin(), fields.end(), [&](Field const& f) { return f.name == entry.key.text; });
        if (field == fields.end()) {
            std::vector<std::string_view> names;
            for (Field const& f : fields) names.push_back(f.name);
            std::string_view const meant = did_you_mean(entry.key.text, names);
            auto& fault = diagnostics.error("E201", entry.key.span(), fmt::format("unknown key {} in {}", quoted(entry.key.text), what));
            if (!meant.empty()) fault.hints.push_back(fmt::format("did you mean '{}'?", meant));
            fault.hints.push_back("keys here: " + listed(names, [](std::string_view n) { return std::string(n); }));
            valid_ = false;
            continue;
        }
        if (entry.value.kind == ValueKind::Null) {
            // A key with nothing after it is as if it were not there; a required one is missed below, at its key.
            if (field->required == Required::Yes) {
                diagnostics.error("E202", entry.key.span(), fmt::format("'{}' of {} has no value", field->name, what), std::string(field->help));
                valid_ = false;
            }
            continue;
        }
        if (checker.check(entry.value, *field)) {
            accepted_.emplace_back(field->name, &entry.value);
        } else {
            valid_ = false;
        }
    }
    for (Field const& field : fields) {
        bool const written = std::any_of(value.map.begin(), value.map.end(), [&](MapEntry const& e) { return e.key.text == field.name; });
        if (field.required == Required::No || written) continue;
        // The whole map may be long: the fault points at its first key.
        Span const place = value.map.empty() ? value.span : value.map.front().key.span();
        diagnostics.error("E202", place, fmt::format("{} lacks the key '{}'", what, field.name), std::string(field.help));
        valid_ = false;
    }
}

Value const* Record::get(std::string_view name) const {
    for (auto const& [key, value] : accepted_) {
        if (key == name) return value;
    }
    return nullptr;
}

Span Record::span_of(std::string_view name) const {
    Value const* const value = get(name);
    return value != nullptr ? value->span : span();
}

std::optional<SourcedText> Record::text(std::string_view name) const {
    Value const* const value = get(name);
    if (value == nullptr || value->kind != ValueKind::Scalar) return std::nullopt;
    return value->scalar;
}

std::string Record::string(std::string_view name, std::string_view fallback) const {
    Value const* const value = get(name);
    return value != nullptr && value->kind == ValueKind::Scalar ? value->scalar.text : std::string(fallback);
}

std::optional<Decimal> Record::number(std::string_view name) const {
    Value const* const value = get(name);
    return value != nullptr && value->kind == ValueKind::Scalar ? parse_decimal(value->scalar.text) : std::nullopt;
}

std::optional<std::int64_t> Record::integer(std::string_view name) const {
    auto const value = number(name);
    return value ? rounded(*value, 0) : std::nullopt;
}

bool Record::boolean(std::string_view name, bool fallback) const {
    Value const* const value = get(name);
    return value != nullptr && value->kind == ValueKind::Scalar ? value->scalar.text == "true" : fallback;
}

std::optional<Date> Record::date(std::string_view name) const {
    Value const* const value = get(name);
    return value != nullptr && value->kind == ValueKind::Scalar ? parse_date(value->scalar.text) : std::nullopt;
}

std::optional<std::size_t> Record::choice(std::string_view name) const {
    Value const* const value = get(name);
    auto const field = std::find_if(fields_.begin(), fields_.end(), [&](Field const& f) { return f.name == name; });
    if (value == nullptr || field == fields_.end()) return std::nullopt;
    auto const found = std::find(field->choices.begin(), field->choices.end(), value->scalar.text);
    if (found == field->choices.end()) return std::nullopt;
    return static_cast<std::size_t>(found - field->choices.begin());
}

std::vector<SourcedText> Record::texts(std::string_view name) const {
    std::vector<SourcedText> out;
    if (Value const* const value = get(name); value != nullptr) {
        for (Value const& item : value->list) out.push_back(item.scalar);
    }
    return out;
}

}  // namespace offprint::data
