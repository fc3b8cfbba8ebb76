// From the theme's styles (names, points) to shaped, broken text: the one place where blocks ask for type.
#pragma once
#include <functional>
#include <map>

#include "doc/article.h"
#include "doc/theme.h"
#include "draw/structure.h"
#include "text/paragraph_queue.h"

namespace offprint::blocks {

class IndexBook;
class NoteBook;
class ReferenceBook;

/// A paragraph in which words hang on numbers that may change: it is set again when they do.
struct ChangingParagraph {
    text::StyledText text;
    text::SharedStyle style;
    text::ParagraphPtr set;  // null while it is being broken on another thread
    std::size_t number = 0;  // what `paragraph_later` gave, if it did
    Diagnostics faults;
};

/// Fonts, shaper and language of one render.
class Typesetter {
public:
    Typesetter(text::FontCatalog const& fonts, text::Shaper& shaper, std::shared_ptr<text::Hyphenator const> hyphenator, std::string language,
               std::shared_ptr<std::vector<std::string> const> exceptions, Diagnostics& diagnostics, unsigned threads = 1);

    text::Shaper& shaper() { return shaper_; }
    std::string const& language() const { return language_; }
    /// What comes next is in another language; gives the one before.
    std::string set_language(std::string language);
    /// Where dictionaries of other languages come from; without it their words are not hyphenated.
    void hyphenate_with(std::function<std::shared_ptr<text::Hyphenator const>(std::string_view)> open) { open_hyphenator_ = std::move(open); }

    /// The characters of a style. A family or face that is not there is an error at the style's place, told once.
    text::CharStyle chars(doc::TextStyle const& style);

    /// The face that formulas are set in: the first of the families that has a MATH table. None is an error at `span`, told once.
    text::FontPtr math_face(std::vector<std::string> const& families, Span span);

    /// A generated or plain text in one style, its runs marked with `node`.
    text::StyledText plain(SourcedText const& text, doc::TextStyle const& style, draw::NodeId node);
    /// Markdown inlines: emphasis, strong, code (in `code`'s family), links (each a Link node below `node`), marks of footnotes.
    /// `dress`: how emphasis looks, where it is not a slant and a weight.
    using Dress = std::function<void(doc::InlineRun const&, doc::TextStyle&)>;
    text::StyledText inlines(std::vector<doc::InlineRun> const& runs, doc::TextStyle const& style, doc::TextStyle const& code, draw::StructTree& tree,
                             draw::NodeId node, Dress const& dress = {});

    /// The mark before a footnote's own text: superior figures.
    text::StyledText note_mark(int number, doc::TextStyle const& style, draw::NodeId node);
    /// Footnotes in texts are numbered there; without it they are left out.
    void number_notes(NoteBook* notes) { notes_ = notes; }
    /// Cross references in texts get their words there; without it they are left out.
    void follow_references(ReferenceBook* references) { references_ = references; }
    /// Words that the index leads to are taken up there; without it they are words like others.
    void mark_terms(IndexBook* index) { index_ = index; }

    /// All paragraphs whose words may change. What is wrong in one that was set again is told with `report_changing`.
    std::vector<ChangingParagraph>& changing() { return changing_; }
    void set_again(ChangingParagraph& paragraph, text::StyledText text);
    void report_changing();

    /// Breaks a text to a measure in a style. `first_indent` for prose, `hanging_indent` for the lines after the first; generated text is broken
    /// like any other.
    text::ParagraphPtr paragraph(text::StyledText text, doc::TextStyle const& style, Length measure, Length first_indent = {}, Length hanging_indent = {});
    /// The same, on another thread if there is one: gives a number, the place of the paragraph in what `finish_later` gives.
    std::size_t paragraph_later(text::StyledText text, doc::TextStyle const& style, Length measure, Length first_indent = {});
    std::vector<text::ParagraphPtr> finish_later();
    /// A paragraph in a line more or less.
    std::vector<text::ParagraphVariant> variants(text::Paragraph const& paragraph, std::int64_t most_extra) {
        return text::paragraph_variants(shaper_, paragraph, most_extra);
    }
    /// A line of `text` in `style`, unbroken; its runs start at 0.
    std::vector<text::PlacedRun> line(SourcedText const& text, doc::TextStyle const& style, draw::NodeId node);

    /// Where the first baseline of a style's lines stands below their top: the leading's spare room is shared above and below.
    Length first_baseline(doc::TextStyle const& style);
    Length cap_height(doc::TextStyle const& style);

private:
    /// Appends a footnote's mark to a text of `node`. `after_mark`: another mark stands right before it.
    void append_mark(text::StyledText& text, doc::NoteReference const& reference, doc::TextStyle const& style, draw::StructTree& tree, draw::NodeId node,
                     bool after_mark);
    text::ParagraphStyle paragraph_style(doc::TextStyle const& style, Length measure, Length first_indent, Length hanging_indent) const;
    /// The style of a text's lines, shared with the paragraphs of late that have the same.
    text::SharedStyle shared_style(text::StyledText const& text, doc::TextStyle const& style, Length measure, Length first_indent, Length hanging_indent = {});
    /// The face that gives a style its leading; null when it could not be opened.
    text::FontPtr primary(doc::TextStyle const& style);
    /// The font's own superior figures, or its figures small and raised.
    text::CharStyle superior(doc::TextStyle const& style, std::string_view figures);
    std::shared_ptr<text::Hyphenator const> hyphenator(std::string const& language);
    /// Dictionaries for the words of other languages in a text.
    void add_hyphenators(text::ParagraphStyle& style, text::StyledText const& text);
    text::FontPtr face(std::string const& family, int weight, bool italic, Span span, bool required);

    text::FontCatalog const& fonts_;
    text::Shaper& shaper_;
    std::shared_ptr<text::Hyphenator const> hyphenator_;  // of `language_`
    std::function<std::shared_ptr<text::Hyphenator const>(std::string_view)> open_hyphenator_;
    std::map<std::string, std::shared_ptr<text::Hyphenator const>, std::less<>> hyphenators_;  // by language
    std::string language_;
    std::shared_ptr<std::vector<std::string> const> exceptions_;
    std::vector<text::SharedStyle> styles_;  // of late
    Diagnostics& diagnostics_;
    struct KnownFace {
        std::string family;
        int weight;
        bool italic;
        text::FontPtr face;
    };
    std::vector<KnownFace> faces_;  // few, and asked for with each text
    NoteBook* notes_ = nullptr;
    ReferenceBook* references_ = nullptr;
    IndexBook* index_ = nullptr;
    std::vector<ChangingParagraph> changing_;
    text::ParagraphQueue queue_;
};

}  // namespace offprint::blocks
