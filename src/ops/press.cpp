#include "ops/press.h"

#include "base/sha256.h"
#include "bind/connections.h"
#include "ops/copy_key.h"
#include "ops/self_check.h"
#include "pdf/profile.h"

namespace offprint::ops {

/// Prints what was read, from a stock that lasts (ops/pipeline.cpp).
RenderResult render(RenderRequest const& request, Stock& stock, std::unique_ptr<Inputs> inputs, Diagnostics& diagnostics);

struct Press::State {
    RenderRequest request;
    Sources sources;
    std::optional<Stock> stock;
    std::optional<CopyKeys> keys;
    SourceId first = 1, last = 0;  // sources that `prepare` read
    std::size_t kept_sources = 0;  // 0: those of the first copy are kept too
    std::size_t before_freezing = 0, kept_freezing = 0;

    /// The copy that was read last, until it is printed.
    struct Copy {
        RenderRequest request;
        std::unique_ptr<Inputs> inputs;  // null where it cannot be printed
        Diagnostics faults;
    };
    std::optional<Copy> next;
    check::Memo checked;

    void read(std::vector<bind::Given> const& parameters);
};

/// Reads the next copy, and lets go of what belonged to the one before.
void Press::State::read(std::vector<bind::Given> const& parameters) {
    next.reset();
    if (kept_sources != 0) stock->forget_after(kept_sources);
    Copy& copy = next.emplace();
    copy.request = request;
    copy.request.threads = 1;
    copy.request.parameters.insert(copy.request.parameters.end(), parameters.begin(), parameters.end());
    copy.inputs = std::make_unique<Inputs>();
    std::vector<StageTime> times;
    StageClock clock(times);
    if (!stock->read_copy(*copy.inputs, copy.request, copy.faults, clock)) copy.inputs.reset();
    if (kept_sources == 0) kept_sources = sources.count();
}

Press::Press(RenderRequest request) : state_(std::make_unique<State>()) {
    state_->request = std::move(request);
    // Archive copies are read each for itself; their data are of the same moment.
    state_->request.connections = std::make_shared<bind::Connections>();
}
Press::~Press() = default;

Sources& Press::sources() { return state_->sources; }

bool Press::prepare(Diagnostics& diagnostics) {
    std::vector<StageTime> times;
    StageClock clock(times);
    state_->first = static_cast<SourceId>(state_->sources.count() + 1);
    if (!state_->stock.emplace(state_->sources, true).open(state_->request, diagnostics, clock)) return false;
    state_->last = static_cast<SourceId>(state_->sources.count());
    state_->keys.emplace(state_->request, *state_->stock, state_->first, state_->last);
    return true;
}

std::string_view Press::written_at(std::string_view file, std::uint32_t line) const {
    SourceId id = state_->first;
    while (id <= state_->last && state_->sources.name(id) != file) ++id;
    if (id > state_->last || line == 0) return {};
    std::string_view text = state_->sources.text(id);
    for (std::uint32_t at = 1; at < line && !text.empty(); ++at) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text.substr(0, text.find('\n'));
}

void Press::share_databases(Diagnostics& diagnostics) { state_->stock->share_databases(diagnostics); }

void Press::read_ahead() { state_->stock->read_ahead(state_->request); }

void Press::begin_snapshot(std::string folder) {
    state_->stock->binder().write_snapshot(std::move(folder));
    state_->before_freezing = state_->sources.count();
    state_->kept_freezing = 0;
}

void Press::freeze(std::vector<bind::Given> const& parameters, Diagnostics& diagnostics) {
    RenderRequest copy = state_->request;
    copy.parameters.insert(copy.parameters.end(), parameters.begin(), parameters.end());
    // The files of the first are most likely those of the others; what a database answered for one alone is let go of.
    if (state_->kept_freezing != 0) state_->stock->forget_after(state_->kept_freezing);
    state_->stock->read_data(copy, diagnostics);
    if (state_->kept_freezing == 0) state_->kept_freezing = state_->sources.count();
}

bool Press::finish_snapshot(Diagnostics& diagnostics) {
    state_->stock->forget_after(state_->before_freezing);
    return state_->stock->binder().finish_snapshot(diagnostics);
}

void Press::use_snapshot(std::string folder) {
    state_->stock->binder().use_snapshot(folder);
    state_->request.snapshot = std::move(folder);
}

std::optional<std::string> Press::key(std::vector<bind::Given> const& parameters, Diagnostics& diagnostics) {
    state_->read(parameters);
    State::Copy const& copy = *state_->next;
    if (copy.inputs && !copy.faults.has_errors()) return state_->keys->of(*copy.inputs, copy.request);
    diagnostics.append(copy.faults);
    return std::nullopt;
}

RenderResult Press::print(std::vector<bind::Given> const& parameters, ByteSink* sink, Diagnostics& diagnostics) {
    auto const same = [&](State::Copy const& copy) {
        std::vector<bind::Given> const& all = copy.request.parameters;
        std::size_t const common = state_->request.parameters.size();
        return all.size() == common + parameters.size() &&
               std::equal(
                   parameters.begin(), parameters.end(), all.begin() + static_cast<std::ptrdiff_t>(common),
                   [](bind::Given const& a, bind::Given const& b) { return a.name == b.name && a.text.text == b.text.text && a.text.span() == b.text.span(); });
    };
    if (!state_->next || !same(*state_->next)) state_->read(parameters);
    State::Copy copy = std::move(*state_->next);
    state_->next.reset();
    copy.request.sink = sink;
    // A copy that carries its sources is made of nothing but its own.
    if (copy.inputs && copy.inputs->profile != nullptr && copy.inputs->profile->attaches_sources) return render(copy.request, state_->sources, diagnostics);
    diagnostics.append(copy.faults);
    if (!copy.inputs) return {};
    return render(copy.request, *state_->stock, std::move(copy.inputs), diagnostics);
}

bool Press::check(std::string_view pdf, Diagnostics& diagnostics) { return self_check(pdf, diagnostics, &state_->checked); }

}  // namespace offprint::ops
