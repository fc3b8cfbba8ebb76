// The options of signing, the same for `sign` and, with another beginning, for `render`.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "ops/sign.h"

namespace offprint::app {

/// Adds `--key`, `--cert` and the like, each with `prefix` before its name: "" or "sign-".
void add_signing_options(CLI::App& command, ops::SigningRequest& request, std::string const& prefix);

}  // namespace offprint::app
