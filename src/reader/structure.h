// The structure tree of a tagged PDF read back (ISO 32000-1, 14.7): what its parts are, in reading order.
#pragma once
#include "reader/page_text.h"

namespace offprint::reader {

/// Elements of one tree. A table of ours may have a million cells.
inline constexpr std::size_t kMostElements = 4'000'000;
/// Deeper than that no document is nested; what is, is refused.
inline constexpr std::size_t kDeepestElement = 200;

/// What an element holds, in order: another element, or a piece of a page's content.
struct Kid {
    bool is_mark = false;
    std::size_t element = 0;  // index into Structure::elements
    std::size_t page = 0;     // from 0
    std::int64_t mark = 0;    // MCID
};

struct Element {
    std::string type;  // a standard one: those that the file names otherwise are looked up in its RoleMap
    std::string alt, actual_text;
    std::string title;
    int row_span = 1, column_span = 1;
    bool is_row_head = false;  // a TH whose scope is its row
    Box box;                   // BBox of its layout attributes; empty where it has none
    std::vector<Kid> kids;
};

/// The elements; the first one holds all others.
struct Structure {
    std::vector<Element> elements;
};

/// The tree of a file with these pages. Nothing, with the reason in `error`, where it is damaged or too large; an empty one where the file has none.
std::optional<Structure> structure(File const& file, std::vector<Object const*> const& pages, std::string& error);

}  // namespace offprint::reader
