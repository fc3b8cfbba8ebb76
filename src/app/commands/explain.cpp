// `offprint explain`: why a page ends where it does, and what other ends would have cost.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "app/parameter_options.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/pipeline.h"
#include "ops/rebuild.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

/// The bytes of a PDF; nothing if it is none.
std::optional<std::string> read_pdf(std::string const& path) {
    std::string error;
    std::optional<std::string> bytes = read_file(path, ops::kPdfLimit, error);
    return bytes && bytes->starts_with("%PDF-") ? std::move(bytes) : std::nullopt;
}

int run(ops::RenderRequest request, ParameterOptions const& parameters, std::string const& format) {
    Sources sources;
    Diagnostics diagnostics;
    request.share = ops::find_share_folder();
    request.want_pdf = false;
    if (request.share.empty()) {
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
    } else if (take_parameters(parameters, request, sources, diagnostics)) {
        std::optional<std::string> pdf = read_pdf(request.article);
        std::string const words =
            pdf ? ops::explain_archive_copy(std::move(*pdf), request, sources, diagnostics) : ops::render(request, sources, diagnostics).explanation;
        std::fwrite(words.data(), 1, words.size(), stdout);
    }
    return report(diagnostics, sources, format, false);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
    struct Options {
        ops::RenderRequest request;
        ParameterOptions parameters;
        std::size_t page = 1;
        std::string format = "text";
    };
    CLI::App* command = app.add_subcommand("explain", "Say why a page ends where it ends, and what other ends would have cost");
    auto options = std::make_shared<Options>();
    command->add_option("article", options->request.article, "The article: a YAML file, or a PDF of the profile 'archive', which carries it")->required();
    command->add_option("--page", options->page, "The page, counted from 1")->required()->check(CLI::PositiveNumber);
    command->add_option("--layout", options->request.layout, "House style instead of the article's own");
    command->add_option("--paper", options->request.paper, "Paper instead of the article's own: a4, letter");
    command->add_option("--date", options->request.date, "Date for an article that has none: 2026-06-15");
    add_parameter_options(*command, options->parameters);
    command->add_option("--font-dir", options->request.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--diagnostics", options->format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->callback([options, &exit_code] {
        options->request.explain_page = options->page;
        exit_code = run(options->request, options->parameters, options->format);
    });
}

}  // namespace offprint::app
