#include "archive/changes.h"

#include <algorithm>

#include "archive/pdf_facts.h"
#include "archive/retention.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

bool is_same(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool matches(Report const& report, Selection const& s) {
    if (!s.client.empty() && !is_same(report.client, s.client)) return false;
    if (!s.instrument.empty() && !is_same(report.instrument, s.instrument)) return false;
    if (!s.from.empty() && report.date < s.from) return false;
    return s.to.empty() || (!report.date.empty() && report.date <= s.to);
}

/// Why a report may not be disposed of; empty: it may.
std::string obstacle(State const& state, Report const& report, std::string_view today) {
    if (!report.disposed.empty()) return "it was disposed of already";
    if (auto const matters = state.matters_of(report); !matters.empty()) return fmt::format("matter '{}' holds it", matters.front());
    if (today <= report.until) return fmt::format("it is to be kept until {}", report.until);
    return {};
}

struct Prepared {
    Report report;
    std::string path;
};

std::optional<std::string> read_input(Store& store, std::string const& path, Fault& fault) {
    int error = 0;
    auto bytes = store.io().read(path, error);
    if (!bytes) return refuse(fault, fmt::format("'{}' cannot be read: {}", path, words_of_error(error))), std::nullopt;
    if (bytes->size() > kPdfLimit) return refuse(fault, fmt::format("'{}' is larger than {} MB", path, kPdfLimit / 1'000'000)), std::nullopt;
    return bytes;
}

/// What the record of a PDF will say, before anything is written.
std::optional<Prepared> prepare(Store& store, AddRequest const& request, std::size_t index, Fault& fault) {
    std::string const& path = request.files[index];
    auto bytes = read_input(store, path, fault);
    if (!bytes) return std::nullopt;
    Prepared out;
    Report& r = out.report;
    out.path = path;
    r.object = to_hex(sha256(*bytes));
    r.size = bytes->size();
    std::string error;
    auto const facts = read_pdf(std::move(*bytes), error);
    if (!facts) return refuse(fault, fmt::format("'{}' is no PDF that can be archived: {}", path, error)), std::nullopt;
    r.file = path.substr(path.rfind('/') + 1);
    r.title = facts->title;
    r.date = facts->date;
    r.profile = facts->profile;
    r.authors = facts->authors;
    r.pages = facts->pages;
    r.client = well_formed(index < request.clients.size() ? request.clients[index] : request.client);
    r.instrument = well_formed(request.instrument);
    r.approved_by = well_formed(request.approved_by);
    r.classes = request.classes.empty() ? std::vector<std::string>{"house"} : request.classes;
    r.until = keep_until(store.now(), r.classes);
    for (reader::AttachedFile const& file : facts->attached) r.inputs.push_back({file.name, to_hex(sha256(file.bytes)), file.bytes.size()});
    return out;
}

bool put_all(Store& store, Prepared const& prepared, Fault& fault) {
    auto bytes = read_input(store, prepared.path, fault);
    if (!bytes) return false;
    std::string hash, error;
    if (to_hex(sha256(*bytes)) != prepared.report.object) return refuse(fault, fmt::format("'{}' changed while it was archived", prepared.path));
    if (!store.put(*bytes, hash, fault)) return false;
    auto const facts = read_pdf(std::move(*bytes), error);
    if (!facts) return refuse(fault, fmt::format("'{}' is no PDF that can be archived: {}", prepared.path, error));
    return std::all_of(facts->attached.begin(), facts->attached.end(), [&](reader::AttachedFile const& file) { return store.put(file.bytes, hash, fault); });
}

}  // namespace

std::optional<std::vector<Report const*>> select(State const& state, Selection const& s, Fault& fault) {
    if (s.is_empty()) return refuse(fault, "nothing is selected", "name reports, '--client', '--instrument', '--from', '--to' or '--all'"), std::nullopt;
    for (std::string const* const day : {&s.from, &s.to})
        if (!day->empty() && !is_day(*day)) return refuse(fault, fmt::format("'{}' is no day", *day), "write it as 2026-06-15"), std::nullopt;
    std::vector<Report const*> out;
    if (s.ids.empty()) {
        for (Report const& report : state.reports)
            if (matches(report, s)) out.push_back(&report);
        return out;
    }
    for (std::string const& id : s.ids) {
        Report const* const report = find_report(state, id, fault);
        if (report == nullptr) return std::nullopt;
        if (matches(*report, s) && std::find(out.begin(), out.end(), report) == out.end()) out.push_back(report);
    }
    std::sort(out.begin(), out.end(), [](Report const* a, Report const* b) { return a->seq < b->seq; });
    return out;
}

Report const* find_report(State const& state, std::string_view id, Fault& fault) {
    if (Report const* const report = state.find(id)) return report;
    Report const* found = nullptr;
    if (id.size() >= 8)
        for (Report const& report : state.reports) {
            if (!report.object.starts_with(id)) continue;
            if (found != nullptr && found->object != report.object) return refuse(fault, fmt::format("several reports begin with '{}'", id)), nullptr;
            found = &report;
        }
    if (found == nullptr) refuse(fault, fmt::format("no report '{}' is in the archive", id), "'offprint archive list' tells their names");
    return found;
}

std::optional<std::vector<Added>> add(Store& store, AddRequest const& request, Fault& fault) {
    for (std::string const& name : request.classes)
        if (!is_retention_class(name)) return refuse(fault, fmt::format("'{}' is no class of keeping", name), "us-bd, us-ia, eu-mifid or house"), std::nullopt;
    std::vector<Prepared> all;
    for (std::size_t i = 0; i < request.files.size(); ++i) {
        auto prepared = prepare(store, request, i, fault);
        if (!prepared) return std::nullopt;
        all.push_back(std::move(*prepared));
    }
    std::vector<Draft> drafts;
    std::uint64_t seq = store.entries().size();
    for (Prepared& prepared : all) {
        if (!put_all(store, prepared, fault)) return std::nullopt;
        drafts.push_back({"ingest", prepared.report.object, fmt::format("r{}", seq++), ingest_detail(prepared.report)});
    }
    std::size_t const begin = store.entries().size();
    if (!store.commit(std::move(drafts), fault)) return std::nullopt;
    std::vector<Added> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Entry const& entry = store.entries()[begin + i];
        out.push_back({entry.record.report, all[i].path, entry.record.object, to_hex(entry.leaf), entry.record.seq});
    }
    return out;
}

bool record_event(Store& store, std::string const& action, std::string const& id, std::string const& by, std::string const& words, Fault& fault) {
    Report const* const report = find_report(store.state(), id, fault);
    if (report == nullptr) return false;
    Map detail;
    if (!by.empty()) detail.emplace("by", well_formed(by));
    if (!words.empty()) detail.emplace("words", well_formed(words));
    return store.commit({{action, report->object, report->id, std::move(detail)}}, fault);
}

bool retain(Store& store, std::string const& id, std::string const& until, Fault& fault) {
    Report const* const report = find_report(store.state(), id, fault);
    if (report == nullptr) return false;
    if (!is_day(until)) return refuse(fault, fmt::format("'{}' is no day", until), "write it as 2033-06-15");
    if (until < report->until) return refuse(fault, fmt::format("{} is kept until {}; that may be longer, never shorter", report->id, report->until));
    return store.commit({{"retain", report->object, report->id, Map{{"until", until}}}}, fault);
}

std::optional<std::size_t> hold(Store& store, std::string const& matter, Selection const& selection, std::string const& reason, Fault& fault) {
    if (matter.empty()) return refuse(fault, "a hold has the name of a matter"), std::nullopt;
    auto const reports = select(store.state(), selection, fault);
    if (!reports) return std::nullopt;
    std::vector<std::string> ids;
    std::set<std::string> objects;
    for (Report const* const report : *reports) {
        if (!report->disposed.empty()) continue;
        ids.push_back(report->id);
        objects.insert(report->object);
        for (Input const& input : report->inputs) objects.insert(input.sha256);
    }
    if (ids.empty()) return refuse(fault, "nothing that is there is selected"), std::nullopt;
    Map detail{
        {"matter", well_formed(matter)}, {"reports", list_of(ids)}, {"objects", list_of({objects.begin(), objects.end()})}, {"reason", well_formed(reason)}};
    if (!store.commit({{"hold", {}, {}, std::move(detail)}}, fault)) return std::nullopt;
    return ids.size();
}

bool release(Store& store, std::string const& matter, std::string const& reason, Fault& fault) {
    if (!store.state().holds.contains(matter)) return refuse(fault, fmt::format("matter '{}' holds nothing", matter));
    return store.commit({{"release", {}, {}, Map{{"matter", matter}, {"reason", well_formed(reason)}}}}, fault);
}

std::optional<std::vector<std::string>> dispose(Store& store, DisposeRequest const& request, Fault& fault) {
    if (request.reason.empty() || request.second_person.empty())
        return refuse(fault, "a disposal has a reason and a second person who agreed", "'--reason' and '--second-person'"), std::nullopt;
    if (well_formed(request.second_person) == store.actor()) return refuse(fault, "the second person is another than who disposes"), std::nullopt;
    State const& state = store.state();
    std::string const today = store.now().substr(0, 10);
    bool const named = !request.selection.is_empty();
    Selection everything;
    everything.all = true;
    auto const reports = select(state, named ? request.selection : everything, fault);
    if (!reports) return std::nullopt;
    std::vector<std::string> ids;
    for (Report const* const report : *reports) {
        std::string const why_not = obstacle(state, *report, today);
        if (why_not.empty())
            ids.push_back(report->id);
        else if (named)
            return refuse(fault, fmt::format("{} is not disposed of: {}", report->id, why_not)), std::nullopt;
    }
    if (request.dry_run || ids.empty()) return ids;
    Map detail{{"reports", list_of(ids)}, {"second_person", well_formed(request.second_person)}, {"reason", well_formed(request.reason)}};
    if (!store.commit({{"dispose", {}, {}, std::move(detail)}}, fault) || !store.finish_disposals(fault)) return std::nullopt;
    return ids;
}

}  // namespace offprint::archive
