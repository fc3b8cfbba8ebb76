// What damage can be undone: files of the log, checkpoints and objects from a copy of the archive; the catalogue from the log.
#pragma once
#include "archive/verify.h"

namespace offprint::archive {

/// Puts damaged files aside and good copies of `replica` (a copy of the whole archive; may be empty) in their place, then makes the catalogue again. Good is
/// what follows from the log and what the archive's key signed, wherever it comes from. Gives a line for each thing done; a fault if something stays wrong.
std::optional<std::vector<std::string>> repair(Io& io, crypto::Module const& crypto, catalog::Module const& catalog, StoreOptions const& options,
                                               std::string const& replica, Fault& fault);

}  // namespace offprint::archive
