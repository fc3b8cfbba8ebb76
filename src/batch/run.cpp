#include "batch/run.h"

#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "base/sha256.h"
#include "batch/compaction.h"
#include "batch/freeze.h"
#include "batch/log.h"
#include "batch/masking.h"
#include "batch/metrics.h"
#include "batch/seal.h"
#include "batch/signals.h"
#include "fmt/format.h"
#include "ops/provenance.h"

namespace offprint::batch {
namespace {

constexpr std::size_t kGroup = 100;      // PDFs that become durable together
constexpr std::size_t kLastGroup = 16;   // once all rows are handed out: the way to the disk is gone beside the last rows, not behind them
constexpr double kGroupSeconds = 1;      // or those of so long
constexpr double kMetricsSeconds = 15;   // between two writings of the metrics
constexpr std::size_t kFaultsTold = 20;  // rows whose faults are told on standard error
constexpr std::size_t kFaultsOfRow = 3;  // of each
constexpr std::size_t kMetricsLimit = 1u << 20;

double steady() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
std::int64_t wall() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// Waits for the lock; -EWOULDBLOCK when another run keeps it.
int take_lock(archive::Io& io, std::string const& path, double seconds) {
    for (double const end = steady() + seconds;;) {
        int const file = io.lock(path, true);
        if (file != -EWOULDBLOCK || steady() >= end) return file;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

/// ` (SIGSEGV)`, or nothing for a number without a name.
std::string name_of(int signal) {
    char const* const name = ::sigabbrev_np(signal);
    return name != nullptr ? fmt::format(" (SIG{})", name) : std::string();
}

bool same(RowFault const& a, RowFault const& b) { return a.code == b.code && a.message == b.message && place_of(a) == place_of(b); }

/// What the metrics of earlier runs say of the last success; 0: nothing.
std::int64_t last_success_told(RunRequest const& request) {
    std::string error;
    auto const old = request.metrics.empty() ? std::nullopt : read_file(request.metrics, kMetricsLimit, error);
    return old ? last_success_in(*old) : 0;
}

/// A run that goes on does not tell that they cannot be written: its end does.
void put_metrics(RunRequest const& request, Figures const& figures) {
    std::string error;
    if (!write_file_atomically(request.metrics, metrics_text(figures), error) && figures.exit_code >= 0)
        std::fputs(fmt::format("warning: the metrics '{}' cannot be written: {}\n", request.metrics, error).c_str(), stderr);
}

std::string base_name(std::string const& path) { return std::filesystem::path(path).filename().string(); }

class Run final : public PoolEvents {
public:
    Run(RunRequest const& request, ops::Press& press, Rows const& rows, Frozen frozen, History history, Ledger ledger, Log log, archive::Io& io,
        OutPlaces places, int lock, Signals& signals)
        : request_(request),
          press_(press),
          rows_(rows),
          frozen_(std::move(frozen)),
          history_(std::move(history)),
          ledger_(std::move(ledger)),
          log_(std::move(log)),
          io_(io),
          places_(places),
          placer_(io, places, request.rules.durability),
          lock_(lock),
          signals_(signals),
          progress_(request.progress),
          queue_(steady) {
        result_.counts.total = rows.size();
        last_success_ = last_success_told(request);
    }

    RunResult run(Diagnostics& diagnostics) {
        RunHead head{request_.render.run_id, request_.render.as_of, base_name(request_.render.article), base_name(request_.rows.path), rows_sum(), rows_.size(),
                     rows_.completes(),      std::int64_t{wall()}};
        if (!head.completes) history_.rows.clear();
        history_.head = head;
        ledger_.add(line_of(head));
        log_.say("info", "start", fmt::format("{} rows", rows_.size()));
        for (auto const& [row, answer] : frozen_.failed) failed({0, row, row + 1, 1}, answer);
        for (std::size_t row = 0; row < rows_.size(); ++row)
            if (!frozen_.failed.contains(row)) queue_.publish(row, row + 1, rows_.priority(row));
        see_deadline();
        RowWork const work(press_, rows_, history_, io_, places_, request_.rules);
        share_databases(diagnostics);
        if (!wants_end()) press_.read_ahead();
        std::string error;
        bool const good = stopped_ || run_pool(
                                          queue_, [&](std::size_t row) { return to_text(work.make(row)); }, request_.pool, *this, error);
        if (!good) stop(Outcome::Unavailable, error);
        finish(diagnostics);
        return result_;
    }

    // ------------------------------------------------------------ what the pool tells

    void result(Job const& job, std::string payload) override {
        auto answer = read_answer(payload);
        if (!answer) {
            answer.emplace();
            answer->faults.push_back({"E970", "a fault of the program: a worker's answer cannot be read", {}, 0, 0});
        }
        for (auto const& [stage, microseconds] : answer->stages) result_.stages[stage] += microseconds;
        switch (answer->state) {
            case Answer::State::Made: return made(job, std::move(*answer));
            case Answer::State::Skipped: return skipped(job, *answer);
            case Answer::State::Failed: return failed(job, *answer);
            case Answer::State::Unwritable: queue_.nack(job, 0); return stop(Outcome::Unwritable, answer->faults.front().message);
            case Answer::State::Unavailable: return unavailable(job, *answer);
        }
    }

    void lost(Job const& job, Loss const& loss) override {
        Answer answer;
        auto const fault = [&](char const* code, std::string words) { answer.faults.push_back(fault_of_row(job.first, code, std::move(words))); };
        switch (loss.why) {
            case Loss::Why::Time: fault("E968", fmt::format("not done after {:g} s, the limit of a row", request_.pool.row_seconds)); break;
            case Loss::Why::Memory: fault("E969", fmt::format("took more than {} MB, the limit of a worker", request_.pool.row_bytes >> 20)); break;
            case Loss::Why::Signal: fault("E970", fmt::format("its worker was ended by signal {}{}", loss.number, name_of(loss.number))); break;
            case Loss::Why::Exit: fault("E970", fmt::format("its worker ended with code {}", loss.number)); break;
        }
        failed(job, answer);
    }

    void tick() override {
        double const time = steady();
        if (int const came = signals_.take(); came > 0) {
            signals_taken_ += came;
            stop(Outcome::Interrupted, "interrupted; run it again to go on");
        }
        see_deadline();
        if (group_.size() >= kGroup || (!group_.empty() && time - group_since_ >= kGroupSeconds)) put_group();
        progress_.see(time, result_.counts);
        if (time - metrics_at_ >= kMetricsSeconds) {
            metrics_at_ = time;
            write_metrics(-1);
        }
    }

    bool idle() override {
        if (group_.empty()) return false;
        put_group();
        return true;
    }

    bool wants_end() const override { return stopped_ || late_; }
    bool wants_abort() const override { return signals_taken_ > 1; }
    std::vector<int> own_files() const override { return {signals_.file(), lock_}; }
    int wakes() const override { return signals_.file(); }

private:
    /// All rows are to see one state of the databases. One that is away is waited for as a row waits for its source; the rows tell of any other fault.
    void share_databases(Diagnostics& diagnostics) {
        if (!request_.snapshot.empty()) return;  // it has been read already
        for (unsigned tried = 1; !wants_end(); ++tried) {
            Diagnostics faults;
            press_.share_databases(faults);
            if (!faults.has_errors()) {
                for (Diagnostic const& warning : faults.items()) log_.say("warn", "shares", warning.message);
                return diagnostics.append(faults);
            }
            Answer answer;
            take_faults(answer, 0, rows_, press_.sources(), faults);
            if (answer.state != Answer::State::Unavailable) return;
            Job const first{0, 0, 1, tried};
            if (tried > request_.source_delays.size()) return give_up(first, answer);
            log_fault("warn", "waits", first, answer);
            for (double const end = steady() + request_.source_delays[tried - 1]; steady() < end && !wants_end(); tick())
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    void see_deadline() { late_ = late_ || (request_.deadline && wall() >= *request_.deadline); }

    struct Waiting {
        Job job;
        Answer answer;
    };

    std::string rows_sum() const { return to_hex(sha256(press_.sources().text(rows_.source()))); }

    RowFault fault_of_row(std::size_t row, char const* code, std::string words) const {
        Span const span = rows_.span(row);
        Place const place = press_.sources().place(span.source, span.begin);
        return {code, std::move(words), std::string(place.file), place.line, place.column};
    }

    void stop(Outcome outcome, std::string words) {
        if (stopped_) return;
        stopped_ = true;
        result_.outcome = outcome;
        result_.words = std::move(words);
        log_.say("error", "stop", result_.words);
    }

    Entry entry_of(Job const& job, Answer const& a, Entry::State state) const {
        return {state,   rows_.id(job.first), a.key,         a.path, a.faults.empty() ? std::string() : a.faults.front().code, a.sha256, a.size,
                a.pages, a.milliseconds,      job.deliveries};
    }

    void record(Entry entry) {
        ledger_.add(line_of(entry));
        history_.take(std::move(entry));
    }

    void made(Job const& job, Answer answer) {
        if (group_.empty()) group_since_ = steady();
        if (int const error = placer_.make_folders_of(answer.path); error < 0) return cannot_write(error);
        group_.push_back({job, std::move(answer)});
        if (group_.size() >= (queue_.is_handed_out() ? kLastGroup : kGroup)) put_group();
    }

    /// PDFs in their places and durable, then the ledger's lines of them.
    void put_group() {
        std::vector<Staged> files;
        std::vector<Waiting> good;
        for (Waiting& w : group_) {
            auto const there = history_.by_path.find(w.answer.path);
            bool const is_other = there != history_.by_path.end() && there->second->key == w.answer.key && there->second->sha256 != w.answer.sha256;
            if (is_other) {
                io_.remove(w.answer.staged);
                w.answer.faults.push_back(fault_of_row(w.job.first, "E971", "the same inputs gave other bytes than before"));
                failed(w.job, w.answer);
                continue;
            }
            files.push_back({w.answer.staged, w.answer.path});
            good.push_back(std::move(w));
        }
        group_.clear();
        if (stopped_ && result_.outcome == Outcome::Unwritable) return;
        if (!unsealed_ && !files.empty()) {
            // It speaks of a folder that now changes.
            if (int const error = io_.remove(places_.manifest()); error < 0 && error != -ENOENT) return cannot_write(error);
            unsealed_ = true;
        }
        if (int const error = placer_.place(files); error < 0) return cannot_write(error);
        for (Waiting const& w : good) {
            record(entry_of(w.job, w.answer, Entry::State::Ok));
            queue_.ack(w.job);
            ++result_.counts.ok;
            bytes_ += w.answer.size;
            seconds_.add(static_cast<double>(w.answer.milliseconds) / 1000);
            log_.row("info", "made", rows_.id(w.job.first), w.answer);
        }
        flush_ledger();
    }

    void flush_ledger() {
        if (int const error = ledger_.flush(request_.rules.durability != Durability::None); error < 0) cannot_write(error);
    }

    void cannot_write(int error) { stop(Outcome::Unwritable, fmt::format("cannot write '{}': {}", places_.root, archive::words_of_error(error))); }

    void skipped(Job const& job, Answer answer) {
        if (!answer.remade.empty() && answer.remade != answer.sha256) {
            answer.faults.push_back(fault_of_row(job.first, "E971", "made once more, it has other bytes than before"));
            return failed(job, answer);
        }
        record(entry_of(job, answer, Entry::State::Skipped));
        queue_.ack(job);
        ++result_.counts.skipped;
        log_.row("debug", "skipped", rows_.id(job.first), answer);
    }

    void failed(Job const& job, Answer const& answer) {
        record(entry_of(job, answer, Entry::State::Failed));
        queue_.dead(job, answer.faults.front().code);
        RowFault const& fault = answer.faults.back().code == "E971" ? answer.faults.back() : answer.faults.front();
        failures_.insert_or_assign(job.first, fault);
        ++result_.counts.failed;
        log_fault("error", "failed", job, answer);
        tell(job.first, fault, answer.faults);
        if (request_.budget.is_spent(result_.counts.failed, result_.counts.done()))
            stop(Outcome::BudgetSpent, fmt::format("{} of {} rows failed: more than the run may lose", result_.counts.failed, result_.counts.done()));
    }

    /// What may be told of a fault. What stands in cells is for a person's terminal, or for who asked for it.
    std::string words_of(std::size_t row, RowFault const& fault, bool is_seen) const {
        return request_.log_values || is_seen ? fault.message : without_values(fault, press_.written_at(fault.file, fault.line), rows_, row);
    }

    void log_fault(char const* level, char const* phase, Job const& job, Answer const& answer) {
        if (log_.is_on()) log_.row(level, phase, rows_.id(job.first), answer, words_of(job.first, answer.faults.front(), false));
    }

    /// On standard error, as the other commands tell faults; a line each, or an object for a machine.
    void tell(std::size_t row, RowFault const& first, std::vector<RowFault> const& faults = {}) {
        if (request_.log == "-" || ++told_ > kFaultsTold) return;
        progress_.clear();
        bool const is_json = request_.progress == ProgressKind::Json;
        auto const one = [&](RowFault const& fault) {
            std::string const words = words_of(row, fault, ::isatty(STDERR_FILENO) == 1), place = place_of(fault);
            std::string const line = is_json ? "{\"phase\":\"failed\"" + fault_members(rows_.id(row), fault, words) + "}\n"
                                             : fmt::format("{}{}error: row {}: {} [{}]\n", place, place.empty() ? "" : ": ", rows_.id(row), words, fault.code);
            std::fwrite(line.data(), 1, line.size(), stderr);
        };
        one(first);
        std::size_t more = 0;
        for (RowFault const& fault : faults)
            if (!same(fault, first) && ++more < kFaultsOfRow) one(fault);
        if (more >= kFaultsOfRow && !is_json) std::fputs(fmt::format("  row {} has {} more faults\n", rows_.id(row), more - kFaultsOfRow + 1).c_str(), stderr);
    }

    void unavailable(Job const& job, Answer const& answer) {
        if (job.deliveries <= request_.source_delays.size()) {
            log_fault("warn", "waits", job, answer);
            return queue_.nack(job, request_.source_delays[job.deliveries - 1]);
        }
        queue_.nack(job, 0);
        give_up(job, answer);
    }

    void give_up(Job const& job, Answer const& answer) {
        RowFault const& fault = answer.faults.front();
        tell(job.first, fault);
        stop(Outcome::Unavailable, fmt::format("a source of data is unavailable [{}]; run it again to go on", fault.code));
    }

    void finish(Diagnostics& diagnostics) {
        put_group();
        sweep_staging(io_, places_);
        if (!stopped_ && late_ && result_.counts.done() < rows_.size()) list_rest();
        if (!stopped_) result_.outcome = result_.counts.failed > 0 ? Outcome::SomeFailed : Outcome::Done;
        bool const is_whole = !stopped_;
        bool const has_failures = is_whole || result_.outcome == Outcome::BudgetSpent;
        if (has_failures) write_failures();
        if (is_whole && !stopped_) write_seal(diagnostics);
        RunEnd const end{static_cast<int>(result_.outcome), result_.root, std::int64_t{wall()}};
        ledger_.add(line_of(end));
        flush_ledger();
        progress_.end(result_.counts);
        if (told_ > kFaultsTold && request_.progress != ProgressKind::Json)
            std::fputs(fmt::format("{} more rows failed; {} has all\n", told_ - kFaultsTold, places_.failures()).c_str(), stderr);
        log_.say("info", "end", fmt::format("exit code {}", static_cast<int>(result_.outcome)));
        if (result_.outcome == Outcome::Done) last_success_ = wall();
        write_metrics(static_cast<int>(result_.outcome));
    }

    /// Rows that the deadline left.
    void list_rest() {
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            std::string const& id = rows_.id(row);
            auto const it = history_.rows.find(id);
            bool const is_done = failures_.contains(row) || (it != history_.rows.end() && it->second->state != Entry::State::Failed);
            if (is_done) continue;
            RowFault fault = fault_of_row(row, "E972", "not begun before the deadline");
            record({Entry::State::Failed, id, {}, {}, fault.code, {}, 0, 0, 0, 0});
            failures_.emplace(row, std::move(fault));
            ++result_.counts.failed;
        }
    }

    void write_failures() {
        int error = 0;
        if (failures_.empty())
            error = io_.remove(places_.failures());
        else
            error = replace_file(io_, places_, places_.failures(), failures_csv(rows_, failures_));
        if (error < 0 && error != -ENOENT) cannot_write(error);
    }

    void write_seal(Diagnostics&) {
        Manifest manifest;
        manifest.program = ops::program_version();
        manifest.libraries = ops::library_versions();
        manifest.run_id = request_.render.run_id;
        manifest.as_of = request_.render.as_of;
        manifest.inputs = inputs();
        for (auto const& [id, entry] : history_.rows) {
            if (entry->state == Entry::State::Failed)
                manifest.failed.push_back(entry->id);
            else
                manifest.files.push_back({entry->path, entry->sha256, entry->id, entry->key, entry->size, entry->pages});
        }
        seal(manifest);
        if (int const error = replace_file(io_, places_, places_.manifest(), to_text(manifest)); error < 0) return cannot_write(error);
        result_.root = manifest.root;
    }

    /// What was read before the first row, named from the article's folder on.
    std::vector<std::pair<std::string, std::string>> inputs() const {
        std::error_code failed;
        std::filesystem::path const folder = std::filesystem::weakly_canonical(std::filesystem::path(request_.render.article), failed).parent_path();
        std::vector<std::pair<std::string, std::string>> out;
        Sources const& sources = press_.sources();
        for (SourceId id = 1; id <= sources.count(); ++id) {
            std::filesystem::path const path(std::string(sources.name(id)));
            std::string name = std::filesystem::weakly_canonical(path, failed).lexically_relative(folder).string();
            if (name.empty() || name.starts_with("..")) name = path.filename().string();
            out.emplace_back(std::move(name), id == rows_.source() ? history_.head.rows_sha256 : to_hex(sha256(sources.text(id))));
        }
        if (!frozen_.sum.empty()) out.emplace_back("snapshot", frozen_.sum);
        return out;
    }

    void write_metrics(int exit_code) {
        if (request_.metrics.empty()) return;
        Figures figures{request_.label,
                        result_.counts,
                        seconds_,
                        steady() - begun_,
                        progress_.rate().left(rows_.size() - result_.counts.done()),
                        bytes_,
                        last_success_,
                        request_.deadline.value_or(0),
                        exit_code};
        put_metrics(request_, figures);
    }

    RunRequest const& request_;
    ops::Press& press_;
    Rows const& rows_;
    Frozen frozen_;
    History history_;
    Ledger ledger_;
    Log log_;
    archive::Io& io_;
    OutPlaces places_;
    Placer placer_;
    int lock_;
    Signals& signals_;
    Progress progress_;
    LocalQueue queue_;
    RunResult result_;
    Failures failures_;
    std::vector<Waiting> group_;
    Histogram seconds_;
    double group_since_ = 0, metrics_at_ = steady(), begun_ = steady();
    std::uint64_t bytes_ = 0;
    std::int64_t last_success_ = 0;
    std::size_t told_ = 0;
    int signals_taken_ = 0;
    bool stopped_ = false, late_ = false, unsealed_ = false;
};

Outcome outcome_of(Frozen::State state) {
    switch (state) {
        case Frozen::State::Ready: return Outcome::Done;
        case Frozen::State::Refused: return Outcome::InputWrong;
        case Frozen::State::Unavailable: return Outcome::Unavailable;
        case Frozen::State::Unwritable: return Outcome::Unwritable;
        case Frozen::State::Interrupted: return Outcome::Interrupted;
    }
    return Outcome::Bug;
}

RunResult ended(Outcome outcome, std::string words) { return {outcome, {}, {}, std::move(words), {}}; }

RunResult begin(RunRequest const& request, ops::Press& press, archive::Io& io, Diagnostics& diagnostics) {
    Signals signals;
    auto const rows = Rows::read(request.rows, press.sources(), diagnostics);
    if (rows && rows->size() == 0) diagnostics.error("E961", {rows->source(), 0, 0}, "there are no rows");
    bool const is_ready = rows && !diagnostics.has_errors() && press.prepare(diagnostics);
    if (!is_ready || diagnostics.has_errors()) {
        bool unavailable = false, input = false;
        for (Diagnostic const& d : diagnostics.items()) {
            unavailable |= d.severity == Severity::Error && d.fault == FaultClass::DataUnavailable;
            input |= d.severity == Severity::Error && d.fault != FaultClass::DataUnavailable;
        }
        return ended(unavailable && !input ? Outcome::Unavailable : Outcome::InputWrong, {});
    }
    OutPlaces const places{request.out};
    auto const unwritable = [&](int error) {
        std::string words = fmt::format("cannot write '{}': {}", request.out, archive::words_of_error(error));
        diagnostics.error("E967", {}, words).fault = FaultClass::OutputUnwritable;
        return ended(Outcome::Unwritable, std::move(words));
    };
    if (int const error = make_out_folders(io, places); error < 0) return unwritable(error);
    archive::OpenFile const lock(io, take_lock(io, places.lock(), request.lock_wait));
    if (lock.get() == -EWOULDBLOCK) {
        diagnostics.error("E966", {}, fmt::format("another run writes to '{}'", request.out));
        return ended(Outcome::Locked, {});
    }
    if (lock.get() < 0) return unwritable(lock.get());
    if (int const error = sweep_staging(io, places); error < 0) return unwritable(error);
    int unread = 0;
    auto const written = io.read(places.ledger(), unread);
    // One that cannot be read must not be taken for none: it would be cut off.
    if (!written && unread != ENOENT) return unwritable(unread);
    History history = read_history(written ? std::string_view(*written) : std::string_view());
    if (history.damaged > 0)
        diagnostics.warning("W973", {}, fmt::format("{} lines of the ledger are damaged", history.damaged), "what they told of is made again");
    std::size_t const lines = history.lines;
    if (int const error = written ? keep_short(io, places, *written, history) : 0; error < 0) return unwritable(error);
    int failed = 0;
    auto ledger = Ledger::open(io, places.ledger(), history, failed);
    if (!ledger) return unwritable(failed);
    std::string error;
    auto log = Log::open(request.log, request.render.run_id, error);
    if (!log) {
        diagnostics.error("E967", {}, fmt::format("the log '{}' cannot be written: {}", request.log, error)).fault = FaultClass::OutputUnwritable;
        return ended(Outcome::Unwritable, {});
    }
    if (history.lines != lines) log->say("info", "compacted", fmt::format("the ledger, from {} lines to {}", lines, history.lines));
    Frozen frozen;
    if (!request.snapshot.empty())
        frozen = freeze(
            request.snapshot, press, *rows, io, [&] { return signals.take() > 0; }, diagnostics);
    if (frozen.state != Frozen::State::Ready) {
        log->say("error", "stop", frozen.words);
        return ended(outcome_of(frozen.state), frozen.words);
    }
    if (!frozen.sum.empty()) log->say("info", frozen.is_new ? "frozen" : "snapshot", frozen.sum);
    return Run(request, press, *rows, std::move(frozen), std::move(history), std::move(*ledger), std::move(*log), io, places, lock.get(), signals)
        .run(diagnostics);
}

/// A run that did not come to its first row tells that too, unless another run writes these metrics.
void write_early_end(RunRequest const& request, RunResult const& result) {
    if (request.metrics.empty() || result.outcome == Outcome::Locked) return;
    Figures figures;
    figures.job = request.label;
    figures.last_success = last_success_told(request);
    figures.deadline = request.deadline.value_or(0);
    figures.exit_code = static_cast<int>(result.outcome);
    put_metrics(request, figures);
}

}  // namespace

RunResult run_batch(RunRequest const& request, ops::Press& press, archive::Io& io, Diagnostics& diagnostics) {
    RunResult result = begin(request, press, io, diagnostics);
    if (result.counts.total == 0) write_early_end(request, result);
    if (request.progress == ProgressKind::Json) {
        std::string const line = end_json(result.counts, static_cast<int>(result.outcome), result.words) + "\n";
        std::fwrite(line.data(), 1, line.size(), stderr);
    }
    return result;
}

}  // namespace offprint::batch
