#include "doc/facts.h"

#include <algorithm>
#include <chrono>

#include "doc/fact_keys.h"
#include "fmt/format.h"

namespace offprint::doc {

using data::Field;
using data::Value;
using data::ValueKind;

std::int64_t Moment::instant() const {
    std::chrono::sys_days const days = std::chrono::year(date.year) / date.month / date.day;
    return std::int64_t{days.time_since_epoch().count()} * 1440 + hour * 60 + minute - offset;
}

std::string Moment::time() const {
    std::string const clock = fmt::format("{:02}:{:02} UTC", hour, minute);
    return offset == 0 ? clock : fmt::format("{}{}{:02}:{:02}", clock, offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

std::optional<Moment> parse_moment(std::string_view text) {
    auto const two = [&](std::size_t at) {
        bool const digits = at + 2 <= text.size() && text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
        return digits ? 10 * (text[at] - '0') + text[at + 1] - '0' : 100;
    };
    auto const date = data::parse_date(text.substr(0, 10));
    if (!date || text.size() < 17 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return std::nullopt;
    Moment out{*date, two(11), two(14), 0};
    std::size_t at = 16;
    if (text[at] == ':') {
        if (two(at + 1) > 59) return std::nullopt;
        at += 3;
    }
    if (out.hour > 23 || out.minute > 59 || at >= text.size()) return std::nullopt;
    if (text.substr(at) == "Z") return out;
    if ((text[at] != '+' && text[at] != '-') || text.size() != at + 6 || text[at + 3] != ':' || two(at + 1) > 14 || two(at + 4) > 59) return std::nullopt;
    out.offset = (two(at + 1) * 60 + two(at + 4)) * (text[at] == '-' ? -1 : 1);
    return out;
}

std::span<Field const> fact_fields() { return fact_keys::kFacts; }

Field const* find_fact_field(std::string_view path) {
    std::span<Field const> fields = fact_fields();
    for (;;) {
        std::size_t const dot = std::min(path.find('.'), path.size());
        auto const field = std::find_if(fields.begin(), fields.end(), [&](Field const& f) { return f.name == path.substr(0, dot); });
        if (field == fields.end()) return nullptr;
        if (dot == path.size()) return &*field;
        fields = field->fields;
        path.remove_prefix(dot + 1);
    }
}

Facts Facts::of(Value const& value, bool checked, Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    Facts facts(std::make_shared<Value const>(value), checked);
    for (std::string_view const path : {"completed_at", "disseminated_at", "approval.at"}) {
        if (Value const* const v = facts.find(path); v != nullptr && v->kind == ValueKind::Scalar && !parse_moment(v->scalar.text))
            diagnostics.error("E205", v->span, fmt::format("'{}' needs a date with time and zone", path.substr(path.rfind('.') + 1)),
                              "write it as 2026-11-25T18:40-05:00");
    }
    facts.valid_ = checked && diagnostics.error_count() == before;
    return facts;
}

Value const* Facts::find(std::string_view path) const {
    Value const* at = tree_.get();
    while (at != nullptr && !path.empty()) {
        std::size_t const dot = std::min(path.find('.'), path.size());
        at = at->kind == ValueKind::Map ? at->find(path.substr(0, dot)) : nullptr;
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return at != nullptr && at->kind != ValueKind::Null ? at : nullptr;
}

Span Facts::span(std::string_view path) const {
    for (;;) {
        if (Value const* const value = find(path)) return value->span;
        std::size_t const dot = path.rfind('.');
        if (dot == path.npos) return span();
        path = path.substr(0, dot);
    }
}

std::optional<SourcedText> Facts::text(std::string_view path) const {
    Value const* const value = find(path);
    bool const words = value != nullptr && value->kind == ValueKind::Scalar && value->scalar.text.find_first_not_of(" \t\n") != std::string::npos;
    return words ? std::optional(value->scalar) : std::nullopt;
}

std::string Facts::string(std::string_view path) const { return text(path).value_or(SourcedText{}).text; }

std::optional<data::Decimal> Facts::number(std::string_view path) const {
    auto const words = text(path);
    return words ? data::parse_decimal(words->text) : std::nullopt;
}

std::optional<data::Date> Facts::date(std::string_view path) const {
    auto const words = text(path);
    return words ? data::parse_date(words->text) : std::nullopt;
}

std::optional<Moment> Facts::moment(std::string_view path) const {
    auto const words = text(path);
    return words ? parse_moment(words->text) : std::nullopt;
}

std::optional<bool> Facts::answer(std::string_view path) const {
    auto const words = text(path);
    return words ? std::optional(words->text == "yes") : std::nullopt;
}

std::vector<SourcedText> Facts::texts(std::string_view path) const {
    std::vector<SourcedText> out;
    Value const* const value = find(path);
    if (value == nullptr || value->kind != ValueKind::List) return out;
    for (Value const& item : value->list) out.push_back(item.scalar);
    return out;
}

std::vector<Facts> Facts::list(std::string_view path) const {
    std::vector<Facts> out;
    Value const* const value = find(path);
    if (value == nullptr || value->kind != ValueKind::List) return out;
    for (Value const& item : value->list) out.push_back(Facts(std::shared_ptr<Value const>(tree_, &item), valid_));
    return out;
}

}  // namespace offprint::doc
