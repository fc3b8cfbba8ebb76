// The structure tree as PDF has it (ISO 32000-1, 14.7), written when all pages are known: elements, the parent tree that leads from
// marks back to elements, the tree of IDs. Nodes of which nothing was painted fall away.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "draw/structure.h"
#include "pdf/file_writer.h"
#include "pdf/haru.h"
#include "pdf/page_record.h"

namespace offprint::pdf {

/// The root of the written structure and, where the file takes late objects, what makes the bodies of its elements.
struct WrittenStructure {
    HPDF_Dict root = nullptr;
    std::unique_ptr<LateObjects const> elements;
};

/// Writes all of it. What it refers to must stay until the file is written. Keys of the parent tree: a page's is its index; an
/// annotation's is the number of pages plus its index (`StructParents` and `StructParent` must say the same).
WrittenStructure write_structure(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links);

}  // namespace offprint::pdf
