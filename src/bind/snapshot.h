// What databases answered, frozen: a folder of CSV files, each named by what was asked. A run from such a folder asks no database and needs no password.
//
//     KEY.csv     an answer; KEY is the SHA-256, in hex, of the kind of source, where the article says that it stands, the query and the values that went in
//     index.json  for people: the keys with what was asked
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/database.h"
#include "base/diagnostic.h"

namespace offprint::bind {

/// A question to a database, as a snapshot knows it.
struct Question {
    std::string kind;   // "sqlite", "postgres"
    std::string place;  // as the article writes it: book.db, env:OFFPRINT_PG; never a connection string
    std::string query;
    std::vector<QueryArgument> arguments;  // in the order of their names in the query
    /// SHA-256 in hex.
    std::string key() const;
};

/// A folder of answers, to be read or to be filled.
class Snapshot {
public:
    /// From now on answers come from this folder alone.
    void read_from(std::string folder) { source_ = std::move(folder); }
    bool is_frozen() const { return !source_.empty(); }
    /// From now on what databases answer is written into this folder.
    void write_to(std::string folder) { target_ = std::move(folder); }

    /// The frozen answer; nothing, reported at `asked` (E323), when the folder has none.
    std::optional<std::string> find(Question const& question, Span asked, Diagnostics& diagnostics) const;
    /// Writes an answer, where answers are written. False, reported (E704), when that cannot be.
    bool keep(Question const& question, std::string const& csv, Diagnostics& diagnostics);
    /// Writes the index of what was kept.
    bool finish(Diagnostics& diagnostics) const;

private:
    std::string source_, target_;
    std::map<std::string, Question> kept_;  // by key
};

}  // namespace offprint::bind
