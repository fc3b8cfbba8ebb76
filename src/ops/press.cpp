#include "ops/press.h"

#include "base/sha256.h"
#include "ops/stock.h"

namespace offprint::ops {

/// Renders a copy from a stock that lasts (ops/pipeline.cpp).
RenderResult render(RenderRequest const& request, Stock& stock, Diagnostics& diagnostics);

struct Press::State {
    RenderRequest request;
    Sources sources;
    std::optional<Stock> stock;
    std::size_t kept_sources = 0;  // 0: those of the first copy are kept too
};

Press::Press(RenderRequest request) : state_(new State{std::move(request), {}, {}}) {}
Press::~Press() = default;

Sources& Press::sources() { return state_->sources; }

bool Press::prepare(Diagnostics& diagnostics) {
    std::vector<StageTime> times;
    StageClock clock(times);
    return state_->stock.emplace(state_->sources, true).open(state_->request, diagnostics, clock);
}

std::optional<std::string> Press::key(std::vector<bind::Given> const& parameters, Diagnostics&) {
    Sha256 hash;
    for (bind::Given const& one : parameters) hash.add(one.name + "\n" + one.text.text + "\n");
    return to_hex(hash.finish());
}

RenderResult Press::print(std::vector<bind::Given> const& parameters, ByteSink* sink, Diagnostics& diagnostics) {
    if (state_->kept_sources != 0) state_->stock->forget_after(state_->kept_sources);
    RenderRequest request = state_->request;
    request.sink = sink;
    request.threads = 1;
    request.parameters.insert(request.parameters.end(), parameters.begin(), parameters.end());
    RenderResult result = render(request, *state_->stock, diagnostics);
    if (state_->kept_sources == 0) state_->kept_sources = state_->sources.count();
    return result;
}

}  // namespace offprint::ops
