// Proof of an archive copy: from nothing but what it carries, and the program's own fonts and supplies, the document is made again and held
// against it byte for byte.
#pragma once
#include <string>
#include <vector>

#include "base/finding.h"
#include "ops/manifest.h"
#include "ops/pipeline.h"

namespace offprint::ops {

/// A larger PDF is not read.
inline constexpr std::size_t kPdfLimit = 2'000'000'000;

using offprint::Finding;

struct Rebuild {
    std::vector<Finding> findings;
    bool is_proved() const { return offprint::is_proved(findings); }
};

/// Verifies the PDF's bytes. `how` gives share folder, font folders and threads; the rest comes from the manifest. Faults of the file itself (E803: no readable
/// PDF, E804: it carries no manifest, E805: a manifest that cannot be used) go to `diagnostics`, and so do those of the rebuild.
Rebuild verify_archive_copy(std::string pdf, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics);

/// Says why a page of an archive copy (`how.explain_page`) ends where it does: the article that it carries is typeset again. A PDF that carries none is E706,
/// one that comes out otherwise here W806; other faults are as above.
std::string explain_archive_copy(std::string pdf, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics);

}  // namespace offprint::ops
