// The build manifest: what a PDF was made of and by what, as JSON that rides along in the file. `verify` reads it back.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace offprint::ops {

inline constexpr std::string_view kManifestName = "manifest.json";

/// A file that went into the document, by its hash.
struct ManifestFile {
    std::string name;  // attached files: as attached; the program's own: below its share folder; fonts: the face's PostScript name
    std::uint64_t size = 0;
    std::string sha256;
    bool is_excerpt = false;             // attached files: the lines of a CSV that the document was made of; its other lines may be others' data
    std::vector<std::string> sources{};  // of what a database answered: the article's sources that asked
    friend bool operator==(ManifestFile const&, ManifestFile const&) = default;
};

struct Manifest {
    std::string program;                                          // version of offprint
    std::vector<std::pair<std::string, std::string>> libraries;   // name and version, of those whose output is in the bytes
    std::string article;                                          // name of the attached file
    std::string layout, paper, date, profile;                     // as they were in the end
    std::vector<std::pair<std::string, std::string>> settings;    // --set
    std::vector<std::pair<std::string, std::string>> parameters;  // --param, --params, a row of a batch
    std::string as_of, run_id;                                    // --as-of, --run-id; empty: not given
    std::vector<std::pair<std::string, std::string>> allowances;  // rules that were set aside, each with the reason
    std::string approver;                                         // who answers for them
    bool object_streams = true;
    std::vector<ManifestFile> files;     // attached
    std::vector<ManifestFile> supplies;  // of the program: messages, hyphenation, colour profile
    std::vector<ManifestFile> fonts;
};

/// One entry a line, keys in a fixed order.
std::string to_json(Manifest const& manifest);
/// Reads what `to_json` wrote; faults are told at their places.
std::optional<Manifest> read_manifest(Sources const& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace offprint::ops
