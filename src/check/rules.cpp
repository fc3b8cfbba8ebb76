#include "check/rules.h"

#include <algorithm>
#include <stdexcept>

namespace offprint::check {
namespace {

constexpr Rule kRules[] = {
    // The file
    {"readable", kAny, "A ~6.1.4-2", "cross references, objects and streams can be read"},
    {"file-header", kA | kUa, "A 6.1.2-1, UA 6.1-1", "the file begins with %PDF-1.n, or %PDF-2.n for PDF/A-4 and PDF/UA-2"},
    {"header-comment", kA, "A 6.1.2-2", "a comment of four bytes over 127 follows the header"},
    {"file-id", kA, "A 6.1.3-1", "the trailer has an ID of two strings"},
    {"not-encrypted", kA, "A 6.1.3-2", "the file is not encrypted"},
    {"nothing-after-end", kA, "A 6.1.3-3", "nothing follows the last %%EOF but one end of line"},
    {"no-info", kA4, "A-4 6.1.3-4", "a file of PDF/A-4 has no Info"},
    {"external-stream", kA, "A 6.1.7.1-3", "no stream lies in another file"},
    {"stream-filter", kA, "A 6.1.7.2-1", "streams have standard filters, LZW and Crypt not among them"},
    {"name-utf8", kA, "A 6.1.8-1", "names of fonts, colourants and structure types are UTF-8"},
    {"integer-range", kA23, "A 6.1.13-1", "integers have 32 bits"},
    {"real-range", kA23, "A 6.1.13-2", "reals are not beyond 3.403e38"},
    {"string-length", kA23, "A 6.1.13-3", "strings have at most 32,767 bytes"},
    {"name-length", kA23, "A 6.1.13-4", "names have at most 127 bytes"},
    {"page-side", kA23, "A ~6.1.13-11", "sides of pages are from 3 to 14,400 units"},
    {"permissions", kA, "A 6.1.12-1", "Perms has no keys but UR3 and DocMDP"},
    // The catalogue
    {"metadata", kA | kUa, "A 6.6.2.1-1, UA 7.1-8", "the catalogue has an XMP stream, unfiltered and well-formed"},
    {"packet-attributes", kA, "A 6.6.2.1-2, A 6.6.2.1-3", "the XMP packet's head has neither bytes nor encoding"},
    {"pdfa-claim", kA, "A ~6.6.4-1", "the XMP names part and level of PDF/A"},
    {"pdfua-claim", kUa, "UA 5-1, UA 5-2", "the XMP names the part of PDF/UA"},
    {"xmp-title", kUa, "UA 7.1-9", "the XMP has a title"},
    {"info-is-xmp", kHouse, "", "Info and XMP say the same"},
    {"extension-schema", kA23, "A ~6.6.2.3.1-1", "what XMP does not know is described by a schema"},
    {"marked", kA | kUa, "A 6.7.2.2-1, UA 6.2-1", "the file says that it is tagged"},
    {"no-suspects", kUa, "UA 7.1-4", "no tags are suspect"},
    {"structure", kA | kUa, "A 6.7.3.3-1, UA 7.1-11", "the catalogue has a structure tree"},
    {"language", kUa, "", "the catalogue names the document's language"},
    {"language-form", kA | kUa, "A 6.7.4-1, UA ~7.2-29", "names of languages are those of RFC 3066"},
    {"shows-title", kUa, "UA 7.1-10", "readers show the title, not the file's name"},
    {"no-additional-actions", kA, "A 6.5.2-1, A 6.5.2-2", "nothing happens by itself: no additional actions"},
    {"action", kA, "A 6.5.1-1", "actions only go somewhere"},
    {"named-action", kA, "A 6.5.1-2", "named actions turn pages only"},
    {"no-alternates", kA, "A 6.10-1", "no alternate presentations"},
    {"no-steps", kA, "A 6.10-2", "no presentation steps"},
    {"no-requirements", kA, "A 6.11-1", "nothing is required of readers"},
    {"no-xfa", kA | kUa, "A 6.4.2-1", "no XFA"},
    {"need-appearances", kA, "A 6.4.1-3", "fields bring their appearance"},
    {"layers", kA | kUa, "A 6.9-1, A 6.9-4, UA 7.10-1, UA 7.10-2", "configurations of layers have names and change nothing by themselves"},
    {"output-intent", kA, "A 6.2.3-1", "the output intent has an ICC profile for display or print, older than version 5"},
    {"one-output-profile", kA, "A 6.2.3-2", "all output intents have the same profile"},
    // Files that ride along
    {"attachment-names", kA | kUa, "A 6.8-2, UA 7.11-1", "attached files have F and UF"},
    {"attachment-kind", kA3 | kA4, "A-3 6.8-1", "attached files name their MIME type"},
    {"attachment-relation", kA3 | kA4, "A-3 6.8-3", "attached files say what they are to the document"},
    {"attachment-associated", kA3 | kA4, "A-3 6.8-4", "attached files are associated with a part of the document"},
    {"attachment-sum", kHouse, "", "size and check sum of attached files are theirs"},
    {"no-attachments", kA2, "A 6.8-5", "PDF/A-2 carries no files (ours does not)"},
    // Pages and what is painted
    {"page-content", kAny, "", "contents of pages can be read"},
    {"operator", kA, "A ~6.2.2-1", "contents have the operators of the format only"},
    {"resources", kA, "A ~6.2.2-2", "what contents name stands in their own resources"},
    {"nesting", kA23, "A 6.1.13-8", "graphics states are at most 28 deep"},
    {"marks-balanced", kAny, "", "marked contents begin and end in one stream, graphics states too"},
    {"artifact-in-text", kUa, "UA 7.1-1", "no artifact lies within tagged content"},
    {"text-in-artifact", kUa, "UA 7.1-2", "no tagged content lies within an artifact"},
    {"all-marked", kUa, "UA 7.1-3", "all that is painted is tagged or an artifact"},
    {"device-cmyk", kA, "A ~6.2.4.3-3", "no CMYK without a CMYK output intent"},
    {"device-colour", kA, "A ~6.2.4.3-2, A ~6.2.4.3-4", "no device colours without an output intent"},
    {"transfer-function", kA, "A 6.2.5-1, A 6.2.5-2", "no transfer functions"},
    {"halftone-phase", kA, "A 6.2.5-3", "no halftone phase"},
    {"rendering-intent", kA, "A ~6.2.6-1", "rendering intents are the four standard ones"},
    {"image-alternates", kA, "A 6.2.8-1", "pictures have no alternates"},
    {"no-opi", kA, "A 6.2.8-2, A 6.2.9-1", "no OPI, no PostScript"},
    {"interpolate", kA, "A ~6.2.8-3", "pictures are not interpolated"},
    {"image-bits", kA, "A 6.2.8-4", "pictures have 1, 2, 4, 8 or 16 bits"},
    {"reference-form", kA | kUa, "A 6.2.9-2, UA 7.20-1", "no page of another file is shown"},
    {"no-postscript", kA, "A 6.2.9-3", "no PostScript XObjects"},
    {"blend-mode", kA, "A ~6.2.10-1", "blend modes are standard ones"},
    {"page-group", kHouse, "", "pages with transparency say their blending space"},
    // Fonts
    {"font-embedded", kA | kUa, "A ~6.2.11.4.1-1, UA ~7.21.4.1-1", "fonts are embedded"},
    {"font-type", kA | kUa, "A 6.2.11.2-2", "fonts are of a known kind, with a name"},
    {"font-glyph-map", kA | kUa, "A 6.2.11.3.2-1, UA 7.21.3.2-1", "composite TrueType fonts have a CIDToGIDMap"},
    {"font-unicode", kA | kUa, "A ~6.2.11.7.2-1, UA ~7.21.7-1", "what is shown has a Unicode value"},
    {"font-unicode-values", kA | kUa, "A ~6.2.11.7.2-2, UA ~7.21.7-2", "no Unicode value is 0, FEFF or FFFE"},
    {"notdef", kA | kUa, "A ~6.2.11.8-1, UA ~7.21.8-1", "glyph 0 is not shown"},
    {"font-widths", kA | kUa, "A ~6.2.11.5-1, UA ~7.21.5-1", "widths are those of the font program"},
    {"font-name", kHouse, "", "a subset has a tag, and the same name everywhere"},
    // Annotations
    {"annotation-kind", kA, "A 6.3.1-1", "annotations are of a permitted kind"},
    {"annotation-flags", kA, "A 6.3.2-1, A 6.3.2-2", "annotations are printed and not hidden"},
    {"annotation-appearance", kA, "A 6.3.3-1", "annotations that show something bring their appearance"},
    {"annotation-words", kUa, "UA 7.18.1-2, UA 7.18.5-2", "annotations say in words what they are"},
    {"link-tagged", kUa, "UA 7.18.5-1", "links lie in Link elements"},
    {"widget-tagged", kUa1, "UA 7.18.4-1", "fields lie in Form elements"},
    {"tab-order", kUa, "UA 7.18.3-1", "the order of annotations is that of the structure"},
    {"field-actions", kA, "A 6.4.1-1, A 6.4.1-2", "fields do nothing by themselves"},
    {"link-target", kHouse, "", "links within the file lead to a page of it"},
    {"structure-destination", kUa2, "UA-2 8.8-1", "links within the file name the element that they lead to"},
    // Tags
    {"one-document", kHouse, "", "the structure tree has one Document at its root"},
    {"parent", kUa, "UA 7.1-12", "elements name their parents, which hold them"},
    {"role", kA | kUa, "A 6.7.3.4-1, UA 7.1-5", "types are standard ones or stand for such"},
    {"role-cycle", kA | kUa, "A 6.7.3.4-2, UA 7.1-6", "types do not stand for each other in a circle"},
    {"role-standard", kA | kUa, "A 6.7.3.4-3, UA 7.1-7", "standard types stand for themselves"},
    {"parent-tree", kHouse, "", "marks of pages and annotations lead to the elements that hold them"},
    {"table-parts", kUa, "UA 7.2-3, UA 7.2-5, UA 7.2-6, UA 7.2-7, UA 7.2-36, UA 7.2-37, UA 7.2-38", "tables are made of THead, TBody, TFoot and rows"},
    {"table-part-count", kUa, "UA 7.2-11, UA 7.2-12, UA 7.2-13, UA 7.2-14", "a table has one head and one foot at most, and a body with them"},
    {"table-rows", kUa, "UA 7.2-4, UA 7.2-8, UA 7.2-9, UA 7.2-10", "rows lie in tables and hold cells, cells lie in rows"},
    {"table-caption", kUa, "UA 7.2-16, UA 7.2-39", "a table's one caption is its first or last part"},
    {"table-regular", kUa, "UA 7.2-15, UA 7.2-41, UA 7.2-42, UA 7.2-43", "rows of a table cover the same columns, no cell another's place"},
    {"table-headers", kUa, "UA 7.5-1, UA 7.5-2", "cells can tell their headers"},
    {"header-scope", kHouse, "", "every header cell has a scope"},
    {"list-parts", kUa, "UA 7.2-17, UA 7.2-18, UA 7.2-19, UA 7.2-20, UA 7.2-40", "lists are made of items, items of label and body"},
    {"contents-parts", kUa, "UA 7.2-26, UA 7.2-27, UA ~7.2-28", "tables of contents are made of their entries"},
    {"figure-words", kUa, "UA 7.3-1", "figures say in words what they show"},
    {"figure-box", kHouse, "", "figures say where they stand"},
    {"formula-words", kUa, "UA 7.7-1", "formulas say in words what they say"},
    {"headings", kUa, "UA 7.4.2-1", "headings begin with H1 and skip no level"},
    {"headings-of-one-kind", kUa, "UA 7.4.4-1, UA 7.4.4-2, UA 7.4.4-3", "headings are H or H1 to H6, not both"},
    {"note-id", kUa1, "UA 7.9-1, UA 7.9-2", "notes have an ID of their own"},
    {"id-tree", kHouse, "", "IDs of elements stand in the tree of IDs"},
};

}  // namespace

std::span<Rule const> rules() { return kRules; }

Rule const& rule(std::string_view name) {
    auto const* const it = std::find_if(std::begin(kRules), std::end(kRules), [&](Rule const& r) { return r.name == name; });
    if (it == std::end(kRules)) throw std::logic_error("no rule " + std::string(name));
    return *it;
}

}  // namespace offprint::check
