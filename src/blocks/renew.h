// References brought up to date: paragraphs whose words have changed are set again, all others stay.
#pragma once
#include "blocks/build_context.h"

namespace offprint::blocks {

/// How words that hang on pages are set.
enum class PageWords {
    AsKnown,   // with the pages as they are known
    WithRoom,  // with the widest pages that they keep room for
    InRoom,    // with the pages as they are known, on lines that break where those `WithRoom` did
};

/// Sets again what has changed in the list of a built article and its footnotes. False if a box changes its height by that: then the
/// article must be built again, with the numbers that are known (`ReferenceBook::known`).
bool renew_references(BuildContext& context, layout::VList& list, PageWords words);

}  // namespace offprint::blocks
