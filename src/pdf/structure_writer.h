// The structure tree as PDF has it (ISO 32000-1, 14.7), written when all pages are known: elements, the parent tree that leads from
// marks back to elements, the tree of IDs. Nodes of which nothing was painted fall away.
#pragma once
#include <span>
#include <vector>

#include "draw/structure.h"
#include "pdf/haru.h"
#include "pdf/page_record.h"
#include "pdf/workers.h"

namespace offprint::pdf {

/// Writes all of it and gives the StructTreeRoot. Keys of the parent tree: a page's is its index; an annotation's is the number of pages
/// plus its index (`StructParents` and `StructParent` must say the same).
HPDF_Dict write_structure(Haru& haru, Workers& workers, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links);

}  // namespace offprint::pdf
