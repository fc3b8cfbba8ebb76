#include "app/parameter_options.h"

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "data/json_tree.h"
#include "data/value.h"
#include "fmt/format.h"

namespace offprint::app {

namespace {

constexpr std::size_t kFileLimit = 1u << 20;

/// A text of the command line as a source of its own, so that faults show it.
SourcedText as_source(std::string const& option, std::string const& text, Sources& sources) {
    auto const length = static_cast<std::uint32_t>(text.size());
    return SourcedText(text, sources.add(option, text), {{0, length, 0, length, true}});
}

bool take_file(std::string const& path, ops::RenderRequest& request, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    auto bytes = read_file(path, kFileLimit, error);
    if (!bytes) {
        diagnostics.error("E703", {}, fmt::format("--params: '{}' cannot be read: {}", path, error));
        return false;
    }
    SourceId const source = sources.add(path, std::move(*bytes));
    auto const tree = path.ends_with(".json") ? data::parse_json(sources, source, diagnostics) : data::parse_yaml(sources, source, diagnostics);
    if (!tree) return false;
    if (tree->kind != data::ValueKind::Map) {
        diagnostics.error("E203", tree->span, "a file of parameters is a map of names to values");
        return false;
    }
    bool good = true;
    for (data::MapEntry const& entry : tree->map) {
        if (entry.value.kind == data::ValueKind::Scalar) {
            request.parameters.push_back({entry.key.text, entry.value.scalar});
        } else if (entry.value.kind != data::ValueKind::Null) {
            diagnostics.error("E203", entry.value.span, fmt::format("the parameter '{}' must be a text or a number", entry.key.text));
            good = false;
        }
    }
    return good;
}

}  // namespace

void add_parameter_options(CLI::App& command, ParameterOptions& options) {
    command.add_option("--param", options.parameters, "name=value: a parameter that the article declares")->allow_extra_args(false)->group("Parameters");
    command.add_option("--params", options.files, "File of parameters, YAML or JSON: a map of names to values; --param goes before it")
        ->allow_extra_args(false)
        ->group("Parameters");
    command.add_option("--as-of", options.as_of, "The day that counts as today: 2026-06-15. The article's date when missing; never the clock")
        ->group("Parameters");
    command.add_option("--run-id", options.run_id, "What the run is called, for expressions: run.id")->group("Parameters");
}

bool take_parameters(ParameterOptions const& options, ops::RenderRequest& request, Sources& sources, Diagnostics& diagnostics) {
    bool good = true;
    for (std::string const& path : options.files) good = take_file(path, request, sources, diagnostics) && good;
    for (std::string const& parameter : options.parameters) {
        std::size_t const equals = parameter.find('=');
        if (equals == std::string::npos || equals == 0) {
            diagnostics.error("E703", {}, fmt::format("--param '{}' is not name=value", parameter));
            good = false;
            continue;
        }
        std::string const name = parameter.substr(0, equals);
        request.parameters.push_back({name, as_source("--param " + name, parameter.substr(equals + 1), sources)});
    }
    if (!options.as_of.empty() && !data::parse_date(options.as_of)) {
        diagnostics.error("E205", {}, fmt::format("--as-of '{}' is no date", options.as_of), "write it as 2026-06-15");
        good = false;
    }
    request.as_of = options.as_of;
    request.run_id = options.run_id;
    return good;
}

}  // namespace offprint::app
