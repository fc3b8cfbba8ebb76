// Marks of a table's notes at any place in words: "Revenue[a] of 2024".
#pragma once
#include "table/grid.h"
#include "text/glyph_run.h"

namespace offprint::table {

/// A bracket that may be a mark: "[a]", not "[a](link)", "^[note]", "[^id]", "[@id]" or "\[a]".
struct Bracket {
    std::size_t begin = 0, end = 0;
    std::string_view key;
};
std::vector<Bracket> brackets_in(std::string_view text);

/// A text with its marks as characters that no author can write and that mean nothing to Markdown. Blanks before marks go.
SourcedText set_off_marks(SourcedText const& text, NoteKeys const& keys);
/// Marks that were set off: their keys small and raised in the style of the words that they stand at, neighbours parted by commas.
text::StyledText raise_marks(text::StyledText text, NoteKeys const& keys);

}  // namespace offprint::table
