// The sheet for what only a person can judge: whether words for figures say what matters, whether the order of reading is the order of thought (the questions
// of the Matterhorn Protocol that no program answers).
#pragma once
#include <string>

#include "reader/file.h"

namespace offprint::check {

/// Headings, figures, tables, links, languages and the order of reading of a tagged file, each with a box to tick, as plain text. Nothing, with the reason,
/// where the file cannot be read or has no tags.
std::optional<std::string> review_sheet(reader::File const& file, std::string const& name, std::string& error);

}  // namespace offprint::check
