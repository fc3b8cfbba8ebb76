// `offprint diff`: what changed between two issues of a document.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/difference.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

struct Options {
    std::string before, after, output, format = "text", diagnostics = "text";
    ops::RenderRequest how;
};

bool ends_in(std::string const& path, std::string_view ending) { return path.size() > ending.size() && path.ends_with(ending); }

/// The bytes of the report that the output's name asks for.
std::optional<std::string> report_file(Options const& o, compare::Report const& report, ops::Issue const& before, ops::Issue const& after, Sources& sources,
                                       Diagnostics& diagnostics) {
    if (ends_in(o.output, ".json")) return compare::json_report(report);
    if (ends_in(o.output, ".html")) return compare::html_report(report, ops::pictured_pages(report, before, after, ops::Outlined::No, diagnostics));
    return ops::pdf_report(report, ops::pictured_pages(report, before, after, ops::Outlined::Yes, diagnostics), o.how, sources, diagnostics);
}

bool write_report(Options const& o, std::string const& bytes, Diagnostics& diagnostics) {
    std::string error;
    if (write_file_atomically(o.output, bytes, error)) return true;
    diagnostics.error("E704", {}, fmt::format("cannot write '{}': {}", o.output, error)).fault = FaultClass::OutputUnwritable;
    return false;
}

int run(Options o) {
    Sources sources;
    Diagnostics diagnostics;
    o.how.share = ops::find_share_folder();
    if (o.how.share.empty()) diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
    if (!o.output.empty() && !ends_in(o.output, ".html") && !ends_in(o.output, ".pdf") && !ends_in(o.output, ".json"))
        diagnostics.error("E872", {}, fmt::format("'{}' does not say what the report should be", o.output), "its name ends in .html, .pdf or .json");
    if (diagnostics.has_errors()) return report(diagnostics, sources, o.diagnostics, false);
    std::optional<ops::Issue> const before = ops::open_issue(o.before, o.how, sources, diagnostics),
                                    after = ops::open_issue(o.after, o.how, sources, diagnostics);
    if (!before || !after || diagnostics.has_errors()) return report(diagnostics, sources, o.diagnostics, false);
    compare::Comparison const comparison = compare::compare(before->document, after->document, before->data, after->data);
    compare::Report const told{before->document, after->document, comparison};
    if (!o.output.empty()) {
        auto const bytes = report_file(o, told, *before, *after, sources, diagnostics);
        if (bytes) write_report(o, *bytes, diagnostics);
    }
    int const faults = report(diagnostics, sources, o.diagnostics, false);
    if (faults != kDone) return faults;
    std::string const out = o.format == "json" ? compare::json_report(told) : compare::text_report(told);
    std::fwrite(out.data(), 1, out.size(), stdout);
    return end_with(comparison.is_same() ? kDone : kFindings);
}

}  // namespace

void add_diff(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("diff", "Tell what changed between two issues of a document: words, numbers, tables, data of charts");
    auto options = std::make_shared<Options>();
    command->add_option("old", options->before, "The old issue: a tagged PDF, or an article, which is rendered in memory")->required();
    command->add_option("new", options->after, "The new one")->required();
    command->add_option("-o,--output", options->output, "A report besides: its name ends in .html, .pdf or .json");
    command->add_option("--format", options->format, "What is printed: text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_option("--font-dir", options->how.font_folders, "Folder with more fonts, for articles")->allow_extra_args(false);
    command->add_option("--date", options->how.date, "Date for an article that has none: 2026-06-15");
    command->add_option("--diagnostics", options->diagnostics, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->footer("Exit codes: 0 no change of content, 1 changes found, 2 no documents that can be compared, 4 the report cannot be written.");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace offprint::app
