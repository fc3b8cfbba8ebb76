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

/// The elements of a written structure.
class StructureElements : public LateObjects {
public:
    /// The number of a node's element, or of the element around it where it has none of its own.
    virtual std::uint32_t element_of(draw::NodeId node) const = 0;
};

/// The root of the written structure, and what makes the bodies of its elements where the file takes late objects.
struct WrittenStructure {
    HPDF_Dict root = nullptr;
    std::unique_ptr<StructureElements const> elements;
};

/// By which edition: PDF 2.0 has a namespace, notes of its own kind, and elements that name what they belong to (ISO 32000-2, 14.8; ISO 14289-2, 8.2.5).
enum class StructureRules { Pdf17, Pdf2 };

/// Writes all of it. What it refers to must stay until the file is written. Keys of the parent tree: a page's is its index; an
/// annotation's is the number of pages plus its index (`StructParents` and `StructParent` must say the same).
WrittenStructure write_structure(Haru& haru, draw::StructTree const& tree, std::span<PageRecord const> pages, std::span<LinkAnnotation const> links,
                                 StructureRules rules = StructureRules::Pdf17);

}  // namespace offprint::pdf
