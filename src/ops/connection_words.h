// Where the connection string of a database is read: of the environment, or of a file that only its owner can read. Never of an article.
#pragma once
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "ops/workspace.h"

namespace offprint::ops {

/// The words behind `env:NAME` or `file:PATH`, a path below the root or an absolute one. Nothing, reported (E322), when they cannot be had; nobody else can
/// give them either, so a missing variable counts as data that is not available.
std::optional<std::string> connection_words(Workspace const& workspace, SourcedText const& place, Diagnostics& diagnostics);

}  // namespace offprint::ops
