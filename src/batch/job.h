// A run as a file: what the command line says, kept.
#pragma once
#include "batch/run.h"

namespace offprint::batch {

/// Whether a YAML file is a job (its top-level key `batch`) and not an article.
bool is_job(data::Value const& tree);
/// Reads a job into the request; its paths are from the file's own folder. Faults are told at their places (E965, and those of any map).
void read_job(data::Value const& tree, std::string const& path, RunRequest& request, Diagnostics& diagnostics);

/// `06:00` (of today, or tomorrow where that is past) or `2026-06-15T06:00`, with seconds or without, of local time, as seconds since 1970.
std::optional<std::int64_t> read_deadline(std::string const& text, std::int64_t now);

}  // namespace offprint::batch
