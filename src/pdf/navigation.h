// How a reader moves about: the page tree, page labels, the outline, links.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "pdf/page_record.h"
#include "pdf/writer.h"

namespace offprint::pdf {

/// The inside of a /PageLabels number tree (12.4.2): ranges of decimal numbers, any other label as it is. "" if all labels are.
std::string page_label_entries(std::span<PageRecord const> pages);

/// The outline's root, nested by level; null if there are no entries. Levels may skip; a deeper entry hangs under the last shallower one.
HPDF_Dict write_outline(Haru& haru, std::vector<OutlineEntry> const& entries, std::span<PageRecord const> pages);

/// A place that a link or an outline entry goes to.
struct Destination {
    std::size_t page = 0;
    Length y;
};
/// "[12 0 R/XYZ 0 700 null]": the zoom stays as it is.
void append_destination(std::string& out, Destination const& destination, std::span<PageRecord const> pages);

/// Sets the bodies of the annotations. A target that begins with # is an anchor of the document, any other a URI. An unknown anchor or an
/// empty target is reported at its node (E730, E731).
void write_links(Haru& haru, std::span<LinkAnnotation const> links, std::span<PageRecord const> pages, draw::StructTree const& tree, Diagnostics& diagnostics);

/// Writes the page tree, as flat as may be: leaves of up to 64 pages. `resources` is the dictionary that all pages share, `content` gives
/// the content stream of each, `annotations` the references inside its /Annots.
struct PageBodies {
    HPDF_Dict resources = nullptr;
    std::vector<HPDF_Dict> contents;
    std::vector<std::string> annotations;
};
void write_page_tree(Haru& haru, std::span<PageRecord const> pages, PageBodies const& bodies);

}  // namespace offprint::pdf
