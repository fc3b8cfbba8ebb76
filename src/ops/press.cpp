#include "ops/press.h"

#include "base/sha256.h"

namespace offprint::ops {

struct Press::State {
    RenderRequest request;
    Sources sources;
};

Press::Press(RenderRequest request) : state_(new State{std::move(request), {}}) {}
Press::~Press() = default;

Sources& Press::sources() { return state_->sources; }

bool Press::prepare(Diagnostics&) { return true; }

std::optional<std::string> Press::key(std::vector<bind::Given> const& parameters, Diagnostics&) {
    Sha256 hash;
    for (bind::Given const& one : parameters) hash.add(one.name + "\n" + one.text.text + "\n");
    return to_hex(hash.finish());
}

RenderResult Press::print(std::vector<bind::Given> const& parameters, ByteSink* sink, Diagnostics& diagnostics) {
    RenderRequest request = state_->request;
    request.sink = sink;
    request.parameters.insert(request.parameters.end(), parameters.begin(), parameters.end());
    return render(request, state_->sources, diagnostics);
}

}  // namespace offprint::ops
