// The PDFs of a sealed run, taken into an archive.
#pragma once
#include "archive/changes.h"
#include "batch/seal.h"

namespace offprint::batch {

/// Archives those that are not there yet, in groups, each row's identity as the client. `added` counts them; after a fault, so many are safe and the same call
/// goes on with the rest.
bool deposit(archive::Store& store, std::string const& folder, Manifest const& manifest, std::vector<std::string> const& classes, std::size_t& added,
             archive::Fault& fault);

}  // namespace offprint::batch
