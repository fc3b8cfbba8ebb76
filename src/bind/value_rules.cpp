#include "bind/value_rules.h"

#include <algorithm>

#include "fmt/format.h"

namespace offprint::bind {

namespace {

/// A text of the article as its type has it; nothing, reported, where it is not of that type.
std::optional<std::string> typed(SourcedText const& text, std::optional<data::CellType> const& type, std::string_view subject, Diagnostics& diagnostics) {
    std::optional<data::CellFault> fault;
    std::string out = data::canonical({type, '.', {}}, text.text, &fault);
    if (!fault) return out;
    data::report_cell(subject, text, *fault, diagnostics);
    return std::nullopt;
}

}  // namespace

std::optional<ValueRules> read_value_rules(data::Record const& record, std::optional<data::CellType> fallback, Diagnostics& diagnostics) {
    ValueRules rules;
    rules.type = std::move(fallback);
    std::size_t const before = diagnostics.error_count();
    if (auto const type = record.text("type")) {
        rules.type = data::parse_cell_type(*type, diagnostics);
        if (!rules.type) return std::nullopt;
    }
    for (SourcedText const& value : record.texts("values")) {
        if (auto text = typed(value, rules.type && rules.type->kind == data::CellKind::Enum && rules.type->choices.empty() ? std::nullopt : rules.type,
                              "values", diagnostics))
            rules.values.push_back(std::move(*text));
    }
    if (rules.type && rules.type->kind == data::CellKind::Enum && rules.type->choices.empty()) rules.type->choices = rules.values;
    if (rules.type && rules.type->kind == data::CellKind::Enum && rules.type->choices.empty())
        diagnostics.error("E348", record.span_of("type"), "an enum has no choices", "enum[buy, hold, sell], or 'values: [buy, hold, sell]'");
    for (auto const& [name, bound] : {std::pair("min", &rules.min), std::pair("max", &rules.max)}) {
        auto const text = record.text(name);
        if (!text) continue;
        bool const ordered =
            rules.type && (rules.type->is_number() || rules.type->kind == data::CellKind::Date || rules.type->kind == data::CellKind::Timestamp);
        if (!ordered) {
            diagnostics.error("E348", text->span(), fmt::format("'{}' needs a type that has an order", name), "a number, a date or a timestamp");
            continue;
        }
        if (auto const canonical = typed(*text, rules.type, name, diagnostics)) *bound = data::datum_of(&*rules.type, *canonical);
    }
    if (auto const text = record.text("pattern")) rules.pattern = data::Pattern::parse(*text, diagnostics);
    if (diagnostics.error_count() != before) return std::nullopt;
    return rules;
}

std::string broken_rule(ValueRules const& rules, std::string const& canonical) {
    if (!rules.values.empty() && std::find(rules.values.begin(), rules.values.end(), canonical) == rules.values.end())
        return fmt::format("is not one of: {}", fmt::join(rules.values, ", "));
    if (rules.pattern && !rules.pattern->matches(canonical)) return "does not look as its pattern says";
    if (!rules.min && !rules.max) return {};
    data::Datum const value = data::datum_of(rules.type ? &*rules.type : nullptr, canonical);
    if (rules.min && compare_data(value, *rules.min).value_or(0) < 0) return fmt::format("is less than {}", data::canonical_text(*rules.min).value_or(""));
    if (rules.max && compare_data(value, *rules.max).value_or(0) > 0) return fmt::format("is more than {}", data::canonical_text(*rules.max).value_or(""));
    return {};
}

std::optional<int> compare_data(data::Datum const& a, data::Datum const& b) {
    auto const order = [](auto const& x, auto const& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (a.value.index() != b.value.index()) return std::nullopt;
    if (auto const* number = a.get<data::Decimal>()) return data::compare(*number, *b.get<data::Decimal>());
    if (auto const* date = a.get<data::Date>()) return order(*date, *b.get<data::Date>());
    if (auto const* text = a.get<std::string>()) return order(*text, *b.get<std::string>());
    if (auto const* truth = a.get<bool>()) return order(*truth, *b.get<bool>());
    return std::nullopt;
}

}  // namespace offprint::bind
