// What the log adds up to: reports, holds, and the objects that must be there. A pure function of the records.
#pragma once
#include <map>
#include <set>

#include "archive/log.h"

namespace offprint::archive {

/// A file that a report was made of, kept as an object of its own.
struct Input {
    std::string name, sha256;
    std::uint64_t size = 0;
};

/// A PDF that was archived.
struct Report {
    std::string id;  // "r17": by the number of its record
    std::uint64_t seq = 0, size = 0, pages = 0;
    std::string object, file, title, date, profile, client, instrument, approved_by;
    std::vector<std::string> authors, classes;
    std::vector<Input> inputs;
    std::string added, until;         // time of the record; last day of keeping
    std::string disposed;             // time of its disposal; empty: it is there
    std::vector<std::string> events;  // "approve 2026-06-15T12:00:00Z by ada: words", in order
};

/// What a matter holds: frozen to the reports and objects that were found then.
struct Hold {
    std::set<std::string> reports, objects;
};

struct State {
    std::vector<Report> reports;        // in the order of the log
    std::map<std::string, Hold> holds;  // those in force, by matter
    std::string origin, public_key;     // as the first record names them

    Report const* find(std::string_view id) const;
    /// Matters that hold a report, by its id or its PDF.
    std::vector<std::string> matters_of(Report const& report) const;
    /// Objects that must be there, each with the first report that needs it.
    std::map<std::string, std::string> live_objects() const;
    /// Objects that were disposed of and are needed by nobody else.
    std::set<std::string> disposed_objects() const;
};

/// Takes in a record. False for one that says nothing that can be (a report that is not there, a shorter time of keeping): it is told, and left out.
bool take_in(State& state, Record const& record, std::string& fault);
/// The state after all records; the first fault in `fault`.
State state_of(std::vector<Entry> const& entries, std::string& fault);

/// What an ingest record says, and the detail of one that says it.
Report report_of(Record const& record);
Map ingest_detail(Report const& report);

}  // namespace offprint::archive
