// A part of an archive in a folder of its own that proves itself with `sha256sum` and a few lines of any language (BagIt, RFC 8493).
#pragma once
#include "archive/changes.h"

namespace offprint::archive {

struct Exported {
    std::size_t reports = 0, records = 0;
};
/// Writes a new folder, whole or not at all: PDFs and their inputs, their records as JSON lines and as a table, inclusion proofs, the newest checkpoint, the
/// public key and the words that say how all of it is checked. That it was exported is a record, made before and among those in the folder.
std::optional<Exported> export_to(Store& store, Selection const& selection, std::string const& folder, Fault& fault);

}  // namespace offprint::archive
