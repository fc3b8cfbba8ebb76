// The PDFs of an archive, made again from the files that they carry.
#pragma once
#include <string>
#include <vector>

#include "archive/store.h"
#include "base/finding.h"

namespace offprint::app {

/// Makes every PDF again that is there and carries what it was made of, and proves its signatures (ops/prove.h). A finding for each that comes out otherwise
/// or cannot be made; a note for those that carry nothing; one proof for all others. `fonts`: folders with more fonts.
std::vector<Finding> remake(archive::Store const& store, std::vector<std::string> const& fonts);

}  // namespace offprint::app
