#include "bind/bind.h"

#include "bind/sources.h"

namespace offprint::bind {

struct Binder::Kept {
    Files& files;
    Sources& sources;
};

Binder::Binder(Files& files, Sources& sources) : kept_(new Kept{files, sources}) {}
Binder::~Binder() = default;

std::optional<Bound> Binder::bind(data::Value tree, Asked const&, Diagnostics& diagnostics) {
    Bound bound;
    if (data::Value const* const data = tree.find("data")) bound.tables = load_tables(*data, kept_->files, kept_->sources, diagnostics);
    bound.tree = std::move(tree);
    return bound;
}

void Binder::forget_from(SourceId) {}

}  // namespace offprint::bind
