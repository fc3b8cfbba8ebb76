// What is done to an archive: each is one or more records, after it was looked whether it may be.
#pragma once
#include "archive/store.h"

namespace offprint::archive {

/// Reports by their ids, or by what they are; all that is given must hold. `from` and `to` are days of the report, both included.
struct Selection {
    std::vector<std::string> ids;
    std::string client, instrument, from, to;
    bool all = false;
    bool is_empty() const { return ids.empty() && client.empty() && instrument.empty() && from.empty() && to.empty() && !all; }
};
/// Reports of the log, not of the catalogue. A fault for a selection of nothing, an id that is not there, a day that is none.
std::optional<std::vector<Report const*>> select(State const& state, Selection const& selection, Fault& fault);
/// A report by its id, or by the first eight or more digits of its PDF's hash.
Report const* find_report(State const& state, std::string_view id, Fault& fault);

struct AddRequest {
    std::vector<std::string> files, classes;
    std::string client, instrument, approved_by;
    std::vector<std::string> clients;  // of each file, where they are not the same; empty: `client` of all
};
struct Added {
    std::string id, file, object, leaf;
    std::uint64_t seq = 0;
};
/// Archives PDFs and what is attached to them, all or none of them. What it gives may be acknowledged.
std::optional<std::vector<Added>> add(Store& store, AddRequest const& request, Fault& fault);

/// approve, distribute, supersede or withdraw: an event of a report.
bool record_event(Store& store, std::string const& action, std::string const& id, std::string const& by, std::string const& words, Fault& fault);
/// Keeps a report longer; never shorter.
bool retain(Store& store, std::string const& id, std::string const& until, Fault& fault);
/// Holds what is selected now for a matter; how many.
std::optional<std::size_t> hold(Store& store, std::string const& matter, Selection const& selection, std::string const& reason, Fault& fault);
bool release(Store& store, std::string const& matter, std::string const& reason, Fault& fault);

struct DisposeRequest {
    Selection selection;  // empty: all that may be
    std::string second_person, reason;
    bool dry_run = false;
};
/// Removes the objects of reports that are past their time and that no matter holds; their records stay. Reports that were named and may not go are a fault,
/// and then nothing is done. Gives those that went, or would.
std::optional<std::vector<std::string>> dispose(Store& store, DisposeRequest const& request, Fault& fault);

}  // namespace offprint::archive
