// Connections to databases. Each is opened once: when a source first asks, or before a batch forks, so that all of its processes see one state.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/database.h"
#include "bind/bind.h"

namespace offprint::bind {

class Connections {
public:
    Connections() = default;
    Connections(Connections const&) = delete;
    Connections& operator=(Connections const&) = delete;

    /// The database of that kind ("sqlite", "postgres") at a place of the article's; null, reported, when there is none.
    Database* find(std::string const& kind, SourcedText const& place, Files& files, Diagnostics& diagnostics);
    /// Lets processes that are forked from now on see one state of the PostgreSQL database at `place`. A server that refuses it is told of (W363).
    void share(SourcedText const& place, Files& files, Diagnostics& diagnostics);
    /// Closes one, or all. They are opened again when they are needed.
    void close(std::string const& kind, SourcedText const& place);
    void close() { open_.clear(); }

private:
    struct Open {
        std::optional<std::string> words;  // a connection string; none: a file
        std::shared_ptr<Database> database;
    };
    Database* open_file(Open& one, SourcedText const& place, Files& files, Diagnostics& diagnostics);
    enum class State { Own, Shared };
    Database* open_server(Open& one, SourcedText const& place, State state, Files& files, Diagnostics& diagnostics);

    std::map<std::string, Open> open_;  // by kind and place
};

}  // namespace offprint::bind
