// The catalogue of an archive: brought up to the log, made again from it, held against it.
#pragma once
#include "archive/store.h"
#include "base/finding.h"
#include "catalog/module.h"

namespace offprint::archive {

/// A report as the catalogue has it.
catalog::Row row_of(State const& state, Report const& report);

/// Brings the catalogue up to the log; makes it again where it is missing, was not closed, or is not that of this log, or reports were disposed of. The records
/// are safe whether this succeeds or not.
bool index(Store const& store, catalog::Module const& module, std::string& error);
/// Makes it again from the log and the objects.
bool rebuild_index(Store const& store, catalog::Module const& module, std::string& error);

/// Holds the catalogue against records; with `texts`, against the objects' texts too.
void check_index(Io& io, Places const& places, std::vector<Entry> const& entries, catalog::Module const& module, bool texts, std::vector<Finding>& findings);

}  // namespace offprint::archive
