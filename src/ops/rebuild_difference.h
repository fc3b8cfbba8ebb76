// Where a PDF and the same document made again part.
#pragma once
#include <string>

#include "ops/pipeline.h"
#include "reader/file.h"

namespace offprint::ops {

/// The first difference in words: the page and what each says there, with the place in the attached input that said so; else the object. `again` was rendered
/// with `want_places`.
std::string first_difference(reader::File const& file, RenderResult const& again, Sources const& sources);

}  // namespace offprint::ops
