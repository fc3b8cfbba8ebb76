// What an article cites: `sources`, a map of keys to what the bibliography prints.
#pragma once
#include "doc/article.h"

namespace offprint::doc {

/// Reads the sources. A key that cannot be cited (E272) or is a block's id too (E271) is reported.
std::vector<CitedSource> read_sources(data::Value const& value, std::string_view language, Landmarks const& landmarks, Diagnostics& diagnostics);

}  // namespace offprint::doc
