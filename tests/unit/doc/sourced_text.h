// What the tests of Markdown share.
#pragma once
#include "base/source.h"

namespace offprint::doc::test {

/// A text as source 1 holds it, byte for byte.
inline SourcedText sourced(std::string const& text) {
    auto const size = static_cast<std::uint32_t>(text.size());
    return SourcedText(text, 1, {{0, size, 0, size, true}});
}

}  // namespace offprint::doc::test
