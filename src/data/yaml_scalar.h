// The place of every byte of a YAML scalar. yaml-cpp says where a scalar starts and what its text is after unquoting, unescaping
// and folding; this walks the raw text beside that result and so needs no rule about where a scalar ends. A walk that does not
// meet every byte of the result fails, and the caller gets one coarse piece: never a wrong map.
#pragma once
#include "base/source.h"

namespace offprint::data {

struct ScalarMap {
    std::vector<SourcedText::Piece> pieces;  // cover the whole value; one empty piece when it is empty
    std::uint32_t begin = 0, end = 0;        // the scalar as written: with its quotes; a block scalar without its header
    bool exact = true;                       // false: the walk failed and the one piece is the rest of the first line
    bool closed = true;                      // false: a quoted scalar without its second quote, which yaml-cpp 0.7 lets pass at the end of a file
};

/// `raw` is the whole source, `at` the first byte of the scalar (its quote, its `|`). `parent_indent` is the column of the block list or map
/// that holds it, or -1; only a block scalar with an indentation digit (YAML 1.2, 8.1.1.1) needs it.
ScalarMap map_scalar(std::string_view raw, std::size_t at, bool plain, std::string_view value, int parent_indent);

}  // namespace offprint::data
