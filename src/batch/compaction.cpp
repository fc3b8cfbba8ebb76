#include "batch/compaction.h"

#include <algorithm>
#include <cerrno>

#include "fmt/format.h"

namespace offprint::batch {

std::vector<Entry const*> older_entries(History const& history, std::function<bool(Entry const&)> const& is_there) {
    std::vector<Entry const*> older;
    for (auto const& [path, entry] : history.by_path) {
        auto const row = history.rows.find(entry->id);
        bool const is_of_run = row != history.rows.end() && row->second == entry;
        if (!is_of_run && is_there(*entry)) older.push_back(entry.get());
    }
    std::sort(older.begin(), older.end(), [](Entry const* a, Entry const* b) { return a->path < b->path; });
    return older;
}

std::string compacted(History const& history, std::vector<Entry const*> const& older) {
    std::string out;
    for (Entry const* entry : older) out += line_of(*entry);
    RunHead head = history.head;
    // One that completes a run keeps the rows before it, which would be the older ones, too.
    head.completes = false;
    out += line_of(head);
    for (auto const& [id, entry] : history.rows) out += line_of(*entry);
    if (history.head.completes) out += line_of(history.head);
    if (history.end) out += line_of(*history.end);
    return out;
}

int keep_short(archive::Io& io, OutPlaces const& places, std::string const& written, History& history, std::size_t limit) {
    // Counted before a line is written: most long ledgers are those of long runs.
    if (written.size() < limit || 2 * history.rows.size() > history.lines) return 0;
    auto const older = older_entries(history, [&](Entry const& entry) { return has_size(places.root + "/" + entry.path, entry.size); });
    if (2 * (history.rows.size() + older.size()) > history.lines) return 0;
    std::string const shorter = compacted(history, older);
    int error = -EEXIST;
    for (int number = 1; error == -EEXIST; ++number)
        error = archive::write_whole_file(io, places.staging(), places.state(), fmt::format("ledger-{}.jsonl", number), written, 0644, false);
    if (error >= 0) error = replace_file(io, places, places.ledger(), shorter);
    if (error < 0) return error;
    history = read_history(shorter);
    return 0;
}

}  // namespace offprint::batch
