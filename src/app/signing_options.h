// The options of signing, the same for `sign` and, with another beginning, for `render`.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "ops/sign.h"

namespace offprint::app {

/// Adds `--NAME-file`, `--NAME-fd` and `--NAME-env`: where `what` is read.
void add_secret_options(CLI::App& command, ops::SecretPlace& place, std::string const& name, std::string const& what, char const* group);

/// Adds `--key`, `--cert` and the like, each with `prefix` before its name: "" or "sign-".
void add_signing_options(CLI::App& command, ops::SigningRequest& request, std::string const& prefix);

}  // namespace offprint::app
