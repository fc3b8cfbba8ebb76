#include "bind/bind.h"

#include "bind/params.h"
#include "bind/sources.h"

namespace offprint::bind {

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
    if (data != nullptr && parameters) bound.tables = kept_->sources.read(*data, {{evaluator, scope}, *parameters, day}, diagnostics);
    bound.tree = std::move(tree);
    return bound;
}

void Binder::forget_from(SourceId first) { kept_->sources.forget_from(first); }

}  // namespace offprint::bind
