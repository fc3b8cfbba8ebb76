// `offprint fonts`: what is there, whether its files are the ones of the manifest, and what they cover.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "fmt/format.h"
#include "ops/fonts.h"
#include "ops/workspace.h"

namespace offprint::app {
namespace {

std::string hash_state(text::FontEntry const& entry) {
    if (entry.sha256.empty()) return "no hash";
    std::string error;
    auto const file = MappedFile::open(entry.path, error);
    if (!file) return error;
    return to_hex(sha256(file->bytes())) == entry.sha256 ? "hash ok" : "HASH DIFFERS";
}

/// Letters of `text` that a face lacks, or "all".
std::string missing_in(text::FontFace const& face, std::string const& text) {
    std::string missing;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const begin = at;
        if (face.nominal_glyph(utf8::next(text, at)) == 0) missing += text.substr(begin, at - begin);
    }
    return missing.empty() ? "has them all" : "lacks " + missing;
}

int run(std::vector<std::string> const& folders, std::string const& text) {
    Sources sources;
    Diagnostics diagnostics;
    text::FontCatalog catalog;
    std::string const share = ops::find_share_folder();
    ops::add_fonts(catalog, share + "/fonts", sources, diagnostics);
    for (std::string const& folder : folders) ops::add_fonts(catalog, folder, sources, diagnostics);
    bool sound = true;
    for (text::FontEntry const& entry : catalog.entries()) {
        std::string error;
        text::FontPtr const face = catalog.find(entry.family, entry.weight, entry.italic, error);
        std::string const state = face == nullptr ? error : hash_state(entry);
        sound = sound && face != nullptr && state != "HASH DIFFERS";
        std::string line = fmt::format("{:<18} {:>3} {:<7} {:<12}", entry.family, entry.weight, entry.italic ? "italic" : "normal", state);
        if (face != nullptr) {
            line += fmt::format(" {:>5} glyphs ", face->glyph_count());
            if (text.empty()) {
                for (char const* tag : {"smcp", "onum", "tnum", "liga", "kern", "frac", "case"}) {
                    if (face->has_feature(tag)) line += fmt::format(" {}", tag);
                }
            } else {
                line += " " + missing_in(*face, text);
            }
        }
        std::fputs((line + "\n").c_str(), stdout);
    }
    int const exit_code = report(diagnostics, sources, "text", false);
    return exit_code != kDone ? exit_code : sound ? kDone : kFindings;
}

}  // namespace

void add_fonts_command(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("fonts", "List the fonts: family, weight, hash, features, or what they cover");
    auto folders = std::make_shared<std::vector<std::string>>();
    auto text = std::make_shared<std::string>();
    command->add_option("--font-dir", *folders, "Folder with more fonts")->allow_extra_args(false);
    command->add_option("--covers", *text, "Letters to look for in every face: \"⅓ → ×\"");
    command->callback([=, &exit_code] { exit_code = run(*folders, *text); });
}

}  // namespace offprint::app
