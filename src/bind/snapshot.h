// Data, frozen: a folder with what databases answered and with the files of data, each named by what was asked. A run from such a folder reads its data
// there alone: it asks no database, needs no password, and sees no file that has changed since.
//
//     KEY.csv, KEY.json   an answer or a file; KEY is the SHA-256, in hex, of the kind of source, where the article says that it stands, the query and the
//                         values that went in
//     index.json          for people: the keys with what was asked
//     SHA256SUMS          of each of them, as `sha256sum -c` reads it; it is written last, so a folder that has it is whole
//
// The frozen answers that an archive copy carries are such a folder without sums: its files ride along under their own names.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/database.h"
#include "base/diagnostic.h"

namespace offprint::bind {

/// A question to a database, or for a file, as a snapshot knows it.
struct Question {
    std::string kind;   // "sqlite", "postgres"; "csv", "json" for a file
    std::string place;  // as the article writes it: book.db, env:OFFPRINT_PG; never a connection string
    std::string query;
    std::vector<QueryArgument> arguments;  // in the order of their names in the query
    /// SHA-256 in hex.
    std::string key() const;
};

inline constexpr std::string_view kSnapshotSums = "SHA256SUMS", kSnapshotIndex = "index.json";

/// A folder of answers, to be read or to be filled.
class Snapshot {
public:
    /// From now on answers come from this folder alone, and files too where the folder has sums.
    void read_from(std::string folder);
    bool is_frozen() const { return !source_.empty(); }
    bool has_files() const { return has_sums_; }
    /// From now on what databases answer, and files of data, are written into this folder; empty: no more.
    void write_to(std::string folder);

    /// The frozen answer or file; nothing, reported at `asked`, when the folder has none (E323) or its bytes are not those of the sums (E324).
    std::optional<std::string> find(Question const& question, Span asked, Diagnostics& diagnostics) const;
    /// Writes an answer, where answers are written. False, reported (E704), when that cannot be.
    bool keep(Question const& question, std::string_view bytes, Diagnostics& diagnostics);
    /// Writes index and sums of what was kept. False, reported (E704), when that cannot be.
    bool finish(Diagnostics& diagnostics) const;

private:
    struct Kept {
        std::string name, sum, line;  // of its file, SHA-256 in hex, what the index says
    };
    bool put(std::string const& name, std::string_view bytes, Diagnostics& diagnostics) const;

    std::string source_, target_;
    /// The SHA-256, in hex, that a key is listed with; empty: it is not.
    std::string_view sum_of(std::string const& key) const;

    bool has_sums_ = false;
    std::string sums_;                  // as they are written
    std::vector<std::size_t> lines_;    // where their lines begin, by key
    std::map<std::string, Kept> kept_;  // by key
};

}  // namespace offprint::bind
