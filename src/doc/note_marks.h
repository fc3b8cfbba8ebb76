// Footnotes in Markdown: `[^id]` with a line `[^id]: text`, and `^[text]`. CommonMark knows neither, so they are taken out before it
// is read; bytes keep their places.
#pragma once
#include <memory>

#include "doc/inline.h"

namespace offprint::doc {

/// A footnote's mark and the bytes it takes in its text.
struct NoteMark {
    std::size_t begin = 0, end = 0;
    std::shared_ptr<NoteReference> reference;
};

/// Whether a footnote's mark may stand in a text.
enum class NotesAllowed { No, Yes };

/// Finds marks and definitions in a text and blots them out in `masked`, its copy: definitions become blanks, marks commas, since what
/// stands beside them must still look like the edge of a word. Gives the marks in order. Reports definitions that nothing refers to
/// (W264), that stand twice (E266), notes without text (E267), and every note where none may stand (E265).
std::vector<NoteMark> take_notes(SourcedText const& text, std::string& masked, NotesAllowed allowed, Diagnostics& diagnostics);

/// Length of a list marker at a line's first letter ("- ", "12. "), or 0; `number` tells which.
std::size_t list_marker(std::string_view line, bool& number);

/// The end of a code span that begins at a place, or of its backticks when nothing closes it.
std::size_t end_of_code(std::string_view text, std::size_t at);

}  // namespace offprint::doc
