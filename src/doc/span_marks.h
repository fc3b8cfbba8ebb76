// What is said of words in Markdown: `[mots français]{lang=fr}`, `[retimers]{index}`, as Pandoc writes spans. CommonMark does not know them, so
// the marks are taken out before it is read; bytes keep their places.
#pragma once
#include "doc/inline.h"

namespace offprint::doc {

/// Bytes of a text that begin words of which something is said, or end them.
struct SpanMark {
    std::size_t begin = 0, end = 0;
    bool opens = false;
    std::string language;                    // empty: that of the text around it
    std::shared_ptr<IndexMark const> index;  // null: no entry of its own
};

/// Finds the marks in a text, in order, and blots them out in `masked`, its copy. Reports what is no language (E289) and no key (E290).
std::vector<SpanMark> take_spans(SourcedText const& text, std::string& masked, Diagnostics& diagnostics);

/// Whether a text is a language tag as BCP 47 has it, by its form: fr, de-CH.
bool is_language_tag(std::string_view tag);

/// For each '[' the place of the bracket that closes it in the same paragraph, in order. One pass, so that no text takes long.
std::vector<std::pair<std::size_t, std::size_t>> matching_brackets(std::string_view text);

}  // namespace offprint::doc
