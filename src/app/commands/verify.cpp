// `offprint verify`: proves what a PDF can prove of itself: its signatures, and that an archive copy is what its own sources say.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/command.h"
#include "base/file.h"
#include "batch/seal.h"
#include "data/record.h"
#include "fmt/format.h"
#include "ops/prove.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

void print(std::string const& path, ops::Rebuild const& rebuild) {
    std::string out = fmt::format("{}: {}\n", path, rebuild.is_proved() ? "proved" : "NOT PROVED");
    for (ops::Finding const& finding : rebuild.findings) {
        char const* const sign = finding.kind == ops::Finding::Kind::Proved ? "ok" : finding.kind == ops::Finding::Kind::Note ? "note" : "DIFFERS";
        out += fmt::format("  {:<7}  {:<14}  {}\n", sign, finding.part, finding.words);
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
}

struct Options {
    std::string path, format = "text", trusted, at;
    ops::ProofRequest proof;
};

constexpr std::size_t kTrustLimit = 16u << 20;

/// Who is trusted, and when; faults of the command line are told here.
bool prepare(Options& o, Diagnostics& diagnostics) {
    std::string error;
    if (!o.trusted.empty()) {
        std::optional<std::string> bytes = read_file(o.trusted, kTrustLimit, error);
        if (bytes && bytes->find("-----BEGIN CERTIFICATE-----") == bytes->npos) {
            bytes.reset();
            error = "it is no PEM file of certificates";
        }
        if (!bytes) return diagnostics.error("E846", {}, fmt::format("'{}' names nobody to trust: {}", o.trusted, error)), false;
        o.proof.trusted = std::move(*bytes);
    }
    if (o.at.empty()) return true;
    std::optional<data::Date> const day = data::parse_date(o.at);
    if (!day) return diagnostics.error("E205", {}, fmt::format("--at '{}' is no date", o.at), "write it as 2026-06-15"), false;
    std::chrono::sys_days const days(std::chrono::year(day->year) / static_cast<unsigned>(day->month) / static_cast<unsigned>(day->day));
    o.proof.at = std::chrono::duration_cast<std::chrono::seconds>(days.time_since_epoch()).count();
    return true;
}

/// Whether it is the folder of a batch or its manifest; then the folder.
std::optional<std::string> batch_folder(std::string const& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) return path;
    if (std::filesystem::path(path).filename() != "manifest.json") return std::nullopt;
    std::string const folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

constexpr std::size_t kRunManifestLimit = 1u << 30;

int run_of_batch(std::string const& folder, std::string const& format) {
    Diagnostics diagnostics;
    Sources const sources;
    std::string error;
    auto const bytes = read_file(folder + "/manifest.json", kRunManifestLimit, error);
    auto const manifest = bytes ? batch::read_manifest(*bytes) : std::nullopt;
    if (!manifest) {
        diagnostics.error("E974", {}, fmt::format("'{}' has no manifest of a batch: {}", folder, bytes ? "it is not what a batch writes" : error),
                          "a batch that was cut off has none until it is run to its end");
        return report(diagnostics, sources, format, false);
    }
    archive::PosixIo io;
    ops::Rebuild proof;
    proof.findings = batch::verify_run(io, folder, *manifest);
    print(folder, proof);
    return proof.is_proved() ? kDone : kFindings;
}

int run(Options o) {
    if (auto const folder = batch_folder(o.path)) return run_of_batch(*folder, o.format);
    Sources sources;
    Diagnostics diagnostics;
    std::string error;
    o.proof.how.share = ops::find_share_folder();
    o.proof.how.article = o.path;
    ops::Rebuild proof;
    if (o.proof.how.share.empty()) {
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
    } else if (prepare(o, diagnostics)) {
        if (auto bytes = read_file(o.path, ops::kPdfLimit, error))
            proof = ops::prove(std::move(*bytes), o.proof, sources, diagnostics);
        else
            diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", o.path, error));
    }
    int const faults = report(diagnostics, sources, o.format, false);
    if (proof.findings.empty()) return faults;
    print(o.path, proof);
    // What the rebuild complains of is a finding about the file, not a fault of the command line.
    return proof.is_proved() ? kDone : kFindings;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("verify", "Prove what a PDF can prove: its signatures, and that an archive copy is what its own sources say");
    auto options = std::make_shared<Options>();
    command->add_option("pdf", options->path, "The PDF; or the folder of a batch, or its manifest.json")->required();
    command->add_option("--font-dir", options->proof.how.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--trust", options->trusted, "Certificates (PEM) whose owners are trusted; without it the chain of a signature is not checked");
    command->add_option("--at", options->at, "Date for which certificates must be valid where no time stamp tells: 2026-06-15. Default: now");
    command->add_option("--require", options->proof.level, "The least level of a signature: B-B, B-T (with a time stamp), B-LT (with what revokes), B-LTA")
        ->check(CLI::IsMember({"B-B", "B-T", "B-LT", "B-LTA"}));
    command->add_option("--diagnostics", options->format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->footer("Exit codes: 0 proved, 1 something speaks against it, 2 no PDF that can be proved.");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace offprint::app
