// How a reader moves about: the page tree, page labels, the outline, links.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "pdf/page_record.h"
#include "pdf/structure_writer.h"
#include "pdf/writer.h"

namespace offprint::pdf {

/// The inside of a /PageLabels number tree (12.4.2): ranges of decimal numbers, any other label as it is. "" if all labels are.
std::string page_label_entries(std::span<PageRecord const> pages);

/// A place that a link or an outline entry goes to.
struct Destination {
    std::size_t page = 0;
    Length y;
    draw::NodeId node = 0;
};
/// The places that have names.
using Anchors = std::map<std::string, Destination, std::less<>>;
Anchors find_anchors(std::span<PageRecord const> pages);

/// How links and outline lead to a place: "/Dest[12 0 R/XYZ 0 700 null]" (the zoom stays as it is); with the elements of a PDF 2.0 file as an action that names
/// the element too (ISO 32000-2, 12.3.2.3).
struct Ways {
    std::span<PageRecord const> pages;
    StructureElements const* elements = nullptr;  // null: before PDF 2.0
    void append(std::string& out, Destination const& destination) const;
};

/// The outline's root, nested by level; null if there are no entries. Levels may skip; a deeper entry hangs under the last shallower one.
HPDF_Dict write_outline(Haru& haru, std::vector<OutlineEntry> const& entries, Ways const& ways);

/// Sets the bodies of the annotations. A target that begins with # is an anchor of the document, any other a URI. An unknown anchor or an
/// empty target is reported at its node (E730, E731).
void write_links(Haru& haru, std::span<LinkAnnotation const> links, Anchors const& anchors, Ways const& ways, draw::StructTree const& tree,
                 Diagnostics& diagnostics);

/// Writes the page tree, as flat as may be: leaves of up to 64 pages. `resources` is the dictionary that all pages share, `content` gives
/// the content stream of each, `annotations` the references inside its /Annots.
struct PageBodies {
    HPDF_Dict resources = nullptr;
    std::vector<HPDF_Dict> contents;
    std::vector<std::string> annotations;
};
void write_page_tree(Haru& haru, std::span<PageRecord const> pages, PageBodies const& bodies);

}  // namespace offprint::pdf
