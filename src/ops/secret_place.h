// Where a passphrase or a password is read. It is never given by itself: others can see a command line.
#pragma once
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/secret.h"

namespace offprint::ops {

/// A file, an open descriptor or an environment variable's name; at most one of them.
struct SecretPlace {
    std::string file, variable;
    int descriptor = -1;

    bool is_given() const { return !file.empty() || !variable.empty() || descriptor >= 0; }
};

/// Reads it, empty where no place is given. Nothing, reported under `code`, if it cannot be. One end of line at its end is no part of it; a variable is wiped.
/// `what` is its name in messages: "passphrase".
std::optional<Secret> read_secret(SecretPlace const& place, char const* what, char const* code, Diagnostics& diagnostics);

}  // namespace offprint::ops
