// `offprint sign`: a finished PDF gets a signature, or a signed one what proves it longer.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "app/signing_options.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/rebuild.h"
#include "ops/sign.h"

namespace offprint::app {
namespace {

struct Options {
    std::string input, output, format = "text";
    ops::SigningRequest request;
    bool extends = false;
};

int run(Options const& o) {
    Sources sources;
    Diagnostics diagnostics;
    std::string error;
    std::optional<std::string> made;
    if (o.extends && o.request.is_asked())
        diagnostics.error("E847", {}, "'--extend' adds evidence and a time stamp to a signature that is there; no key signs anything");
    else if (auto bytes = read_file(o.input, ops::kPdfLimit, error))
        made = o.extends ? ops::extend_file(std::move(*bytes), o.request, o.input, diagnostics)
                         : ops::sign_file(std::move(*bytes), o.request, o.input, diagnostics);
    else
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", o.input, error));
    if (made && diagnostics.has_errors()) made.reset();
    if (made && o.output == "-") {
        if (std::fwrite(made->data(), 1, made->size(), stdout) != made->size() || std::fflush(stdout) != 0)
            diagnostics.error("E704", {}, "cannot write '-': standard output is closed").fault = FaultClass::OutputUnwritable;
    } else if (made && !write_file_atomically(o.output, *made, error)) {
        diagnostics.error("E704", {}, fmt::format("cannot write '{}': {}", o.output, error)).fault = FaultClass::OutputUnwritable;
    }
    int const exit_code = report(diagnostics, sources, o.format, false);
    if (made && exit_code == kDone)
        std::fputs(fmt::format("{}: {}, {} bytes\n", o.output == "-" ? "standard output" : o.output, o.extends ? "extended" : "signed", made->size()).c_str(),
                   o.output == "-" ? stderr : stdout);
    return exit_code;
}

}  // namespace

void add_sign(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("sign", "Sign a finished PDF (PAdES), or keep a signed one provable");
    auto options = std::make_shared<Options>();
    command->add_option("pdf", options->input, "The PDF, as it was rendered")->required();
    command->add_option("-o,--output", options->output, "The signed PDF; '-' is standard output")->required();
    add_signing_options(*command, options->request, "");
    command->add_option("--stamp", options->request.stamp, "page,x,y,width,height: show the signature there, in points from the page's top left corner")
        ->group("Signature");
    command->add_flag("--extend", options->extends, "Of a signed PDF: add evidence (--crl, --ocsp, --chain) and, with --tsa, a time stamp over all of it");
    command->add_option("--diagnostics", options->format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
    command->footer(
        "Passphrases are read from a file, a descriptor or a variable, never from the command line, which others can see.\n"
        "Exit codes: 0 signed, 2 key, certificate or file cannot be used, 3 the time stamping authority does not answer,\n4 the output cannot be written.");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace offprint::app
