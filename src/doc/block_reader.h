// An entry of a body: which block it is, and what its author asks of page breaking.
#pragma once
#include "doc/article.h"

namespace offprint::doc {

/// Reads text, or a map with one key that names a block and perhaps hints. Null, with the fault reported, if it is neither.
BlockPtr read_block(data::Value const& value, std::span<BlockReader const> readers, ReadContext& context);

}  // namespace offprint::doc
