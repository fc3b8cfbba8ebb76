#include "bind/bind.h"

#include "bind/params.h"
#include "bind/sources.h"

namespace offprint::bind {

namespace {

bool params_declare(data::Value const& tree, std::string const& name) {
    data::Value const* const params = tree.find("params");
    return params != nullptr && params->find(name) != nullptr;
}

}  // namespace

struct Binder::Kept {
    SourceReader sources;
};

Binder::Binder(Files& files, Sources& sources) : kept_(new Kept{{files, sources}}) {}
Binder::~Binder() = default;

std::optional<Bound> Binder::bind(data::Value tree, Asked const& asked, Diagnostics& diagnostics) {
    Bound bound;
    data::DatumMap run = run_of(tree, asked);
    auto const* const as_of = run.front().second.get<data::Date>();
    std::optional<data::Date> const day = as_of != nullptr ? std::optional(*as_of) : std::nullopt;
    RunScope scope(std::move(run), {});
    Evaluator* const evaluator = nullptr;
    auto const parameters = read_parameters(tree.find("params"), asked.parameters, scope, evaluator, diagnostics);
    data::Value const* const data = tree.find("data");
    if (data != nullptr && parameters) bound.tables = kept_->sources.read(*data, {{evaluator, scope}, *parameters, day}, bound.answers, diagnostics);
    for (Given const& given : asked.parameters)
        if (params_declare(tree, given.name)) bound.parameters.emplace_back(given.name, given.text.text);
    bound.tree = std::move(tree);
    return bound;
}

void Binder::use_snapshot(std::string folder) { kept_->sources.snapshot().read_from(std::move(folder)); }

void Binder::write_snapshot(std::string folder) { kept_->sources.snapshot().write_to(std::move(folder)); }
bool Binder::finish_snapshot(Diagnostics& diagnostics) const { return kept_->sources.snapshot().finish(diagnostics); }

void Binder::forget_from(SourceId first) { kept_->sources.forget_from(first); }

}  // namespace offprint::bind
