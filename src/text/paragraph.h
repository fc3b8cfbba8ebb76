// Paragraphs: styled text broken into lines by total fit (Knuth and Plass 1981), widths exact at every break.
#pragma once
#include "text/hyphenator.h"
#include "text/line_breaker.h"
#include "text/shaper.h"

namespace offprint::text {

enum class Alignment { Justified, Ragged, Balanced, Centered, End };

/// How a paragraph is broken. Lengths in points as everywhere.
struct ParagraphStyle {
    Alignment alignment = Alignment::Justified;
    Length measure;
    Length first_indent;                     // of the first line
    Length hanging_indent;                   // of all other lines
    bool hyphenate = true;                   // ignored where there is no dictionary; never for Balanced
    bool protrude = true;                    // punctuation hangs into the margins, and the tracking behind a last letter with it
    int expansion = 0;                       // steps of kExpansionStep by which a line's glyphs may be widened or narrowed where justified; 0 for none
    std::vector<std::uint32_t> line_starts;  // bytes at which lines after the first begin, where they are settled already; empty: they are chosen
    LineCosts costs;
    std::shared_ptr<Hyphenator const> hyphenator;  // for words of the first style's language, and where there is no other
    std::vector<std::pair<std::string, std::shared_ptr<Hyphenator const>>> other_hyphenators;  // by language; null: not to be hyphenated
    std::shared_ptr<std::vector<std::string> const> exceptions;                                // "data-base": the house's own hyphenation; may be null

    friend bool operator==(ParagraphStyle const&, ParagraphStyle const&) = default;
};

/// A style that any number of paragraphs keep together: a long document has thousands of paragraphs and a few dozen styles.
class SharedStyle {
public:
    /// None yet: one is given before it is asked for anything.
    SharedStyle() = default;
    SharedStyle(ParagraphStyle style) : style_(std::make_shared<ParagraphStyle>(std::move(style))) {}
    ParagraphStyle const& operator*() const { return *style_; }
    ParagraphStyle const* operator->() const { return style_.get(); }

private:
    std::shared_ptr<ParagraphStyle const> style_;
};

/// A chosen line: a range of the paragraph and how it is set. Glyphs are made only when asked for (`set_line`).
struct Line {
    std::uint32_t first_break = 0, last_break = 0;  // indices into the paragraph's breaks
    std::uint32_t begin = 0, end = 0;               // bytes of the paragraph's text, trailing spaces left out
    Length x;                                       // where the line starts: indent less protrusion
    Length natural;                                 // natural width, hyphen included, before justification
    int expansion = 0;                              // permille by which glyphs are wider than by nature
    Length rigid;                                   // the part of the natural width that does not expand: spaces, code
    Length space_adjust;                            // what is added to every stretchable space (may be negative)
    std::uint32_t spaces = 0;                       // stretchable spaces on the line
    std::uint32_t leftover = 0;                     // raw units spread one each over the first spaces, so that the sum is exact
    bool hyphenated = false;
    bool overfull = false;

    /// What expansion adds to the natural width.
    Length expanded() const { return expansion_of(natural - rigid, expansion); }
};

/// A broken paragraph. Immutable; keeps shaped pieces shared with the shaper's cache, so a line costs little memory until it is set.
class Paragraph {
public:
    ~Paragraph();
    std::vector<Line> const& lines() const;
    StyledText const& text() const;
    ParagraphStyle const& style() const;
    /// The set lines' demerits, for `explain` and for choosing among variants.
    std::int64_t demerits() const;
    /// Right edge of the widest line as set, what hangs left out: the same text fits a measure of this width (shrink-wrapped labels).
    Length width() const;

    struct Data;
    explicit Paragraph(std::unique_ptr<Data> data);
    Data const& data() const { return *data_; }

private:
    std::unique_ptr<Data> data_;
};
using ParagraphPtr = std::shared_ptr<Paragraph const>;

/// Breaks text into lines. An overfull line is reported as an error at its place (E402, never silent); a missing glyph likewise (E401).
/// Soft hyphens (U+00AD) are taken out of the text and serve as places for a hyphen. Empty text has no lines, an empty forced line is one.
ParagraphPtr break_paragraph(Shaper& shaper, StyledText text, SharedStyle style, Diagnostics& diagnostics);

/// More demerits than any paragraph has more than another.
inline constexpr std::int64_t kWorstExtra = 1'000'000'000'000'000;

/// Another way to set a paragraph.
struct ParagraphVariant {
    ParagraphPtr paragraph;
    int lines = 0;           // more than the original has; negative: fewer
    std::int64_t extra = 0;  // demerits more than the original's; never negative
};
/// The paragraph in a line less and in a line more, as far as no line is too loose or too tight then and it has no more than `most_extra`
/// demerits more. None for headings and for what could not be set well as it is.
std::vector<ParagraphVariant> paragraph_variants(Shaper& shaper, Paragraph const& paragraph, std::int64_t most_extra = kWorstExtra);

/// The glyph runs of a line, x from the paragraph's left edge, justification applied; trailing space is kept with zero advance for extraction.
std::vector<PlacedRun> set_line(Paragraph const& paragraph, std::size_t line);

}  // namespace offprint::text
