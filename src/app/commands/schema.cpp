// `offprint schema`: the JSON Schema of an article, from the tables that the reader itself uses.
#include <cstdio>

#include "app/command.h"
#include "blocks/schema.h"

namespace offprint::app {

void add_schema(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of articles, for editors");
    command->callback([&exit_code] {
        std::string const text = blocks::article_schema();
        std::fwrite(text.data(), 1, text.size(), stdout);
        exit_code = kDone;
    });
}

}  // namespace offprint::app
