// `offprint verify`: proves that an archive copy is what its own sources say.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/rebuild.h"
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

int run(std::string const& path, ops::RenderRequest how, std::string const& format) {
    Sources sources;
    Diagnostics diagnostics;
    std::string error;
    how.share = ops::find_share_folder();
    how.article = path;
    ops::Rebuild rebuild;
    if (how.share.empty()) {
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
    } else if (auto bytes = read_file(path, ops::kPdfLimit, error)) {
        rebuild = ops::verify_archive_copy(std::move(*bytes), how, sources, diagnostics);
    } else {
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", path, error));
    }
    int const faults = report(diagnostics, sources, format, false);
    if (rebuild.findings.empty()) return faults;
    print(path, rebuild);
    // What the rebuild complains of is a finding about the file, not a fault of the command line.
    return rebuild.is_proved() ? kDone : kFindings;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
    struct Options {
        std::string path, format = "text";
        ops::RenderRequest how;
    };
    CLI::App* command = app.add_subcommand("verify", "Prove that a PDF of the profile 'archive' is what its own sources say");
    auto options = std::make_shared<Options>();
    command->add_option("pdf", options->path, "The PDF")->required();
    command->add_option("--font-dir", options->how.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--diagnostics", options->format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->footer("Exit codes: 0 proved, 1 not the same, 2 no PDF that can be proved.");
    command->callback([options, &exit_code] { exit_code = run(options->path, options->how, options->format); });
}

}  // namespace offprint::app
