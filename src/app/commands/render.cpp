// `offprint render` and `offprint check`: the same run, with and without a file at its end.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/command.h"
#include "app/commands/check_pdf.h"
#include "app/parameter_options.h"
#include "app/signing_options.h"
#include "base/file.h"
#include "base/small_blocks.h"
#include "data/record.h"
#include "fmt/format.h"
#include "ops/pipeline.h"
#include "ops/self_check.h"
#include "ops/workspace.h"
#include "pdf/profile.h"

namespace offprint::app {
namespace {

struct Options {
    ops::RenderRequest request;
    std::string output, format = "text";
    std::vector<std::string> settings, allowances;
    ParameterOptions parameters;
    bool strict = false, timings = false, dump = false, check_only = false, review = false;
};

std::string profile_help() {
    std::string help = "What the PDF claims to be, instead of the layout's choice:";
    for (pdf::Profile const& profile : pdf::profiles()) help += fmt::format("\n{}: {}", profile.name, profile.about);
    return help;
}

void add_common(CLI::App& command, Options& o) {
    command.add_option("article", o.request.article, "The article: a YAML file")->required();
    command.add_option("--layout", o.request.layout, "House style instead of the article's own");
    command.add_option("--paper", o.request.paper, "Paper instead of the article's own: a4, letter");
    command.add_option("--profile", o.request.profile, profile_help());
    command.add_option("--set", o.settings, "key=value: a top-level key of the article, from here")->allow_extra_args(false);
    command.add_option("--allow", o.allowances, "RULE=reason: sets a rule of the policy aside, where the policy lets it be; needs --approver")
        ->allow_extra_args(false);
    command.add_option("--approver", o.request.approver, "Who answers for what --allow sets aside");
    command.add_option("--date", o.request.date, "Date for an article that has none: 2026-06-15");
    add_parameter_options(command, o.parameters);
    command.add_option("--font-dir", o.request.font_folders, "Folder with more fonts")->allow_extra_args(false);
    command.add_flag("--strict", o.strict, "Warnings are errors");
    command.add_option("--diagnostics", o.format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}));
}

void add_finishing_options(CLI::App& command, ops::FinishingRequest& request) {
    add_secret_options(command, request.password, "password", "the password that opens a locked file", "Locked file");
    add_secret_options(command, request.owner_password, "owner-password", "the password that lifts its limits; without one nobody can", "Locked file");
    command.add_option("--permit", request.permits, "What who opens it may do: print,copy (the default), one of them, or none")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"print", "copy", "none"}))
        ->group("Locked file");
    command.add_flag("--linear", request.is_linear, "Order the file for reading while it is still being loaded");
}

/// Checks and completes the request; faults of the command line are told here.
bool prepare(Options& o, Sources& sources, Diagnostics& diagnostics) {
    o.request.share = ops::find_share_folder();
    if (o.request.share.empty()) {
        diagnostics.error("E702", {}, "the program's share folder is missing", "install offprint again, or run it from its build folder");
        return false;
    }
    for (std::string const& setting : o.settings) {
        std::size_t const equals = setting.find('=');
        if (equals == std::string::npos || equals == 0) {
            diagnostics.error("E703", {}, fmt::format("--set '{}' is not key=value", setting));
            return false;
        }
        o.request.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    if (!take_parameters(o.parameters, o.request, sources, diagnostics)) return false;
    for (std::string const& allowance : o.allowances) {
        std::size_t const equals = allowance.find('=');
        o.request.allowances.emplace_back(allowance.substr(0, equals), equals == std::string::npos ? std::string{} : allowance.substr(equals + 1));
    }
    if (!o.request.date.empty() && !data::parse_date(o.request.date)) {
        diagnostics.error("E205", {}, fmt::format("--date '{}' is no date", o.request.date), "write it as 2026-06-15");
        return false;
    }
    char const* epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (o.request.date.empty() && epoch != nullptr) {
        auto const seconds = data::parse_decimal(epoch);
        auto const whole = seconds ? data::rounded(*seconds, 0) : std::nullopt;
        if (!whole || *whole < 0 || *whole > 253402300799) {
            diagnostics.error("E205", {}, fmt::format("SOURCE_DATE_EPOCH '{}' is no time", epoch), "it counts seconds since 1970-01-01");
            return false;
        }
        std::chrono::year_month_day const day(std::chrono::sys_days(std::chrono::days(*whole / 86400)));
        o.request.date =
            data::Date{static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())), static_cast<int>(static_cast<unsigned>(day.day()))}
                .iso();
    }
    return true;
}

bool report_write(std::string const& path, std::string const& error, Diagnostics& diagnostics) {
    diagnostics.error("E704", {}, fmt::format("cannot write '{}': {}", path, error)).fault = FaultClass::OutputUnwritable;
    return false;
}

bool print_output(std::string const& bytes, Diagnostics& diagnostics) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0) return true;
    return report_write("-", "standard output is closed", diagnostics);
}

/// From this size on what a file was made with is let go before it is read back, so that the two do not stand in memory together; of a smaller one that takes
/// more time than it is worth.
constexpr std::uint64_t kLargeFile = 2 << 20;

/// The last look at a file before it goes out.
bool keeps_its_claims(OutputFile* file, ops::RenderResult& result, Diagnostics& diagnostics) {
    bool const is_locked = !result.unlocked_digest.empty();  // it was looked at before
    if (!result.pdf_size || is_locked) return true;
    auto const start = std::chrono::steady_clock::now();
    if (*result.pdf_size > kLargeFile) {
        result.remains.reset();
        small_blocks::trim();
        ::malloc_trim(0);
    }
    std::string error;
    std::optional<std::string> const read = file == nullptr ? std::nullopt : file->read_back(error);
    std::optional<std::string> const& bytes = file == nullptr ? result.pdf : read;
    bool const keeps = !bytes || ops::self_check(*bytes, diagnostics);  // what cannot be read back cannot be written either, which is told there
    result.times.push_back({"self-check", std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count()});
    return keeps;
}

void print_times(std::vector<ops::StageTime> const& times) {
    double sum = 0;
    for (ops::StageTime const& t : times) {
        std::fputs(fmt::format("{:>12}  {:8.2f} ms\n", t.stage, t.milliseconds).c_str(), stderr);
        sum += t.milliseconds;
    }
    std::fputs(fmt::format("{:>12}  {:8.2f} ms\n", "all", sum).c_str(), stderr);
}

int run(Options o) {
    auto const start = std::chrono::steady_clock::now();
    Sources sources;
    Diagnostics diagnostics;
    if (!prepare(o, sources, diagnostics)) return report(diagnostics, sources, o.format, o.strict);
    o.request.want_dump = o.dump;
    o.request.want_pdf = (!o.check_only || o.review) && !o.dump;
    std::string path = o.output.empty() ? std::filesystem::path(o.request.article).stem().string() + (o.dump ? ".dump" : ".pdf") : o.output;
    if (o.dump && o.output.empty()) path = "-";
    OutputFile file(path);
    if (path != "-" && !o.check_only) o.request.sink = &file;
    ops::RenderResult result = ops::render(o.request, sources, diagnostics);
    bool const refused = (diagnostics.has_errors() && !o.request.lenient) || (o.strict && diagnostics.warning_count() > 0);
    bool written = false;
    if (o.review && !refused && result.pdf) {
        report(diagnostics, sources, o.format, o.strict);
        return end_with(print_review(*result.pdf, o.request.article, o.format));
    }
    bool const whole = o.check_only || refused || o.request.lenient || keeps_its_claims(path == "-" ? nullptr : &file, result, diagnostics);
    if (!refused && whole && (o.dump || result.pdf_size)) {
        std::string error;
        if (o.dump && path != "-") file.append(result.dump);
        written = path == "-" ? print_output(o.dump ? result.dump : *result.pdf, diagnostics) : file.commit(error);
        if (!error.empty()) report_write(path, error, diagnostics);
    }
    int const exit_code = report(diagnostics, sources, o.format, o.strict);
    if (o.timings) print_times(result.times);
    std::FILE* const out = path == "-" ? stderr : stdout;
    auto const count = [](std::size_t n, char const* one) { return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s"); };
    double const ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    if (written && result.pdf_size) {
        std::fputs(fmt::format("{}: {}, {} bytes, {}, {:.0f} ms\n", path == "-" ? "standard output" : path, count(result.pages, "page"), *result.pdf_size,
                               count(diagnostics.warning_count(), "warning"), ms)
                       .c_str(),
                   out);
        if (!result.unlocked_digest.empty()) std::fputs(fmt::format("  what was locked has SHA-256 {}\n", result.unlocked_digest).c_str(), out);
    } else if (o.check_only && exit_code == kDone) {
        if (result.numbers) {
            ops::NumberAudit const& audit = *result.numbers;
            std::fputs(fmt::format("{}: {} in the prose: {} printed by expressions, {} said by facts or data, {} by nothing\n", o.request.article,
                                   count(audit.computed + audit.explained + audit.unexplained, "number"), audit.computed, audit.explained, audit.unexplained)
                           .c_str(),
                       out);
        }
        std::fputs(
            fmt::format("{}: {}, {}, {:.0f} ms\n", o.request.article, count(result.pages, "page"), count(diagnostics.warning_count(), "warning"), ms).c_str(),
            out);
    }
    return end_with(written && o.request.lenient ? kDone : exit_code);
}

}  // namespace

void add_render(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("render", "Make the PDF of an article");
    auto options = std::make_shared<Options>();
    add_common(*command, *options);
    command->add_option("-o,--output", options->output, "The PDF; '-' is standard output. Default: the article's name with .pdf, in the current folder");
    command->add_flag("--lenient", options->request.lenient, "Write the file in spite of faults, to look at (never for clients)");
    command->add_flag("--timings", options->timings, "Tell where the time went, by stage");
    command->add_flag("--dump", options->dump, "Write the display list and the structure tree as text instead of a PDF");
    command->add_option("--threads", options->request.threads, "Threads to work with; the bytes do not depend on it")->check(CLI::Range(1, 64));
    add_signing_options(*command, options->request.signing, "sign-");
    add_finishing_options(*command, options->request.finishing);
    command->add_flag("!--plain-objects", options->request.object_streams, "Write a PDF without object streams, to read with an editor");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

void add_check(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("check", "Tell everything that is wrong with an article, without writing a file; or with a finished PDF");
    auto options = std::make_shared<Options>();
    auto claims = std::make_shared<std::string>();
    options->check_only = true;
    add_common(*command, *options);
    command->add_option("--claims", *claims, "Of a PDF: what it is held to instead of its own claims: a2, a3, a4, ua1, ua2, with commas between");
    command->add_flag("--numbers", options->request.want_numbers, "Tell the numbers in the prose that no fact and no data explain");
    command->add_flag("--accessibility", options->review, "Print the review sheet instead: what only a person can judge");
    command->footer("Exit codes: 0 nothing found, 1 a PDF does not keep what it claims, 2 the article is wrong or the file cannot be read.");
    command->callback([options, claims, &exit_code] {
        std::string const& file = options->request.article;
        exit_code = is_pdf(file) ? check_pdf({file, options->format, *claims, options->review}) : run(*options);
    });
}

}  // namespace offprint::app
