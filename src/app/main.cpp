#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>

#include "app/command.h"
#include "ops/pipeline.h"

namespace offprint::app {

void add_render(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_diff(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_new(CLI::App& app, int& exit_code);
void add_fonts_command(CLI::App& app, int& exit_code);
void add_schema(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_sign(CLI::App& app, int& exit_code);
void add_archive(CLI::App& app, int& exit_code);
void add_batch(CLI::App& app, int& exit_code);

namespace {

constexpr Command kCommands[] = {
    {"render", add_render}, {"check", add_check},   {"diff", add_diff}, {"explain", add_explain}, {"new", add_new},     {"fonts", add_fonts_command},
    {"schema", add_schema}, {"verify", add_verify}, {"sign", add_sign}, {"archive", add_archive}, {"batch", add_batch},
};

/// A run is short and gives its memory back by ending. Left alone, the allocator hands the top of the heap back after each large buffer
/// and fetches it again: 2,800 of the 4,400 system calls of a file of 370 pages.
void keep_memory() {
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 1 << 20);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);  // at 32 MB that file peaks at 66 instead of 63 MiB
}

int run(int argc, char** argv) {
    CLI::App app(
        "offprint turns an article in YAML, and its data, into a client-ready PDF.\n\n"
        "Start here:\n"
        "  offprint new my-note            makes a small article that renders at once\n"
        "  offprint render my-note/article.yaml\n"
        "  offprint check article.yaml     everything that can be wrong, without writing a file",
        "offprint");
    app.set_version_flag("--version", "offprint " + ops::program_version());
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 findings, 2 input or command line wrong (nothing written), 3 a source is unavailable,\n4 the output cannot be written, 5 "
        "interrupted, 6 failure budget spent, 7 locked "
        "by another run, 70 a bug "
        "of ours.\n"
        "'offprint COMMAND --help' tells a command's options; docs/authoring.md the article's language.");
    int exit_code = kDone;
    // Options of all commands take half a millisecond to set up: where one is named, it is the only one that is needed.
    auto const* const named =
        std::find_if(std::begin(kCommands), std::end(kCommands), [&](Command const& c) { return argc > 1 && c.name == std::string_view(argv[1]); });
    if (named != std::end(kCommands))
        named->add(app, exit_code);
    else
        for (Command const& command : kCommands) command.add(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        // Help and version are no faults; every other fault of the command line is 2.
        return app.exit(error) == 0 ? kDone : kInputWrong;
    }
    return exit_code;
}

}  // namespace
}  // namespace offprint::app

int main(int argc, char** argv) {
    offprint::app::keep_memory();
    try {
        return offprint::app::run(argc, argv);
    } catch (std::bad_alloc const&) {
        std::fputs("offprint: out of memory\n", stderr);
        return offprint::app::kBug;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "offprint: internal error: %s\nThis is a bug of ours; please report it with the article that shows it.\n", error.what());
        return offprint::app::kBug;
    }
}
