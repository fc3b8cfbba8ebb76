// What a document was made of, gathered after it was read: the files to attach and the manifest that names them all.
#pragma once
#include <map>

#include "ops/manifest.h"
#include "ops/pipeline.h"
#include "ops/workspace.h"
#include "pdf/writer.h"
#include "text/font.h"

namespace offprint::ops {

/// How the names of pictures end.
inline constexpr std::string_view kPictureEnds[] = {".png", ".jpg", ".jpeg", ".svg"};

/// How the document was asked for, in the end.
struct BuildChoices {
    std::string layout, paper, date, profile;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::vector<bind::Answer> answers;    // of databases
    std::vector<bind::Excerpt> excerpts;  // sources of which a part was used
};

/// The folder of an archive copy in which answers of databases stand, as in a snapshot (bind/snapshot.h).
inline constexpr std::string_view kFrozenFolder = "frozen";

/// The attached files of an archive copy, the manifest last. Inputs are the texts that were read (of `sources` from `first` on, those that are files below the
/// workspace's root, or layouts of the program, which are attached under `layouts/` as if they were the workspace's own) the pictures that were read, by path,
/// and the fonts in use. Of a CSV of which only a part was used, that part is attached: neither bytes nor manifest hang on its other lines. Reports what cannot
/// be hashed or attached (E802).
std::vector<pdf::Attachment> provenance(RenderRequest const& request, Workspace const& workspace, Sources const& sources, SourceId first,
                                        std::map<std::string, std::string> const& pictures, BuildChoices const& choices, text::FontCatalog const& fonts,
                                        Diagnostics& diagnostics);

/// The libraries whose output is in the bytes of a file, sorted by name.
std::vector<std::pair<std::string, std::string>> library_versions();

/// Hash of a file of the program's share folder, by its name in there; nothing if it is missing.
std::optional<ManifestFile> hashed_supply(std::string const& share, std::string const& name);

}  // namespace offprint::ops
