// The seal of a run: a manifest of what went in and what came out, and one hash over all that came out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/io.h"
#include "base/finding.h"

namespace offprint::batch {

/// A PDF of the run.
struct SealedFile {
    std::string path, sha256, row, key;  // path: below the folder of the run; row: its identity
    std::uint64_t size = 0, pages = 0;
};

/// Neither the number of workers nor the order of rows, time or machine are in it.
struct Manifest {
    std::string program;                                         // version of offprint
    std::vector<std::pair<std::string, std::string>> libraries;  // name and version, of those whose output is in the bytes
    std::vector<std::pair<std::string, std::string>> inputs;     // name and SHA-256 of what was read, sorted
    std::string run_id, as_of;
    std::vector<std::string> failed;  // identities of rows without a PDF, sorted
    std::vector<SealedFile> files;    // sorted by path, then row
    std::string root;
};

/// The Merkle tree hash (RFC 9162, 2.1) of the leaves `PATH LF SHA256`, one for each path, sorted. In hexadecimal digits.
std::string merkle_root(std::vector<SealedFile> const& files);

/// Sorts what is sorted and computes the root.
void seal(Manifest& manifest);

/// Canonical JSON, one file a line.
std::string to_text(Manifest const& manifest);
/// Reads what `to_text` wrote, nothing else.
std::optional<Manifest> read_manifest(std::string_view text);

/// Holds the files of a folder against its manifest: what the manifest says of itself, then every file.
std::vector<Finding> verify_run(archive::Io& io, std::string const& folder, Manifest const& manifest);

}  // namespace offprint::batch
