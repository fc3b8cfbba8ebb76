// What was done, row by row, in a file that only grows: resuming a run is reading it. One file, since the parent of the workers alone writes it, when the
// PDFs that it speaks of are durable.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "archive/io.h"
#include "base/diagnostic.h"

namespace offprint::batch {

/// One row of one run.
struct Entry {
    enum class State { Ok, Skipped, Failed } state = State::Ok;
    std::string id, key, path;  // path: of the PDF, below the run's folder
    std::string code;           // Failed: of its first fault, or how its worker was lost
    std::string sha256;
    std::uint64_t size = 0, pages = 0;
    std::int64_t milliseconds = 0;
    unsigned attempt = 1;
};

/// The head of a run.
struct RunHead {
    std::string run_id, as_of, article, rows;  // file names
    std::string rows_sha256;
    std::uint64_t count = 0;   // of rows
    bool completes = false;    // the rows are failures of the run before: what that one made stays part of it
    std::int64_t started = 0;  // seconds since 1970
};

/// How a run ended.
struct RunEnd {
    int exit_code = 0;
    std::string root;  // of its seal; empty: not sealed
    std::int64_t ended = 0;
};

/// What a ledger says. An entry is held once, by whichever of the maps know it; their keys are its own words.
struct History {
    using EntryPtr = std::shared_ptr<Entry const>;

    RunHead head;                                            // of the newest run
    std::optional<RunEnd> end;                               // nothing: it was cut off, or goes on
    std::unordered_map<std::string_view, EntryPtr> by_path;  // PDFs that were made, by where they stand
    std::map<std::string_view, EntryPtr> rows;               // of the newest run and those that it completes, by identity
    std::size_t lines = 0, damaged = 0;
    std::uint64_t whole = 0;  // bytes up to the end of the last whole line

    /// Takes in the newest word of a row, over what was known of it and of its PDF.
    void take(Entry entry);
};

/// Reads lines; a torn last one is none, a damaged one is counted and says nothing.
History read_history(std::string_view bytes);

std::string line_of(Entry const& entry);
std::string line_of(RunHead const& head);
std::string line_of(RunEnd const& end);

/// The open file. Lines are gathered, and written when what they speak of is durable.
class Ledger {
public:
    /// Opens or makes it and cuts a torn line off. Nothing, with a negative errno, where that cannot be.
    static std::optional<Ledger> open(archive::Io& io, std::string const& path, History const& history, int& error);

    void add(std::string line) { pending_ += line; }
    bool has_pending() const { return !pending_.empty(); }
    /// Writes what was gathered; 0 or a negative errno. What was written of a line that failed is cut off again.
    int flush(bool durable);

private:
    Ledger(archive::Io& io, archive::OpenFile file, std::uint64_t size) : io_(&io), file_(std::move(file)), size_(size) {}

    archive::Io* io_;
    archive::OpenFile file_;
    std::uint64_t size_;
    std::string pending_;
};

}  // namespace offprint::batch
