#include "archive/index.h"

#include <algorithm>

#include "archive/pdf_facts.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

std::string joined(std::vector<std::string> const& words, std::string_view between) {
    std::string out;
    for (std::string const& word : words) {
        if (!out.empty()) out += between;
        out += word;
    }
    return out;
}

catalog::Position position_of(std::vector<Entry> const& entries, std::uint64_t records) {
    Tree tree;
    for (std::uint64_t i = 0; i < records; ++i) tree.add(entries[i].leaf);
    return {records, to_hex(tree.root())};
}

/// What is searched for a report: nothing of one that was disposed of, or whose object cannot be read.
std::string searched_text(Io& io, Places const& places, Report const& report) {
    if (!report.disposed.empty()) return {};
    int error = 0;
    auto bytes = io.read(places.object(report.object), error);
    return bytes && to_hex(sha256(*bytes)) == report.object ? text_of_pdf(std::move(*bytes)) : std::string();
}

/// Reports that the records from `begin` on speak of; `fresh` are those that they archive.
void touched(std::vector<Entry> const& entries, std::size_t begin, State const& state, std::set<std::string>& all, std::set<std::string>& fresh) {
    for (std::size_t i = begin; i < entries.size(); ++i) {
        Record const& record = entries[i].record;
        if (record.action == "ingest") fresh.insert(record.report);
        if (!record.report.empty()) all.insert(record.report);
        for (std::string& id : texts_at(record.detail, "reports")) all.insert(std::move(id));
        // Whoever shares a held object is held too.
        if (record.action == "hold" || record.action == "release")
            for (Report const& report : state.reports) all.insert(report.id);
    }
}

/// Whether the file is as it was when it was last closed.
bool is_as_closed(Io& io, Places const& places) {
    int error = 0;
    auto const sum = io.read(places.catalog_sum(), error), bytes = io.read(places.catalog(), error), unmerged = io.read(places.catalog() + "-wal", error);
    return sum && bytes && (!unmerged || unmerged->empty()) && *sum == to_hex(sha256(*bytes)) + "\n";
}

bool close(Store const& store, catalog::Catalog& catalog, std::string const& path, std::string& error) {
    // A reader that keeps pages from being written back leaves a catalogue without its sum; the next run makes it again.
    if (!catalog.close()) return true;
    int code = 0;
    Places const& places = store.places();
    auto const bytes = store.io().read(path, code);
    if (bytes && path != places.catalog()) {
        for (char const* const ending : {"-wal", "-shm"}) store.io().remove(places.catalog() + ending);
        code = store.io().rename(path, places.catalog());
    }
    if (bytes && code >= 0) code = write_whole_file(store.io(), places.staging(), places.root, "catalog.sum", to_hex(sha256(*bytes)) + "\n", 0644, true);
    if (bytes && code >= 0) return true;
    error = words_of_error(code);
    return false;
}

}  // namespace

catalog::Row row_of(State const& state, Report const& r) {
    catalog::Row out;
    out.id = r.id;
    out.object = r.object;
    out.title = r.title;
    out.date = r.date;
    out.client = r.client;
    out.instrument = r.instrument;
    out.profile = r.profile;
    out.authors = joined(r.authors, ", ");
    out.classes = joined(r.classes, " ");
    out.approved_by = r.approved_by;
    out.added = r.added;
    out.until = r.until;
    out.disposed = r.disposed;
    out.matters = joined(state.matters_of(r), ", ");
    out.seq = r.seq;
    out.pages = r.pages;
    return out;
}

bool index(Store const& store, catalog::Module const& module, std::string& error) {
    Io& io = store.io();
    Places const& places = store.places();
    std::vector<Entry> const& entries = store.entries();
    if (!is_as_closed(io, places)) return rebuild_index(store, module, error);
    auto catalog = module.open(places.catalog(), catalog::Mode::Write, error);
    auto const position = catalog ? catalog->position(error) : std::nullopt;
    bool const follows = position && position->records <= entries.size() && *position == position_of(entries, position->records);
    if (follows && position->records == entries.size()) return true;
    // After a disposal it is made again, not changed: the words of what is gone should not be left in a page that is no longer used.
    if (!follows || std::any_of(entries.begin() + static_cast<std::ptrdiff_t>(position->records), entries.end(),
                                [](Entry const& entry) { return entry.record.action == "dispose"; })) {
        catalog.reset();
        return rebuild_index(store, module, error);
    }
    std::set<std::string> all, fresh;
    touched(entries, position->records, store.state(), all, fresh);
    std::vector<catalog::Change> changes;
    for (std::string const& id : all) {
        Report const* const report = store.state().find(id);
        if (report == nullptr) continue;
        changes.push_back({row_of(store.state(), *report), std::nullopt});
        if (fresh.contains(id)) changes.back().text = searched_text(io, places, *report);
    }
    io.remove(places.catalog_sum());
    return catalog->apply(changes, position_of(entries, entries.size()), error) && close(store, *catalog, places.catalog(), error);
}

bool rebuild_index(Store const& store, catalog::Module const& module, std::string& error) {
    Io& io = store.io();
    Places const& places = store.places();
    std::string const path = places.staging() + "/catalog.db";
    for (char const* const ending : {"", "-wal", "-shm"}) io.remove(path + ending);
    io.remove(places.catalog_sum());
    auto const catalog = module.open(path, catalog::Mode::Make, error);
    if (!catalog) return false;
    // In portions, so that not all texts are in memory at once.
    constexpr std::size_t kPortion = 100;
    std::vector<catalog::Change> changes;
    for (Report const& report : store.state().reports) {
        changes.push_back({row_of(store.state(), report), searched_text(io, places, report)});
        if (changes.size() < kPortion) continue;
        if (!catalog->apply(changes, {}, error)) return false;
        changes.clear();
    }
    return catalog->apply(changes, position_of(store.entries(), store.entries().size()), error) && close(store, *catalog, path, error);
}

void check_index(Io& io, Places const& places, std::vector<Entry> const& entries, catalog::Module const& module, bool texts, std::vector<Finding>& findings) {
    using enum Finding::Kind;
    int code = 0;
    bool const has_sum = io.read(places.catalog_sum(), code).has_value();
    if (has_sum && !is_as_closed(io, places)) return findings.push_back({Differs, "catalogue", "its bytes are not those that were written"});
    if (!has_sum) findings.push_back({Note, "catalogue", "it was not closed; the next run that writes makes it again"});
    std::string error;
    // One that was not closed may have parts that SQLite has yet to merge.
    auto const catalog = module.open(places.catalog(), has_sum ? catalog::Mode::Still : catalog::Mode::Read, error);
    auto const position = catalog ? catalog->position(error) : std::nullopt;
    // What an interrupted run left is no fault; what was closed must be right.
    Finding::Kind const kind = has_sum ? Differs : Note;
    if (!position) return findings.push_back({kind, "catalogue", fmt::format("it cannot be read: {}", error)});
    if (std::string const said = catalog->check(); !said.empty()) return findings.push_back({kind, "catalogue", said});
    if (position->records > entries.size() || *position != position_of(entries, position->records))
        return findings.push_back({kind, "catalogue", fmt::format("it is that of {} records of another log", position->records)});
    // A run may have died between the log and the catalogue. As far as it goes it must be right.
    bool const is_behind = position->records < entries.size();
    if (is_behind) findings.push_back({Note, "catalogue", fmt::format("it is behind the log: {} of {} records", position->records, entries.size())});
    std::string wrong;
    State const state = state_of({entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(position->records)}, wrong);
    texts = texts && !is_behind;
    auto const rows = catalog->find({}, error);
    if (!rows) return findings.push_back({Differs, "catalogue", error});
    std::size_t const before = findings.size();
    if (rows->size() != state.reports.size())
        findings.push_back({Differs, "catalogue", fmt::format("it has {} reports, the log {}", rows->size(), state.reports.size())});
    for (std::size_t i = 0; i < std::min(rows->size(), state.reports.size()); ++i) {
        Report const& report = state.reports[i];
        if ((*rows)[i] != row_of(state, report)) findings.push_back({Differs, "catalogue", fmt::format("{} is not as the log has it", report.id)});
        if (texts && catalog->text(report.seq, error) != searched_text(io, places, report))
            findings.push_back({Differs, "catalogue", fmt::format("the words of {} are not those of its pages", report.id)});
    }
    if (findings.size() == before) findings.push_back({Proved, "catalogue", fmt::format("{} reports as the log has them", rows->size())});
}

}  // namespace offprint::archive
