// Reports of an export taken into another archive.
#pragma once
#include "archive/changes.h"

namespace offprint::archive {

/// Proves an export as its VERIFY.txt says, then archives its reports, all or none. Each keeps the records, proofs, checkpoint and key of where it came from
/// among its inputs, is kept at least as long as there, and is held for the matters that held it there. `public_key`: a file with the key that is expected; may
/// be empty. `file` of what is given is the name that the report had.
std::optional<std::vector<Added>> import_from(Store& store, std::string const& folder, std::string const& public_key, Fault& fault);

}  // namespace offprint::archive
