// Cross references in Markdown: `[@id]`, `[@id page]`, `[@^id]`, `[@key, p. 12; @other]`. CommonMark takes them for words in brackets, so they are found before
// it reads the text; bytes keep their places.
#pragma once
#include <memory>

#include "doc/note_marks.h"

namespace offprint::doc {

/// A cross reference and the bytes it takes in its text.
struct ReferenceMark {
    std::size_t begin = 0, end = 0;
    std::shared_ptr<CrossReference const> reference;
};

/// Whether a text can be the id of a block: ASCII letters, digits, '-', '_' and '.'.
bool is_reference_id(std::string_view text);

/// Finds the references in a text and blots them out in `masked`, its copy without notes: they become letters, since what stands beside
/// them must still look like the edge of a word. `notes`: the footnotes' marks in the same text. Reports those that ask for what there is
/// not (E273). Text after a backslash or in a code span, and the words of a link, stay as they are.
std::vector<ReferenceMark> take_references(SourcedText const& text, std::string& masked, std::vector<NoteMark> const& notes, Diagnostics& diagnostics);

}  // namespace offprint::doc
