#include "bind/bind.h"

#include <algorithm>

#include "bind/answers.h"
#include "bind/facts.h"
#include "bind/lua_evaluator.h"
#include "bind/params.h"
#include "bind/sources.h"

namespace offprint::bind {

using data::Datum;

namespace {

bool params_declare(data::Value const& tree, std::string const& name) {
    data::Value const* const params = tree.find("params");
    return params != nullptr && params->find(name) != nullptr;
}

std::optional<data::Date> day_of(data::DatumMap const& run) {
    auto const* const as_of = run.front().second.get<data::Date>();
    return as_of != nullptr ? std::optional(*as_of) : std::nullopt;
}

/// The names that an article's texts see under `data`.
Datum all_tables(Tables const& tables) {
    data::DatumMap map;
    for (auto const& [name, table] : tables) map.emplace_back(name, Datum{data::TableView{std::make_shared<data::Table const>(table), nullptr}});
    return Datum{std::make_shared<data::DatumMap const>(std::move(map))};
}

}  // namespace

struct Binder::Kept {
    Files& files;
    Sources& texts;
    SourceReader sources;
    std::map<std::string, std::unique_ptr<Evaluator>> evaluators{};  // by language

    Evaluator& evaluator(std::string const& language) {
        std::unique_ptr<Evaluator>& one = evaluators[language];
        if (one == nullptr) one = make_evaluator(language.empty() ? Words{} : files.words(language));
        return *one;
    }
    IncludedFiles included{};
};

Binder::Binder(Files& files, Sources& sources) : kept_(new Kept{files, sources, {files, sources}}) {}
Binder::~Binder() = default;

std::optional<Bound> Binder::bind(data::Value tree, Asked const& asked, Diagnostics& diagnostics) {
    Bound bound;
    data::DatumMap run = run_of(tree, asked);
    std::optional<data::Date> const day = day_of(run);
    RunScope scope(std::move(run), {});
    Evaluator* const evaluator = &kept_->evaluator({});
    auto const parameters = read_parameters(tree.find("params"), asked.parameters, scope, evaluator, diagnostics);
    // Without them expressions have no values: what stands in their braces would be taken for words.
    if (!parameters && has_expressions(tree)) return std::nullopt;
    data::Value const* const data = tree.find("data");
    if (data != nullptr && parameters) write_out_rows(tree, *parameters, scope, asked.lenient, diagnostics);
    if (data != nullptr && parameters) kept_->sources.read(*data, {{evaluator, scope}, *parameters, day, asked.again}, bound, diagnostics);
    for (Given const& given : asked.parameters)
        if (params_declare(tree, given.name)) bound.parameters.emplace_back(given.name, given.text.text);
    if (parameters && !asked.data_only) {
        NamedScope names;
        names.set("params", Datum{std::make_shared<data::DatumMap const>(*parameters)});
        names.set("run", *scope.find("run"));
        bound.facts = write_out(tree, bound.tables, names, asked.lenient, diagnostics);
    }
    for (auto const& [language, one] : kept_->evaluators) one->rest();
    bound.tree = std::move(tree);
    return bound;
}

/// Rows that stand in the article may hold expressions over what was given.
void Binder::write_out_rows(data::Value& tree, data::DatumMap const& parameters, Scope const& run, bool lenient, Diagnostics& diagnostics) {
    auto const data = std::find_if(tree.map.begin(), tree.map.end(), [](data::MapEntry const& entry) { return entry.key.text == "data"; });
    for (data::MapEntry& source : data->value.map)
        for (data::MapEntry& key : source.value.map) {
            if (key.key.text != "rows" || !has_expressions(key.value)) continue;
            NamedScope names;
            names.set("params", Datum{std::make_shared<data::DatumMap const>(parameters)});
            names.set("run", *run.find("run"));
            data::Value rows;
            rows.kind = data::ValueKind::Map;
            rows.map.push_back(std::move(key));
            expand(rows, {kept_->evaluator({}), names, kept_->files, kept_->texts, kept_->included, lenient, diagnostics});
            key = std::move(rows.map.front());
        }
}

/// Gives the facts.
data::DatumMap Binder::write_out(data::Value& tree, Tables const& tables, NamedScope& names, bool lenient, Diagnostics& diagnostics) {
    data::Value const *const facts = tree.find("facts"), *const asserts = tree.find("asserts");
    if (tree.kind != data::ValueKind::Map || (facts == nullptr && asserts == nullptr && !has_expressions(tree))) return {};
    names.set("data", all_tables(tables));
    // The language first: filters print in it.
    std::string language;
    auto const tools = [&]() -> ExpansionTools {
        return {kept_->evaluator(language), names, kept_->files, kept_->texts, kept_->included, lenient, diagnostics};
    };
    for (data::MapEntry& entry : tree.map) {
        if (entry.key.text != "lang" || entry.value.kind != data::ValueKind::Scalar) continue;
        data::Value alone;
        alone.kind = data::ValueKind::Map;
        alone.map.push_back(entry);
        expand(alone, tools());
        entry.value = std::move(alone.map.front().value);
        language = entry.value.scalar.text;
    }
    Evaluator& evaluator = kept_->evaluator(language);
    data::DatumMap known;
    if (facts != nullptr)
        known = read_facts(*facts, evaluator, names, diagnostics);
    else
        names.set("facts", Datum{std::make_shared<data::DatumMap const>()});
    if (asserts != nullptr) check_asserts(*asserts, evaluator, names, diagnostics);
    expand(tree, tools());
    return known;
}

void Binder::use_connections(std::shared_ptr<Connections> connections) { kept_->sources.databases().use(std::move(connections)); }

void Binder::share_databases(data::Value const& tree, Diagnostics& diagnostics) {
    if (data::Value const* const data = tree.find("data")) kept_->sources.databases().share(*data, diagnostics);
}

void Binder::read_ahead(data::Value const& tree, Asked const& asked) {
    if (data::Value const* const data = tree.find("data")) kept_->sources.read_ahead(*data, day_of(run_of(tree, asked)));
}

void Binder::use_snapshot(std::string folder) { kept_->sources.databases().snapshot().read_from(std::move(folder)); }

void Binder::write_snapshot(std::string folder) { kept_->sources.databases().snapshot().write_to(std::move(folder)); }
bool Binder::finish_snapshot(Diagnostics& diagnostics) {
    Databases& databases = kept_->sources.databases();
    bool const is_whole = databases.snapshot().finish(diagnostics);
    databases.snapshot().write_to({});
    databases.disconnect();
    return is_whole;
}

void Binder::forget_from(SourceId first) {
    kept_->sources.forget_from(first);
    std::erase_if(kept_->included, [first](auto const& one) { return one.second.source >= first; });
}

}  // namespace offprint::bind
