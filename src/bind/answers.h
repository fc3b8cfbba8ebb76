// Databases, asked on behalf of sources: questions to a snapshot or over a connection, answers as CSV.
#pragma once
#include <map>
#include <memory>

#include "bind/connections.h"
#include "bind/query_text.h"
#include "bind/snapshot.h"

namespace offprint::query {
class MemoryDatabase;
}

namespace offprint::bind {

/// A query with what goes into it, and where it is asked.
struct Ask {
    Question question;
    QueryText const& query;
    SourcedText place;          // of the database, in the article
    std::chrono::seconds time;  // that a server may take
};

/// A value as it goes into a query; nothing for a list, a map or rows.
std::optional<QueryValue> query_value(data::Datum const& datum);

/// Tables for a query over them; they go by their names.
using NamedTables = std::map<std::string, std::shared_ptr<data::Table const>>;

class Databases {
public:
    explicit Databases(Files& files);
    ~Databases();
    Snapshot& snapshot() { return snapshot_; }
    void use(std::shared_ptr<Connections> connections) { connections_ = std::move(connections); }
    void disconnect() { connections_->close(); }
    /// Lets all processes see one state of the servers that an article's `data` name (bind/connections.h).
    void share(data::Value const& data, Diagnostics& diagnostics);

    /// The answer as CSV; nothing, reported.
    std::optional<std::string> ask(Ask const& ask, Diagnostics& diagnostics);
    /// The same of tables in memory. They stay there for the next query: those that all copies of an article share are put there once.
    std::optional<std::string> ask_tables(NamedTables const& tables, QueryText const& query, std::vector<QueryArgument> const& arguments,
                                          Diagnostics& diagnostics);

private:
    bool put_table(std::string const& name, std::shared_ptr<data::Table const> const& table, QueryFault& fault);

    Files& files_;
    Snapshot snapshot_;
    std::shared_ptr<Connections> connections_;
    std::unique_ptr<query::MemoryDatabase> memory_;
    NamedTables in_memory_;  // what it holds now
};

}  // namespace offprint::bind
