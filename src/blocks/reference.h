// The reference pages, made of the readers' own tables: what an author may write, and what a layout may choose.
#pragma once
#include <string>

namespace offprint::blocks {

/// Markdown for authors: the keys of an article, then each block with its keys, its example and the name of its picture.
std::string author_reference();

/// Markdown for makers of layouts: the keys of a layout, the slots of each block with their defaults, the costs of page breaking.
std::string layout_reference();

}  // namespace offprint::blocks
