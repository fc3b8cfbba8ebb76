#include "bind/params.h"

#include <algorithm>

#include "base/utf8.h"
#include "bind/value_rules.h"
#include "data/binding_keys.h"
#include "data/bytes_check.h"
#include "fmt/format.h"

namespace offprint::bind {
namespace {

/// A parameter as it is declared.
struct Declared {
    SourcedText name;
    ValueRules rules;
    bool required = false;
    std::optional<SourcedText> fallback;
};

std::optional<Declared> read_declaration(data::MapEntry const& entry, Diagnostics& diagnostics) {
    Declared out;
    out.name = entry.key;
    data::CellType const text{data::CellKind::String, {}, 0, {}};
    if (entry.value.kind == data::ValueKind::Scalar) {
        out.rules.type = data::parse_cell_type(entry.value.scalar, diagnostics);
        out.required = true;
        if (out.rules.type && out.rules.type->kind == data::CellKind::Enum && out.rules.type->choices.empty()) {
            diagnostics.error("E348", entry.value.span, "an enum has no choices", "enum[buy, hold, sell]");
            return std::nullopt;
        }
        return out.rules.type ? std::optional(std::move(out)) : std::nullopt;
    }
    if (entry.value.kind == data::ValueKind::Null) {
        out.rules.type = text;
        out.required = true;
        return out;
    }
    data::Record const record(entry.value, data::binding_keys::kParameter, fmt::format("parameter '{}'", entry.key.text), diagnostics);
    if (!record.valid()) return std::nullopt;
    auto rules = read_value_rules(record, text, diagnostics);
    if (!rules) return std::nullopt;
    out.rules = std::move(*rules);
    out.required = record.boolean("required", false);
    out.fallback = record.text("default");
    return out;
}

class ParameterReader {
public:
    ParameterReader(std::vector<Given> const& given, RunScope& scope, Evaluator* evaluator, Diagnostics& diagnostics)
        : given_(given), scope_(scope), evaluator_(evaluator), diagnostics_(diagnostics) {}

    void read(Declared const& declared) {
        Given const* const given = find(declared.name.text);
        std::optional<data::Datum> value;
        if (given != nullptr && !given->text.empty())
            value = typed(declared, given->text);
        else if (declared.fallback)
            value = by_default(declared);
        else if (declared.required)
            missing(declared, given);
        else
            value = data::Datum{};
        if (!value) return;
        values_.emplace_back(declared.name.text, std::move(*value));
    }

    /// Names that nobody declared. Columns of a batch are told nothing: a file of rows serves many articles.
    void refuse_unknown(std::vector<std::string_view> const& declared) {
        for (Given const& one : given_) {
            if (one.is_column || std::find(declared.begin(), declared.end(), one.name) != declared.end()) continue;
            std::string_view const meant = data::did_you_mean(one.name, declared);
            std::string const hint = !meant.empty()     ? fmt::format("did you mean '{}'?", meant)
                                     : declared.empty() ? "the article declares none: add 'params'"
                                                        : fmt::format("parameters: {}", fmt::join(declared, ", "));
            diagnostics_.error("E333", one.text.span(), fmt::format("the article has no parameter '{}'", one.name), hint);
        }
    }

    /// All of them; the scope has them too.
    data::DatumMap take() {
        scope_.set_params(values_);
        return std::move(values_);
    }

private:
    /// The last one counts: the command line after a file.
    Given const* find(std::string const& name) const {
        // Names of columns are often alike but for their ends.
        auto const is_it = [&](Given const& one) {
            return one.name.size() == name.size() && (name.empty() || one.name.back() == name.back()) && one.name == name;
        };
        auto const it = std::find_if(given_.rbegin(), given_.rend(), is_it);
        return it == given_.rend() ? nullptr : &*it;
    }

    void note(Diagnostic& fault, Declared const& declared) const {
        fault.notes.push_back({declared.name.span(), fmt::format("'{}' is declared here", declared.name.text)});
    }

    /// What came by the command line was not checked as a file is.
    static std::string unreadable(std::string const& text) {
        constexpr std::size_t kLongest = 1u << 20;
        if (text.size() > kLongest) return "is longer than 1 MB";
        if (utf8::find_invalid(text) != std::string_view::npos) return "is not UTF-8";
        bool const controls = std::any_of(text.begin(), text.end(), [](char c) { return data::is_control(static_cast<unsigned char>(c)); });
        return controls ? "holds a control character" : std::string();
    }

    std::optional<data::Datum> typed(Declared const& declared, SourcedText const& text) {
        if (std::string const why = unreadable(text.text); !why.empty()) {
            note(diagnostics_.error("E335", text.span(), fmt::format("{}: the value {}", declared.name.text, why)), declared);
            return std::nullopt;
        }
        std::optional<data::CellFault> fault;
        std::string const canonical = data::canonical({declared.rules.type, '.', {}}, text.text, &fault);
        if (fault) {
            note(data::report_cell(declared.name.text, text, *fault, diagnostics_), declared);
            return std::nullopt;
        }
        if (std::string const broken = broken_rule(declared.rules, canonical); !broken.empty()) {
            std::string const shown = text.text.size() <= 60 ? text.text : "…";
            note(diagnostics_.error("E335", text.span(), fmt::format("{}: '{}' {}", declared.name.text, shown, broken)), declared);
            return std::nullopt;
        }
        return data::datum_of(&*declared.rules.type, canonical);
    }

    std::optional<data::Datum> by_default(Declared const& declared) {
        scope_.set_params(values_);  // a default may name those before it
        auto const value = value_of(*declared.fallback, {evaluator_, scope_}, diagnostics_);
        if (!value) return std::nullopt;
        if (value->is_null()) return *value;
        auto const words = data::canonical_text(*value);
        if (!words) {
            diagnostics_.error("E346", declared.fallback->span(), fmt::format("{}: the default is a list, a map or rows", declared.name.text),
                               "name one value");
            return std::nullopt;
        }
        // A number that was computed is in units already, whatever scale is written.
        Declared again = declared;
        if (value->get<data::Decimal>() != nullptr) again.rules.type = data::canonical_type(*declared.rules.type);
        SourcedText text;
        text.append(*words, declared.fallback->span());
        return typed(again, text);
    }

    void missing(Declared const& declared, Given const* given) {
        if (given != nullptr) {
            note(diagnostics_.error("E334", given->text.span(), fmt::format("the parameter '{}' is empty", declared.name.text), "give a value"), declared);
            return;
        }
        diagnostics_.error("E334", declared.name.span(), fmt::format("the parameter '{}' is not given", declared.name.text),
                           fmt::format("--param {}=…, or a 'default'", declared.name.text));
    }

    std::vector<Given> const& given_;
    RunScope& scope_;
    Evaluator* evaluator_;
    Diagnostics& diagnostics_;
    data::DatumMap values_;
};

}  // namespace

data::DatumMap run_of(data::Value const& tree, Asked const& asked) {
    data::Value const* const date = tree.find("date");
    std::string const as_of = !asked.as_of.empty() ? asked.as_of : date != nullptr ? date->scalar.text : std::string();
    data::DatumMap run(2);
    run[0].first = "as_of";
    if (auto const day = data::parse_date(as_of.substr(0, 10))) run[0].second.value = *day;
    run[1].first = "id";
    if (!asked.run_id.empty()) run[1].second.value = asked.run_id;
    return run;
}

std::optional<data::DatumMap> read_parameters(data::Value const* params, std::vector<Given> const& given, RunScope& scope, Evaluator* evaluator,
                                              Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    ParameterReader reader(given, scope, evaluator, diagnostics);
    std::vector<std::string_view> names;
    if (params != nullptr && params->kind == data::ValueKind::Map) {
        for (data::MapEntry const& entry : params->map) {
            names.push_back(entry.key.text);
            if (auto const declared = read_declaration(entry, diagnostics)) reader.read(*declared);
        }
    } else if (params != nullptr) {
        diagnostics.error("E203", params->span, "'params' must be a map of names to types", "params: {client: string, as_of: {type: date}}");
    }
    reader.refuse_unknown(names);
    if (diagnostics.error_count() != before) return std::nullopt;
    return reader.take();
}

}  // namespace offprint::bind
