// `offprint schema`: the article's language as a JSON Schema or as reference pages, from the tables that the reader itself uses.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command.h"
#include "blocks/reference.h"
#include "blocks/schema.h"

namespace offprint::app {

void add_schema(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of articles, for editors");
    auto reference = std::make_shared<bool>(false), layouts = std::make_shared<bool>(false);
    CLI::Option* const for_authors = command->add_flag("--reference", *reference, "Print the keys of articles and blocks as Markdown instead");
    command->add_flag("--layout-reference", *layouts, "Print what a layout may choose as Markdown instead")->excludes(for_authors);
    command->callback([=, &exit_code] {
        std::string const text = *reference ? blocks::author_reference() : *layouts ? blocks::layout_reference() : blocks::article_schema();
        std::fwrite(text.data(), 1, text.size(), stdout);
        exit_code = kDone;
    });
}

}  // namespace offprint::app
