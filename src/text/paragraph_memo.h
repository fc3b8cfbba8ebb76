// Paragraphs that were broken before, for whoever sets much of the same text again and again: copies of a report differ in a few words.
#pragma once
#include <unordered_map>

#include "text/paragraph.h"

namespace offprint::text {

/// A broken paragraph hangs on its text and style alone, not on where they come from (their places, their marks). What was told of in breaking is not kept,
/// so that it is told again.
class ParagraphMemo {
public:
    /// Takes `text` and gives it broken, if the same was kept: text without soft hyphens, which stood at `soft`. Else null, and `text` stays.
    ParagraphPtr find(StyledText& text, std::vector<std::uint32_t> const& soft, SharedStyle const& style) const;
    /// When more than some thousand are kept, all of them go.
    void keep(ParagraphPtr paragraph);

private:
    static constexpr std::size_t kMost = 4096;
    std::unordered_multimap<std::size_t, ParagraphPtr> kept_;
};

}  // namespace offprint::text
