#include "bind/facts.h"

#include <algorithm>

#include "bind/rows.h"
#include "data/binding_keys.h"
#include "data/calculation.h"
#include "fmt/format.h"

namespace offprint::bind {

using data::Datum;
using data::DatumMap;
using data::Decimal;
using data::Value;
using data::ValueKind;

namespace {

/// Whether a text is written as a number, with a unit or not: 308.4M, -17%, 196x.
bool is_number(std::string_view text) {
    std::size_t const first = text.find_first_not_of("+-");
    if (first == text.npos || first > 1 || text[first] < '0' || text[first] > '9') return false;
    std::size_t const end = std::min(text.find_first_not_of("0123456789._", first), text.size());
    std::string_view const unit = text.substr(end);
    constexpr std::string_view kUnits[] = {"", "%", "pp", "bp", "bps", "x", "d", "K", "M", "B", "T"};
    return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

/// What a scalar says: an expression in braces, a number with its unit, else a text.
std::optional<Datum> value_of_fact(Value const& value, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics) {
    std::string_view const text = value.scalar.text;
    std::size_t const open = text.find("{{");
    if (open == 0 && text.size() > 4 && text.ends_with("}}")) return evaluator.evaluate(value.scalar.substr(2, text.size() - 4), scope, diagnostics);
    if (is_number(text)) {
        std::size_t const sign = text[0] == '+' ? 1 : 0;
        return evaluator.evaluate(value.scalar.substr(sign), scope, diagnostics);
    }
    return Datum{std::string(text)};
}

/// A tolerance: 5% is a share of what is wanted, 0.5pp and 0.01 are what they say.
struct Tolerance {
    Decimal size;
    bool is_share = false;
};

std::string shown(Datum const& value) {
    if (value.is_null()) return "empty";
    return text_of_value(value).value_or("no single value");
}

/// A quotient at a length that a person reads.
std::string shown_number(Decimal value) { return data::plain_text(data::round_to(value, 4).value_or(value)); }

Decimal size_of(Decimal value) { return {value.negative() ? -value.mantissa : value.mantissa, value.exponent}; }

void check_assert(Value const& item, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics) {
    data::Record const record(item, data::binding_keys::kAssert, "an assert", diagnostics);
    if (!record.valid()) return;
    SourcedText const that = *record.text("that");
    auto const found = evaluator.evaluate(that, scope, diagnostics);
    if (!found) return;
    std::string const hint = record.string("else");
    if (!record.has("equals")) {
        bool const* const truth = found->get<bool>();
        if (truth == nullptr)
            diagnostics.error("E361", that.span(), fmt::format("'{}' is {}, not a condition", that.text, shown(*found)), "compare it, or add 'equals'");
        else if (!*truth)
            diagnostics.error("E360", that.span(), fmt::format("'{}' does not hold", that.text), hint);
        return;
    }
    SourcedText const equals = *record.text("equals");
    auto const wanted = evaluator.evaluate(equals, scope, diagnostics);
    if (!wanted) return;
    std::optional<Tolerance> tolerance;
    if (auto const text = record.text("tol")) {
        auto const size = evaluator.evaluate(*text, scope, diagnostics);
        if (!size) return;
        auto const number = number_in(*size);
        if (!number) {
            diagnostics.error("E361", text->span(), "a tolerance is a number", "5% of what is wanted, 0.5pp, 0.01");
            return;
        }
        tolerance = Tolerance{size_of(*number), text->text.ends_with('%')};
    }
    auto const a = number_in(*found), b = number_in(*wanted);
    if (!a || !b) {
        if (!is_same(*found, *wanted))
            diagnostics.error("E360", that.span(), fmt::format("'{}' is {}, not {}", that.text, shown(*found), shown(*wanted)), hint);
        return;
    }
    auto const apart = data::difference(*a, *b);
    Decimal const size = apart ? size_of(*apart) : Decimal{1, 18};
    Decimal most = tolerance ? tolerance->size : Decimal{};
    if (tolerance && tolerance->is_share) most = data::product(size_of(*b), tolerance->size).value_or(Decimal{});
    if (data::compare(size, most) <= 0) return;
    diagnostics.error("E360", that.span(),
                      fmt::format("'{}' is {}, not {}{}", that.text, shown_number(*a), shown_number(*b),
                                  tolerance ? fmt::format(" within {}", record.string("tol")) : std::string{}),
                      hint);
}

}  // namespace

DatumMap read_facts(Value const& facts, Evaluator& evaluator, NamedScope& scope, Diagnostics& diagnostics) {
    DatumMap out;
    auto const publish = [&] { scope.set("facts", Datum{std::make_shared<DatumMap const>(out)}); };
    publish();
    if (facts.kind != ValueKind::Map) {
        if (facts.kind != ValueKind::Null) diagnostics.error("E203", facts.span, "'facts' must be a map of names to values", "facts: {rev_q1: 308.4M}");
        return out;
    }
    for (data::MapEntry const& entry : facts.map) {
        Value const* value = &entry.value;
        if (value->kind == ValueKind::Map) {
            data::Record const record(*value, data::binding_keys::kFact, fmt::format("fact '{}'", entry.key.text), diagnostics);
            if (!record.valid()) continue;
            value = record.get("value");
        }
        if (value == nullptr || value->kind != ValueKind::Scalar) {
            diagnostics.error("E203", entry.value.span, fmt::format("fact '{}' needs a value", entry.key.text),
                              "a number such as 308.4M, a text, or an expression in braces");
            continue;
        }
        auto found = value_of_fact(*value, evaluator, scope, diagnostics);
        if (!found) continue;
        out.emplace_back(entry.key.text, std::move(*found));
        scope.drop_last();
        publish();
    }
    return out;
}

void check_asserts(Value const& asserts, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics) {
    if (asserts.kind != ValueKind::List) {
        diagnostics.error("E203", asserts.span, "'asserts' must be a list", "asserts: [{that: growth(facts.a, facts.b), equals: 17%, tol: 0.5pp}]");
        return;
    }
    for (Value const& item : asserts.list) check_assert(item, evaluator, scope, diagnostics);
}

}  // namespace offprint::bind
