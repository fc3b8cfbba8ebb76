// The font catalogue of a run: the program's own manifest, then folders that a workspace or the command line names.
#pragma once
#include "base/diagnostic.h"
#include "text/font.h"

namespace offprint::ops {

/// Reads `<folder>/manifest.yaml` into the catalogue. A folder without a manifest is read file by file (command line only).
void add_fonts(text::FontCatalog& catalog, std::string const& folder, Sources& sources, Diagnostics& diagnostics);

}  // namespace offprint::ops
