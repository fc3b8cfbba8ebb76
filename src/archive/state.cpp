#include "archive/state.h"

#include <algorithm>

#include "archive/retention.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

bool ingest(State& state, Record const& record, std::string& fault) {
    Report report = report_of(record);
    bool const named = record.report == fmt::format("r{}", record.seq) && digest_of_hex(record.object);
    // The day may have changed between the reckoning and the record.
    bool const kept = is_day(report.until) && report.until >= keep_until(time_text(seconds_of(record.time).value_or(0) - 86400), report.classes);
    bool const inputs = std::all_of(report.inputs.begin(), report.inputs.end(), [](Input const& i) { return digest_of_hex(i.sha256).has_value(); });
    if (!named || !kept || !inputs) return fault = "an ingest that names no object, or keeps it for less than its class asks", false;
    state.reports.push_back(std::move(report));
    return true;
}

Report* find(State& state, std::string_view id) { return const_cast<Report*>(static_cast<State const&>(state).find(id)); }

bool retain(State& state, Record const& record, std::string& fault) {
    Report* const report = find(state, record.report);
    std::string const until = text_at(record.detail, "until");
    if (report == nullptr || !is_day(until) || until < report->until) return fault = "a time of keeping that is none, or shorter than before", false;
    report->until = until;
    return true;
}

bool dispose(State& state, Record const& record, std::string& fault) {
    for (std::string const& id : texts_at(record.detail, "reports")) {
        Report* const report = find(state, id);
        if (report == nullptr || !report->disposed.empty()) return fault = fmt::format("a disposal of '{}', which is not there", id), false;
        if (!state.matters_of(*report).empty()) return fault = fmt::format("a disposal of '{}', which is held", id), false;
        if (record.time.substr(0, 10) <= report->until)
            return fault = fmt::format("a disposal of '{}', which is to be kept until {}", id, report->until), false;
        report->disposed = record.time;
    }
    return true;
}

bool event(State& state, Record const& record, std::string& fault) {
    Report* const report = find(state, record.report);
    if (report == nullptr) return fault = fmt::format("an event of '{}', which is not there", record.report), false;
    std::string const by = text_at(record.detail, "by"), words = text_at(record.detail, "words");
    report->events.push_back(fmt::format("{} {} by {}{}{}", record.action, record.time, by.empty() ? record.actor.id : by, words.empty() ? "" : ": ", words));
    if (record.action == "approve" && !by.empty()) report->approved_by = by;
    return true;
}

}  // namespace

Report report_of(Record const& record) {
    Map const& d = record.detail;
    Report out;
    out.id = record.report;
    out.seq = record.seq;
    out.object = record.object;
    out.added = record.time;
    out.size = static_cast<std::uint64_t>(number_at(d, "size"));
    out.pages = static_cast<std::uint64_t>(number_at(d, "pages"));
    out.file = text_at(d, "file");
    out.title = text_at(d, "title");
    out.date = text_at(d, "date");
    out.profile = text_at(d, "profile");
    out.client = text_at(d, "client");
    out.instrument = text_at(d, "instrument");
    out.approved_by = text_at(d, "approved_by");
    out.authors = texts_at(d, "authors");
    out.classes = texts_at(d, "classes");
    out.until = text_at(d, "until");
    if (auto const inputs = d.find("inputs"); inputs != d.end() && inputs->second.list() != nullptr)
        for (Value const& item : *inputs->second.list())
            if (Map const* const input = item.map())
                out.inputs.push_back({text_at(*input, "name"), text_at(*input, "sha256"), static_cast<std::uint64_t>(number_at(*input, "size"))});
    return out;
}

Report const* State::find(std::string_view id) const {
    // Reports stand in the order of their numbers.
    auto const at = std::lower_bound(reports.begin(), reports.end(), id, [](Report const& r, std::string_view wanted) {
        return r.id.size() != wanted.size() ? r.id.size() < wanted.size() : r.id < wanted;
    });
    return at != reports.end() && at->id == id ? &*at : nullptr;
}

std::vector<std::string> State::matters_of(Report const& report) const {
    std::vector<std::string> out;
    for (auto const& [matter, hold] : holds)
        if (hold.reports.contains(report.id) || hold.objects.contains(report.object)) out.push_back(matter);
    return out;
}

std::map<std::string, std::string> State::live_objects() const {
    std::map<std::string, std::string> out;
    for (Report const& report : reports) {
        if (!report.disposed.empty()) continue;
        out.emplace(report.object, report.id);
        for (Input const& input : report.inputs) out.emplace(input.sha256, report.id);
    }
    return out;
}

std::set<std::string> State::disposed_objects() const {
    std::map<std::string, std::string> const live = live_objects();
    std::set<std::string> out;
    auto const add = [&](std::string const& object) {
        bool const held = std::any_of(holds.begin(), holds.end(), [&](auto const& hold) { return hold.second.objects.contains(object); });
        if (!held && !live.contains(object)) out.insert(object);
    };
    for (Report const& report : reports) {
        if (report.disposed.empty()) continue;
        add(report.object);
        for (Input const& input : report.inputs) add(input.sha256);
    }
    return out;
}

bool take_in(State& state, Record const& record, std::string& fault) {
    std::string const& action = record.action;
    if (action == "schema") {
        if (record.seq == 0) {
            state.origin = text_at(record.detail, "origin");
            state.public_key = text_at(record.detail, "public_key");
        }
        return true;
    }
    if (action == "ingest") return ingest(state, record, fault);
    if (action == "retain") return retain(state, record, fault);
    if (action == "dispose") return dispose(state, record, fault);
    if (action == "hold") {
        Hold& hold = state.holds[text_at(record.detail, "matter")];
        for (std::string& id : texts_at(record.detail, "reports")) hold.reports.insert(std::move(id));
        for (std::string& object : texts_at(record.detail, "objects")) hold.objects.insert(std::move(object));
        return true;
    }
    if (action == "release") {
        if (state.holds.erase(text_at(record.detail, "matter")) == 0) return fault = "a release of a matter that holds nothing", false;
        return true;
    }
    if (action == "approve" || action == "distribute" || action == "supersede" || action == "withdraw") return event(state, record, fault);
    if (action == "export" || action == "verify" || action == "repair" || action == "access") return true;
    return fault = fmt::format("an action '{}' that is none", action), false;
}

State state_of(std::vector<Entry> const& entries, std::string& fault) {
    State out;
    for (Entry const& entry : entries) {
        std::string one;
        if (!take_in(out, entry.record, one) && fault.empty()) fault = fmt::format("record {}: {}", entry.record.seq, one);
    }
    return out;
}

Map ingest_detail(Report const& report) {
    Map out;
    auto const text = [&](char const* key, std::string const& value) {
        if (!value.empty()) out.emplace(key, well_formed(value));
    };
    text("file", report.file);
    text("title", report.title);
    text("date", report.date);
    text("profile", report.profile);
    text("client", report.client);
    text("instrument", report.instrument);
    text("approved_by", report.approved_by);
    text("until", report.until);
    out.emplace("size", static_cast<std::int64_t>(report.size));
    out.emplace("pages", static_cast<std::int64_t>(report.pages));
    out.emplace("authors", list_of(report.authors));
    out.emplace("classes", list_of(report.classes));
    List inputs;
    for (Input const& input : report.inputs)
        inputs.emplace_back(Map{{"name", well_formed(input.name)}, {"sha256", input.sha256}, {"size", static_cast<std::int64_t>(input.size)}});
    out.emplace("inputs", std::move(inputs));
    return out;
}

}  // namespace offprint::archive
