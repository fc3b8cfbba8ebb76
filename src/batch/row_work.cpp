#include "batch/row_work.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

#include "archive/value.h"
#include "base/sha256.h"
#include "fmt/format.h"

namespace offprint::batch {
namespace {

using archive::Map;
using archive::Value;

/// Faults of a row that are told; the rest can be had from `offprint check`.
constexpr std::size_t kFaults = 20;

using Clock = std::chrono::steady_clock;
std::int64_t microseconds_since(Clock::time_point start) { return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count(); }

Value number(std::uint64_t n) { return Value(static_cast<std::int64_t>(n)); }

}  // namespace

std::string to_text(Answer const& a) {
    archive::List faults;
    for (RowFault const& f : a.faults)
        faults.push_back(Value(Map{{"code", f.code},
                                   {"message", archive::well_formed(f.message)},
                                   {"file", archive::well_formed(f.file)},
                                   {"line", number(f.line)},
                                   {"column", number(f.column)},
                                   {"machine", number(f.is_of_machine ? 1 : 0)}}));
    Map stages;
    for (auto const& [stage, microseconds] : a.stages) stages.emplace(stage, Value(microseconds));
    return archive::canonical(Value(Map{{"state", number(static_cast<std::uint64_t>(a.state))},
                                        {"key", a.key},
                                        {"path", a.path},
                                        {"sha256", a.sha256},
                                        {"staged", a.staged},
                                        {"remade", a.remade},
                                        {"size", number(a.size)},
                                        {"pages", number(a.pages)},
                                        {"ms", Value(a.milliseconds)},
                                        {"faults", Value(std::move(faults))},
                                        {"stages", Value(std::move(stages))}}));
}

std::optional<Answer> read_answer(std::string_view text) {
    auto const value = archive::read_canonical(text);
    Map const* const map = value ? value->map() : nullptr;
    if (map == nullptr) return std::nullopt;
    Answer out;
    out.state = static_cast<Answer::State>(std::clamp<std::int64_t>(archive::number_at(*map, "state"), 0, static_cast<int>(Answer::State::Unavailable)));
    out.key = archive::text_at(*map, "key");
    out.path = archive::text_at(*map, "path");
    out.sha256 = archive::text_at(*map, "sha256");
    out.staged = archive::text_at(*map, "staged");
    out.remade = archive::text_at(*map, "remade");
    out.size = static_cast<std::uint64_t>(archive::number_at(*map, "size"));
    out.pages = static_cast<std::uint64_t>(archive::number_at(*map, "pages"));
    out.milliseconds = archive::number_at(*map, "ms");
    if (auto const stages = map->find("stages"); stages != map->end() && stages->second.map() != nullptr)
        for (auto const& [stage, time] : *stages->second.map()) out.stages.emplace(stage, archive::number_at(*stages->second.map(), stage));
    auto const faults = map->find("faults");
    if (faults == map->end() || faults->second.list() == nullptr) return std::nullopt;
    for (Value const& each : *faults->second.list()) {
        if (each.map() == nullptr) return std::nullopt;
        Map const& f = *each.map();
        out.faults.push_back({archive::text_at(f, "code"), archive::text_at(f, "message"), archive::text_at(f, "file"),
                              static_cast<std::uint32_t>(archive::number_at(f, "line")), static_cast<std::uint32_t>(archive::number_at(f, "column")),
                              archive::number_at(f, "machine") != 0});
    }
    return out;
}

void take_faults(Answer& answer, std::size_t row, Rows const& rows, Sources const& sources, Diagnostics& diagnostics) {
    diagnostics.sort();
    bool unavailable = false, input = false;
    for (Diagnostic const& d : diagnostics.items()) {
        if (d.severity != Severity::Error) continue;
        unavailable |= d.fault == FaultClass::DataUnavailable;
        input |= d.fault != FaultClass::DataUnavailable;
        if (answer.faults.size() >= kFaults) continue;
        Span const span = d.span ? d.span : rows.span(row);
        Place const place = sources.place(span.source, span.begin);
        RowFault fault{d.code, d.message, std::string(place.file), place.line, place.column, d.fault != FaultClass::Input};
        // Of faults in the article and in the row, the row's comes first: it is the one that only this row has.
        bool const is_of_row = span.source == rows.source();
        answer.faults.insert(
            is_of_row ? std::find_if(answer.faults.begin(), answer.faults.end(), [&](RowFault const& f) { return f.file != place.file; }) : answer.faults.end(),
            std::move(fault));
    }
    if (answer.faults.empty()) answer.faults.push_back({"E970", "a fault of the program: no PDF, and nothing that tells why", {}, 0, 0});
    if (unavailable && !input) answer.state = Answer::State::Unavailable;
}

Answer RowWork::make(std::size_t row) const {
    auto const start = Clock::now();
    Answer answer;
    try {
        answer = try_make(row);
    } catch (std::bad_alloc const&) {
        throw;  // the worker's state is not to be trusted any more
    } catch (std::exception const& error) {
        answer = {};
        answer.faults.push_back({"E970", fmt::format("a fault of the program: {}", error.what()), {}, 0, 0});
    }
    std::int64_t const all = microseconds_since(start);
    answer.milliseconds = all / 1000;
    if (!rules_.timings) {
        answer.stages.clear();
    } else {
        std::int64_t told = 0;
        for (auto const& [stage, time] : answer.stages) told += time;
        answer.stages["other"] = std::max<std::int64_t>(0, all - told);
    }
    return answer;
}

Answer RowWork::try_make(std::size_t row) const {
    Answer answer;
    Diagnostics diagnostics;
    std::vector<bind::Given> const given = rows_.given(row);
    auto start = Clock::now();
    auto const key = press_.key(given, diagnostics);
    answer.stages["bind"] = microseconds_since(start);
    if (!key || diagnostics.has_errors()) {
        take_faults(answer, row, rows_, press_.sources(), diagnostics);
        return answer;
    }
    answer.key = *key;
    answer.path = rows_.name(row).empty() ? path_of_key(*key) : rows_.name(row);
    auto const made = history_.by_path.find(answer.path);
    bool const is_done = made != history_.by_path.end() && made->second->key == *key && is_there(*made->second);
    if (is_done) {
        answer.state = Answer::State::Skipped;
        answer.sha256 = made->second->sha256;
        answer.size = made->second->size;
        answer.pages = made->second->pages;
        if (!is_sample(*key)) return answer;
    }
    std::optional<std::string> const pdf = print(given, answer, diagnostics);
    if (!pdf) {
        answer.state = Answer::State::Failed;
        take_faults(answer, row, rows_, press_.sources(), diagnostics);
        return answer;
    }
    start = Clock::now();
    std::string const sum = to_hex(sha256(*pdf));
    if (is_done) {
        answer.remade = sum;
        return answer;
    }
    answer.sha256 = sum;
    answer.size = pdf->size();
    answer.staged = fmt::format("{}/{}-{}.pdf", places_.staging(), ::getpid(), row);
    int const error = stage(io_, answer.staged, *pdf, rules_.durability);
    answer.stages["write"] += microseconds_since(start);  // beside what putting the file together took
    answer.state = error < 0 ? Answer::State::Unwritable : Answer::State::Made;
    if (error < 0) answer.faults.push_back({"E967", fmt::format("cannot write '{}': {}", places_.root, archive::words_of_error(error)), {}, 0, 0});
    return answer;
}

std::optional<std::string> RowWork::print(std::vector<bind::Given> const& given, Answer& answer, Diagnostics& diagnostics) const {
    StringSink sink;
    ops::RenderResult result = press_.print(given, &sink, diagnostics);
    for (ops::StageTime const& one : result.times) answer.stages[one.stage] += static_cast<std::int64_t>(one.milliseconds * 1000);
    if (!result.pdf_size || diagnostics.has_errors()) return std::nullopt;
    answer.pages = result.pages;
    std::string pdf = sink.take();
    result.remains.reset();  // it need not stand in memory with what the check takes
    auto const start = Clock::now();
    bool const was_checked = !result.unlocked_digest.empty();
    bool const is_good = !rules_.self_check || was_checked || press_.check(pdf, diagnostics);
    answer.stages["self-check"] = microseconds_since(start);
    return is_good ? std::optional(std::move(pdf)) : std::nullopt;
}

bool RowWork::is_there(Entry const& entry) const {
    std::string const path = places_.root + "/" + entry.path;
    if (!has_size(path, entry.size)) return false;
    if (!rules_.verify) return true;
    int error = 0;
    auto const bytes = io_.read(path, error);
    return bytes && to_hex(sha256(*bytes)) == entry.sha256;
}

bool RowWork::is_sample(std::string const& key) const {
    if (rules_.remade <= 0) return false;
    // The same ones whoever asks: the hash of the key is as good as chance.
    Sha256Digest const digest = sha256("sample" + key);
    double const at = (digest[0] * 256.0 + digest[1]) / 65536.0;
    return at < rules_.remade;
}

}  // namespace offprint::batch
