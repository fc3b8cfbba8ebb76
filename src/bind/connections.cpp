#include "bind/connections.h"

#include <algorithm>

#include "fmt/format.h"
#include "postgres/module.h"
#include "query/module.h"

namespace offprint::bind {
namespace {

std::string key_of(std::string const& kind, SourcedText const& place) { return kind + "\n" + place.text; }

void report(QueryFault const& fault, SourcedText const& place, Diagnostics& diagnostics) {
    bool const away = fault.kind == QueryFault::Kind::Unavailable;
    Diagnostic& told = diagnostics.error(away ? "E342" : "E340", place.span(),
                                         fmt::format("'{}' {}: {}", place.text, away ? "is not available" : "cannot be read", fault.message));
    if (away) told.fault = FaultClass::DataUnavailable;
}

}  // namespace

Database* Connections::find(std::string const& kind, SourcedText const& place, Files& files, Diagnostics& diagnostics) {
    Open& one = open_[key_of(kind, place)];
    if (one.database) return one.database.get();
    return kind == "sqlite" ? open_file(one, place, files, diagnostics) : open_server(one, place, State::Own, files, diagnostics);
}

void Connections::share(SourcedText const& place, Files& files, Diagnostics& diagnostics) {
    Open& one = open_[key_of("postgres", place)];
    if (!one.database) open_server(one, place, State::Shared, files, diagnostics);
}

void Connections::close(std::string const& kind, SourcedText const& place) { open_.erase(key_of(kind, place)); }

Database* Connections::open_file(Open& one, SourcedText const& place, Files& files, Diagnostics& diagnostics) {
    auto const file = files.find(place, diagnostics);
    auto const* const module = file ? load_module<query::Module>(diagnostics) : nullptr;
    if (module == nullptr) return nullptr;
    QueryFault fault;
    one.database = module->open(*file, fault);
    if (!one.database) report(fault, place, diagnostics);
    return one.database.get();
}

Database* Connections::open_server(Open& one, SourcedText const& place, State state, Files& files, Diagnostics& diagnostics) {
    auto words = files.secret(place, diagnostics);
    auto const* const module = words ? load_module<postgres::Module>(diagnostics) : nullptr;
    if (module == nullptr) return nullptr;
    // Two names of one database see one state too.
    auto const same = std::find_if(open_.begin(), open_.end(), [&](auto const& other) { return other.second.database && other.second.words == *words; });
    if (same != open_.end()) {
        one = same->second;
        return one.database.get();
    }
    QueryFault fault;
    std::shared_ptr<postgres::Session> const session = module->open(*words, fault);
    bool const is_whole = session && (state == State::Own || session->share(fault));
    if (session && !is_whole && fault.kind != QueryFault::Kind::Unavailable)
        diagnostics.warning("W363", place.span(), fmt::format("'{}' does not let workers share what it shows: {}", place.text, fault.message),
                            "each worker sees the data as they are when it first asks; --snapshot reads all of them in one transaction");
    else if (!is_whole) {
        report(fault, place, diagnostics);
        return nullptr;
    }
    one = {std::move(*words), session};
    return one.database.get();
}

}  // namespace offprint::bind
