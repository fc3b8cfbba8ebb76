// `offprint new`: a small article, its data and workspace file, that renders at once.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/command.h"
#include "base/file.h"
#include "fmt/format.h"

namespace offprint::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWorkspace = R"(# The root of this workspace: articles below it may read files below it, and nothing else.
workspace: 1
layout: conviction-note
)";

constexpr std::string_view kData = R"(year,revenue,margin
2025,1.20,0.41
2026E,1.55,0.43
2027E,2.18,0.46
)";

constexpr std::string_view kClause = R"(clause: house
version: 1
lang: en
title: Disclosures
short: For information only; not investment advice. See the disclosures on the last page.
text: |
  An example to be replaced by your own text and reviewed by counsel. This note is for information only. It is no
  advice and no offer to buy or sell any security. Figures are invented. Investing involves risk, including the loss
  of principal.
)";

constexpr std::string_view kArticle = R"(offprint: 1
layout: conviction-note
lang: en-US
title: "A first note.\nIt renders at once."
kicker: Example · First steps
dek: >-
  Everything on this page comes from one YAML file and one CSV. Change a word, render again, and look.
rating: Example
instrument: {symbol: EXMP, exchange: NYSE, price: 42.50, currency: USD, market_cap: 3.1e9, priced: 2026-06-15}
publisher: Example Research
authors: [A. Analyst]
date: 2026-06-15
disclosures: [house]
data:
  forecast: data/forecast.csv
body:
  - stats:
      - {label: Revenue 2026E, value: 1.55e9, format: "$0.00a", note: consensus $1.49B}
      - {label: Growth, value: 0.29, format: "+0%", note: from +24% in 2025}
      - {label: Gross margin, value: 0.43, format: "0%", note: two points better}
  - section: {number: "01", kicker: The case, title: Say what you found}
  - |
    Prose is Markdown: *one star* emphasises, **two** are strong, a blank line makes a paragraph. Everything richer
    is a block, a map with one key that names it.
  - callout:
      title: One rule
      tone: insight
      text: Numbers are data wherever they can be. The chart below reads the CSV.
  - chart:
      kind: bar
      title: Revenue grows by two fifths in 2027
      subtitle: Revenue, $B
      data: forecast
      x: year
      y: revenue
      format: '$0.00"B"'
      source: Example estimates.
      height: 34mm
  - list:
      - The ramp has to stay on schedule.
      - Margin has to hold while volume grows.
  - takeaway: {kicker: Takeaway, title: Change this file and make it yours., text: Then read docs/authoring.md.}
)";

int run(std::string const& name) {
    std::error_code failed;
    fs::path const folder(name);
    if (fs::exists(folder, failed)) {
        std::fputs(fmt::format("offprint: '{}' is already there; nothing was changed\n", name).c_str(), stderr);
        return kInputWrong;
    }
    fs::create_directories(folder / "data", failed);
    if (!failed) fs::create_directories(folder / "layouts" / "clauses", failed);
    if (failed) {
        std::fputs(fmt::format("offprint: cannot make '{}': {}\n", name, failed.message()).c_str(), stderr);
        return kUnwritable;
    }
    std::pair<fs::path, std::string_view> const files[] = {{folder / "offprint.yaml", kWorkspace},
                                                           {folder / "article.yaml", kArticle},
                                                           {folder / "data" / "forecast.csv", kData},
                                                           {folder / "layouts" / "clauses" / "house.yaml", kClause}};
    for (auto const& [path, text] : files) {
        std::string error;
        if (!write_file_atomically(path.string(), text, error)) {
            std::fputs(fmt::format("offprint: cannot write '{}': {}\n", path.string(), error).c_str(), stderr);
            return kUnwritable;
        }
    }
    std::fputs(
        fmt::format("{0}/article.yaml, {0}/data/forecast.csv and {0}/layouts/clauses/house.yaml are ready. Next:\n  offprint render {0}/article.yaml\n", name)
            .c_str(),
        stdout);
    return kDone;
}

}  // namespace

void add_new(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("new", "Make a folder with a small article that renders at once");
    auto name = std::make_shared<std::string>();
    command->add_option("name", *name, "The folder to make")->required();
    command->callback([name, &exit_code] { exit_code = run(*name); });
}

}  // namespace offprint::app
