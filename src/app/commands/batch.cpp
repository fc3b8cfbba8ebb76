// `offprint batch`: one article, many rows, a PDF for each (docs/operations.md).
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "app/command.h"
#include "archive/index.h"
#include "base/file.h"
#include "batch/deposit.h"
#include "batch/job.h"
#include "batch/status.h"
#include "data/record.h"
#include "fmt/format.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

struct Options {
    batch::RunRequest request;
    std::string what, out, jobs, failures, deadline, durable = "group", progress = "auto", remade, format = "text", store;
    std::vector<std::string> classes;
    double row_seconds = 0;
    unsigned row_megabytes = 0;
    bool status = false, trusts_pages = false;
};

constexpr unsigned kMostJobs = 256;
constexpr std::size_t kJobLimit = 1u << 20;

/// A job's file is read into the request before what the command line says of it.
void read_first(Options const& o, batch::RunRequest& request, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    auto bytes = read_file(o.what, 16u << 20, error);
    // An article is read, and complained of, by the press.
    if (!bytes || bytes->size() > kJobLimit || ("\n" + *bytes).find("\nbatch:") == std::string::npos) {
        request.render.article = o.what;
        return;
    }
    SourceId const source = sources.add(o.what, std::move(*bytes));
    auto const tree = data::parse_yaml(sources, source, diagnostics);
    if (tree) batch::read_job(*tree, o.what, request, diagnostics);
}

void refuse(Diagnostics& diagnostics, std::string words, std::string hint) { diagnostics.error("E975", {}, std::move(words), std::move(hint)); }

/// What the command line says, over what a job's file said.
void complete(Options const& o, batch::RunRequest& r, Diagnostics& diagnostics) {
    auto const over = [](std::string& to, std::string const& from) {
        if (!from.empty()) to = from;
    };
    batch::RunRequest const& said = o.request;
    over(r.rows.path, said.rows.path);
    if (!said.rows.id.empty()) r.rows.id = said.rows.id;
    over(r.rows.name, said.rows.name);
    over(r.rows.priority, said.rows.priority);
    for (auto const& [to, from] : {std::pair{&r.render.as_of, &said.render.as_of},
                                   {&r.render.run_id, &said.render.run_id},
                                   {&r.render.layout, &said.render.layout},
                                   {&r.render.paper, &said.render.paper},
                                   {&r.render.profile, &said.render.profile},
                                   {&r.render.date, &said.render.date}})
        over(*to, *from);
    over(r.out, o.out);
    over(r.snapshot, said.snapshot);
    over(r.log, said.log);
    over(r.metrics, said.metrics);
    r.render.font_folders = said.render.font_folders;
    r.log_values = said.log_values;
    r.rules.verify = said.rules.verify;
    r.rules.timings = said.rules.timings;
    r.rules.self_check = !o.trusts_pages;
    for (std::string* const folder : {&r.out, &r.snapshot})
        while (folder->size() > 1 && folder->back() == '/') folder->pop_back();
    if (r.rows.path.empty()) refuse(diagnostics, "there are no rows", "--rows rows.csv");
    for (std::string const* const day : {&r.render.as_of, &r.render.date})
        if (!day->empty() && !data::parse_date(*day)) diagnostics.error("E205", {}, fmt::format("'{}' is no date", *day), "write it as 2026-06-15");
    if (o.jobs == "auto") {
        r.pool.jobs = 0;
    } else if (!o.jobs.empty()) {
        int const n = std::atoi(o.jobs.c_str());
        if (n < 1 || n > static_cast<int>(kMostJobs)) refuse(diagnostics, fmt::format("--jobs '{}' is neither a number nor 'auto'", o.jobs), "1 to 256");
        r.pool.jobs = static_cast<unsigned>(std::max(n, 1));
    }
    if (o.row_seconds > 0) r.pool.row_seconds = o.row_seconds;
    if (o.row_megabytes > 0) r.pool.row_bytes = std::uint64_t{o.row_megabytes} << 20;
    if (!o.failures.empty()) {
        auto const budget = batch::read_budget(o.failures);
        if (!budget) refuse(diagnostics, fmt::format("--max-failures '{}' is neither a number nor a share", o.failures), "25, or 5%");
        r.budget = budget.value_or(batch::Budget{});
    }
    if (!o.remade.empty()) {
        auto const share = o.remade.ends_with('%') ? batch::read_budget(o.remade) : std::nullopt;
        if (!share) refuse(diagnostics, fmt::format("--re-render '{}' is no share", o.remade), "1%");
        r.rules.remade = share ? share->share : 0;
    }
    if (!o.deadline.empty()) {
        r.deadline = batch::read_deadline(o.deadline, std::time(nullptr));
        if (!r.deadline) refuse(diagnostics, fmt::format("--deadline '{}' is no time", o.deadline), "06:00, or 2026-06-15T06:00");
    }
    r.rules.durability = o.durable == "each" ? batch::Durability::Each : o.durable == "none" ? batch::Durability::None : batch::Durability::Group;
    using batch::ProgressKind;
    bool const is_terminal = ::isatty(STDERR_FILENO) == 1;
    r.progress = o.progress == "json"   ? ProgressKind::Json
                 : o.progress == "none" ? ProgressKind::None
                 : is_terminal          ? ProgressKind::Terminal
                                        : ProgressKind::Lines;
    r.rows.as_of = r.render.as_of;
    r.rows.run_id = r.render.run_id;
    r.label = std::filesystem::path(o.what).stem().string();
    r.render.share = ops::find_share_folder();
    if (r.render.share.empty())
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
}

int print_status(std::string const& out) {
    std::string error;
    auto const bytes = read_file(batch::OutPlaces{out}.ledger(), 2u << 30, error);
    if (!bytes) {
        std::fputs(fmt::format("error: '{}' has no ledger of a batch: {}\n", out, error).c_str(), stderr);
        return kInputWrong;
    }
    std::string const text = batch::status_text(batch::read_history(*bytes));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
}

/// The sealed PDFs into the archive; the exit code of the run, or of what went wrong here.
int put_into_archive(Options const& o, std::string const& out, int exit_code) {
    Diagnostics diagnostics;
    Sources const sources;
    auto const* const crypto = load_module<crypto::Module>(diagnostics);
    auto const* const catalog = load_module<catalog::Module>(diagnostics);
    std::string error;
    auto const bytes = read_file(batch::OutPlaces{out}.manifest(), 1u << 30, error);
    auto const manifest = bytes ? batch::read_manifest(*bytes) : std::nullopt;
    archive::Fault fault;
    std::size_t added = 0;
    bool done = false;
    if (crypto != nullptr && catalog != nullptr && manifest) {
        archive::PosixIo io;
        archive::StoreOptions options;
        options.folder = o.store;
        options.access = archive::Access::Write;
        options.version = ops::program_version();
        if (auto store = archive::Store::open(io, *crypto, options, fault)) {
            done = batch::deposit(*store, out, *manifest, o.classes, added, fault);
            if (added > 0 && !archive::index(*store, *catalog, error))
                diagnostics.warning("W955", {}, fmt::format("the catalogue could not be written: {}", error));
        }
    }
    if (!done && !fault.code.empty()) diagnostics.error(fault.code, {}, fault.words, fault.hint);
    int const told = report(diagnostics, sources, o.format, false);
    std::fputs(fmt::format("{}: {} archived\n", o.store, added).c_str(), stdout);
    if (done) return exit_code;
    using Kind = archive::Fault::Kind;
    return fault.kind == Kind::Locked ? kLocked : fault.kind == Kind::Unwritable ? kUnwritable : told == kDone ? kInputWrong : told;
}

/// The longest first.
void print_stages(batch::Stages const& stages) {
    std::vector<std::pair<std::string, std::int64_t>> all(stages.begin(), stages.end());
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.second > b.second; });
    std::int64_t sum = 0;
    for (auto const& one : all) sum += one.second;
    all.emplace_back("all", sum);
    for (auto const& [stage, microseconds] : all)
        std::fputs(fmt::format("{:>12}  {:10.3f} s  {:5.1f} %\n", stage, static_cast<double>(microseconds) / 1e6,
                               sum > 0 ? 100.0 * static_cast<double>(microseconds) / static_cast<double>(sum) : 0.0)
                       .c_str(),
                   stderr);
}

int run(Options const& o) {
    Sources sources;
    Diagnostics diagnostics;
    batch::RunRequest request;
    read_first(o, request, sources, diagnostics);
    if (o.status) return print_status(o.out.empty() ? request.out : o.out);
    if (!diagnostics.has_errors()) complete(o, request, diagnostics);
    if (diagnostics.has_errors()) return report(diagnostics, sources, o.format, false);
    ops::Press press(request.render);
    archive::PosixIo io;
    batch::RunResult const result = batch::run_batch(request, press, io, diagnostics);
    report(diagnostics, press.sources(), o.format, false);
    auto const& c = result.counts;
    if (request.rules.timings) print_stages(result.stages);
    if (!result.words.empty() && request.progress != batch::ProgressKind::Json) std::fputs(fmt::format("offprint batch: {}\n", result.words).c_str(), stderr);
    if (c.total > 0)
        std::fputs(fmt::format("{}: {} rows: {} made, {} there already, {} failed\n", request.out, c.total, c.ok, c.skipped, c.failed).c_str(), stdout);
    if (!result.root.empty()) std::fputs(fmt::format("root {}\n", result.root).c_str(), stdout);
    int exit_code = static_cast<int>(result.outcome);
    if (!o.store.empty() && !result.root.empty()) exit_code = put_into_archive(o, request.out, exit_code);
    return end_with(exit_code);
}

}  // namespace

void add_batch(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("batch", "Make a PDF of an article for each row of a file; resume, watch and seal the run");
    auto o = std::make_shared<Options>();
    batch::RunRequest& r = o->request;
    command->add_option("job", o->what, "A job (a YAML file with the key 'batch'), or an article");
    command->add_option("--rows", r.rows.path, "The rows: a CSV file; its columns are the article's parameters");
    command->add_option("--out", o->out, "The folder of the PDFs. Default: out");
    command->add_option("--id", r.rows.id, "Column that tells rows apart; may be given several times. Default: the first")->allow_extra_args(false);
    command->add_option("--name", r.rows.name, "Names of the PDFs, such as {id}_{as_of}.pdf. Default: by the hash of what they are made of");
    command->add_option("--priority", r.rows.priority, "Column with a number; lower ones are made first. Default: priority, if there is one");
    command->add_option("--as-of", r.render.as_of, "The only \"now\" of the run: 2026-06-15");
    command->add_option("--run-id", r.render.run_id, "Name of the run");
    command->add_option("--snapshot", r.snapshot, "A folder that all data come from; they are frozen there before the first row if it is not there yet");
    command->add_option("--jobs", o->jobs, "Workers: a number, or auto (the default) for one a processor");
    command->add_option("--row-time", o->row_seconds, "Seconds that a row may take. Default: 60")->check(CLI::PositiveNumber);
    command->add_option("--row-memory", o->row_megabytes, "Megabytes that a worker may take. Default: 1024")->check(CLI::Range(1, 1 << 20));
    command->add_option("--max-failures", o->failures, "Failed rows that end the run: 25, or 5% (the default) once 200 rows are done");
    command->add_option("--deadline", o->deadline, "No row is begun after it: 06:00, or 2026-06-15T06:00");
    command->add_option("--durable", o->durable, "When PDFs are safe from a loss of power: group (100 or a second), each, none")
        ->check(CLI::IsMember({"group", "each", "none"}));
    command->add_option("--progress", o->progress, "auto (a line on a terminal, else one every 10 s), json, none")
        ->check(CLI::IsMember({"auto", "json", "none"}));
    command->add_option("--log", r.log, "JSON lines to a file, or - for standard error");
    command->add_flag("--log-values", r.log_values, "Messages that hold values of cells, too");
    command->add_option("--metrics", r.metrics, "A file for the textfile collector of Prometheus");
    command->add_flag("--verify", r.rules.verify, "Hold the hash of PDFs that are there already, not only their size");
    command->add_option("--re-render", o->remade, "Make this share of the PDFs that are there already once more and compare: 1%");
    command->add_flag("--no-self-check", o->trusts_pages, "Do not read each PDF back");
    command->add_flag("--timings", r.rules.timings, "Tell where the workers' time went, by stage");
    command->add_flag("--status", o->status, "Tell what the ledger says, and run nothing");
    command->add_option("--archive", o->store, "An archive that takes the PDFs when all is done");
    command->add_option("--archive-class", o->classes, "How long it keeps them (docs/archive.md)")->allow_extra_args(false);
    command->add_option("--layout", r.render.layout, "House style instead of the article's own");
    command->add_option("--paper", r.render.paper, "Paper instead of the article's own");
    command->add_option("--profile", r.render.profile, "PDF profile instead of the layout's");
    command->add_option("--date", r.render.date, "Date for an article that has none");
    command->add_option("--font-dir", r.render.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--diagnostics", o->format, "How faults before the first row are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->footer(
        "Exit codes: 0 all done, 1 done but some rows failed (failed.csv), 2 command line, article or rows wrong, 3 a source is unavailable, 4 the output "
        "cannot be\n"
        "written, 5 interrupted (run again to go on), 6 too many rows failed, 7 another run writes there, 70 a bug of ours.");
    command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace offprint::app
