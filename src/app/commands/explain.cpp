// `offprint explain`: why a page ends where it does, and what other ends would have cost.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/pipeline.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

/// A PDF does not carry its article, so nothing true could be said of its breaks.
bool is_pdf(std::string const& path) {
    std::string error;
    std::optional<std::string> const bytes = read_file(path, 256u << 20, error);
    return bytes && bytes->starts_with("%PDF-");
}

int run(ops::RenderRequest request, std::string const& format) {
    Sources sources;
    Diagnostics diagnostics;
    request.share = ops::find_share_folder();
    request.want_pdf = false;
    if (request.share.empty()) {
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
    } else if (is_pdf(request.article)) {
        diagnostics.error("E706", {}, fmt::format("'{}' is a PDF, which does not hold the article that it was made of", request.article),
                          "name the article: 'offprint explain article.yaml --page N'");
    } else {
        ops::RenderResult const result = ops::render(request, sources, diagnostics);
        std::fwrite(result.explanation.data(), 1, result.explanation.size(), stdout);
    }
    return report(diagnostics, sources, format, false);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
    struct Options {
        ops::RenderRequest request;
        std::size_t page = 1;
        std::string format = "text";
    };
    CLI::App* command = app.add_subcommand("explain", "Say why a page ends where it ends, and what other ends would have cost");
    auto options = std::make_shared<Options>();
    command->add_option("article", options->request.article, "The article: a YAML file")->required();
    command->add_option("--page", options->page, "The page, counted from 1")->required()->check(CLI::PositiveNumber);
    command->add_option("--layout", options->request.layout, "House style instead of the article's own");
    command->add_option("--paper", options->request.paper, "Paper instead of the article's own: a4, letter");
    command->add_option("--date", options->request.date, "Date for an article that has none: 2026-06-15");
    command->add_option("--font-dir", options->request.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--diagnostics", options->format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->callback([options, &exit_code] {
        options->request.explain_page = options->page;
        exit_code = run(options->request, options->format);
    });
}

}  // namespace offprint::app
