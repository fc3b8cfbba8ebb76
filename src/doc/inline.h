// Prose as its author wrote it: Markdown (CommonMark through md4c), held to what a report may contain, every byte with its place.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace offprint::doc {

struct InlineRun;

/// What a footnote says: one paragraph.
struct NoteText {
    std::vector<InlineRun> runs;
    Span span;
};

/// The mark of a footnote in a text: `[^id]`, or `^[text]`, which has no id.
struct NoteReference {
    SourcedText id;
    std::shared_ptr<NoteText> text;  // said in the same Markdown; null: the article's `notes` must have the id
    Span span;
};

/// What a reference prints of its target: "Exhibit 4", "page 7", "Exhibit 4, page 7", "4", the title in quotes.
enum class ReferenceForm { Name, Page, Full, Number, Title };

/// A cross reference in a text: `[@id]`, `[@id page]`; `[@^id]` to a footnote.
struct CrossReference {
    SourcedText id;
    ReferenceForm form = ReferenceForm::Name;
    bool capital = false;  // `[@id Page]`: at the head of a sentence
    bool to_note = false;
    std::shared_ptr<NoteText const> note;        // of a footnote in the same Markdown; null: the article's `notes` must have the id
    SourcedText locator;                         // where in a source: `[@key, p. 12]`
    std::shared_ptr<CrossReference const> next;  // the next source in the same brackets: `[@a; @b]`
    Span span;
};

/// Words that the index leads to: `[retimers]{index}`, `[they]{index="Retimers > PCIe 6"}`. Whatever stands in the brackets shares one.
struct IndexMark {
    SourcedText entry;  // as its author wrote it, levels between '>'; empty: the words themselves
    Span span;
};
inline constexpr std::size_t kMostIndexLevels = 3;
/// The levels of an entry, without blanks around them.
std::vector<std::string_view> index_levels(std::string_view entry);

/// A stretch of text in one look. U+000A is a hard line break.
struct InlineRun {
    SourcedText text;
    bool emphasis = false, strong = false, code = false;
    std::string url;  // empty: no link
    Span url_span;
    std::string language;                                  // empty: that of the text around it
    std::shared_ptr<NoteReference const> note = {};        // a footnote's mark; `text` is empty then
    std::shared_ptr<CrossReference const> reference = {};  // its words are made when the article is set; `text` is empty then
    std::shared_ptr<IndexMark const> index = {};

    bool is_words() const { return note == nullptr && reference == nullptr; }
};

/// A paragraph, or a list whose items are blocks again.
struct MarkdownBlock {
    enum class Kind { Paragraph, BulletList, NumberedList } kind = Kind::Paragraph;
    std::vector<InlineRun> runs;                    // Paragraph
    std::vector<std::vector<MarkdownBlock>> items;  // lists
    Span span;
};

/// Markdown of any number of paragraphs and lists. What a report cannot hold (headings, images, tables, raw quotes) is reported at its place.
std::vector<MarkdownBlock> parse_markdown(SourcedText const& text, Diagnostics& diagnostics);
/// Markdown of one paragraph; a second one is an error.
std::vector<InlineRun> parse_inline(SourcedText const& text, Diagnostics& diagnostics);
/// The text of a footnote: Markdown of one paragraph without notes of its own.
std::shared_ptr<NoteText> parse_note(SourcedText const& text, Diagnostics& diagnostics);

/// Reports a footnote that no text refers to (W264).
void report_unused_note(SourcedText const& id, Diagnostics& diagnostics);

/// Straight quotes become those of the language, in the footnotes of the text too; French punctuation gets its spaces. Words of another language
/// follow their own; code is left alone.
void smarten_quotes(std::vector<InlineRun>& runs, std::string_view language);
SourcedText smart_quotes(SourcedText const& text, std::string_view language);
/// Whether a byte of a text is a value's, which is printed as typed.
bool is_literal(SourcedText const& text, std::size_t at);

}  // namespace offprint::doc
