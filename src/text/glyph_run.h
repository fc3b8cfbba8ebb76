// Shaped text: what the shaper makes and everything after it carries to the page.
#pragma once
#include "base/color.h"
#include "base/source.h"
#include "text/font.h"

namespace offprint::text {

/// A glyph. Lengths are raw 1/65536 pt in 32 bits: a run of text is short, and there are a million of these in a long document.
struct Glyph {
    std::uint32_t id = 0;
    std::uint32_t cluster = 0;                // byte offset in the run's text of the cluster that this glyph belongs to
    std::int32_t advance = 0;                 // includes tracking, justification and expansion
    std::int32_t x_offset = 0, y_offset = 0;  // y up
};

/// Glyphs of one font, size and colour, with the text that they stand for. Left to right order; origin at the first baseline point.
struct GlyphRun {
    FontPtr face;
    Length size;
    Color color;
    std::string text;  // UTF-8; a hyphen made by breaking stands as U+00AD
    std::vector<Glyph> glyphs;
    std::uint32_t mark = 0;  // the caller's word about this text: its structure node
    Length rise;             // baseline shift, up positive
    bool underline = false;
    int expansion = 0;  // permille by which its glyphs are drawn wider; the advances have it already

    Length width() const {
        std::int64_t sum = 0;
        for (Glyph const& g : glyphs) sum += g.advance;
        return Length::from_raw(sum);
    }
};

/// An OpenType feature, by tag: {"smcp", 1}, {"liga", 0}.
struct Feature {
    char tag[4];
    std::uint32_t value = 1;
    friend bool operator==(Feature const&, Feature const&) = default;
};

/// How characters look: everything the shaper and the painter need to know.
struct CharStyle {
    std::vector<FontPtr> faces;  // the primary one, then fallbacks in order; leading comes from the primary
    Length size = Length::points(10);
    std::vector<Feature> features;
    Length tracking;  // added after every glyph; ligatures are off where it is not zero
    Color color;
    std::string language = "en";  // BCP 47
    Length rise;
    bool hyphenate = true;  // false for names, tickers, figures, code
    bool expand = true;     // false for code: its glyphs keep their width where a line's others are expanded
    bool underline = false;
    friend bool operator==(CharStyle const&, CharStyle const&) = default;
};

/// Text with its styles: runs cover the text in order without gaps.
struct StyledText {
    struct Run {
        std::uint32_t begin = 0, end = 0;  // bytes
        std::uint32_t style = 0;           // index in `styles`
        std::uint32_t mark = 0;            // copied to the glyph runs
    };
    SourcedText text;  // U+000A is a forced line break
    std::vector<CharStyle> styles;
    std::vector<Run> runs;

    /// Appends text in a style; equal neighbouring runs are kept apart only if their marks differ.
    void append(SourcedText const& more, CharStyle const& style, std::uint32_t mark);
};

/// A glyph run and where it starts on its line.
struct PlacedRun {
    Length x;
    GlyphRun run;
};

}  // namespace offprint::text
