// The options by which an article is given its parameters.
#pragma once
#include <string>
#include <vector>

#include "ops/pipeline.h"

namespace CLI {
class App;
}

namespace offprint::app {

struct ParameterOptions {
    std::vector<std::string> parameters, files;
    std::string as_of, run_id;
};

/// --param, --params, --as-of, --run-id.
void add_parameter_options(CLI::App& command, ParameterOptions& options);
/// Puts them into the request. False, reported, when one is wrong.
bool take_parameters(ParameterOptions const& options, ops::RenderRequest& request, Sources& sources, Diagnostics& diagnostics);

}  // namespace offprint::app
