// Shaping through HarfBuzz at design units, with a cache of shaped words.
#pragma once
#include "base/diagnostic.h"
#include "text/glyph_run.h"
#include "text/hyphenator.h"

namespace offprint::text {

class BreakFinder;
class ParagraphMemo;

/// A glyph in design units, relative to a piece of text.
struct ShapedGlyph {
    std::uint32_t id = 0;
    std::uint32_t cluster = 0;  // bytes from the start of the piece
    std::int32_t advance = 0, x_offset = 0, y_offset = 0;
};

/// A shaped piece of text in one font: immutable, size-free. `advance` is the sum.
struct ShapedPiece {
    FontPtr face;
    std::vector<ShapedGlyph> glyphs;
    std::int64_t advance = 0;
};
/// A piece lives as long as its shaper, and then as long as anyone keeps the shelf that it stands on (`Shaper::shelf`).
using ShapedPtr = ShapedPiece const*;

/// Width of a piece as it is set: each glyph's advance rounded by itself, tracking after every cluster, the last one too
/// (a label that wants its ink centred takes one tracking off). The one measure: `append_piece` gives glyphs of just these advances.
Length piece_width(ShapedPiece const& piece, Length size, Length tracking);
/// Appends a piece's glyphs to a run of the same face, at the run's size; `offset` is where the piece's text begins in the run's text.
void append_piece(GlyphRun& run, ShapedPiece const& piece, std::uint32_t offset, Length tracking);

/// Shapes text for one render; keeps a cache of words. Not shared between threads.
class Shaper {
public:
    Shaper();
    ~Shaper();
    Shaper(Shaper const&) = delete;
    Shaper& operator=(Shaper const&) = delete;

    /// Shapes `text` (one style, one font face, no line break inside) as it stands between `before` and `after`, the neighbouring text of the
    /// same run ("" at a line's start or end). Only what can reach into the piece is looked at and made part of the cache key, so that
    /// pieces put side by side are glyph for glyph the whole line shaped at once (tests/unit/text/shaper_test.cpp holds it to that).
    /// A cluster that straddles an edge belongs to the piece in which it starts. Invisible characters (soft hyphen, joiners) have no
    /// glyph. Scripts are told apart inside; features, language and tracking (only whether it is zero) are the style's.
    ShapedPtr shape(FontPtr const& face, CharStyle const& style, std::string_view before, std::string_view text, std::string_view after) {
        Sight ignored;
        return shape(face, style, before, text, after, ignored);
    }
    /// What a piece sees of its neighbours. Blind on a side: with less of the text there, or none, it is shaped just the same.
    struct Sight {
        bool blind_before = false, blind_after = false;
    };
    /// The same, and tells what the piece sees.
    ShapedPtr shape(FontPtr const& face, CharStyle const& style, std::string_view before, std::string_view text, std::string_view after, Sight& sight);

    /// One stretch of text in one face and style, of which many pieces are to be shaped: what is the same for all of them.
    struct Stretch {
        FontPtr const* face = nullptr;
        CharStyle const* style = nullptr;
        bool latin = false;       // it has letters of no other script, so each of its pieces is shaped as Latin
        std::size_t setting = 0;  // of Latin text; holds while the shaper's `era` is the same
        std::uint64_t era = 0;
    };
    /// `face` and `style` are only referred to.
    Stretch stretch(FontPtr const& face, CharStyle const& style, std::string_view text);
    /// A shaped piece, what it sees, and its width in the style of its stretch.
    struct Fitted {
        ShapedPtr shaped = nullptr;
        Sight sight;
        Length width;
    };
    /// Shapes a piece of a stretch, `before` and `after` being the stretch's other text or parts of it next to the piece.
    Fitted fit(Stretch& stretch, std::string_view before, std::string_view text, std::string_view after);

    /// Where a word may be hyphenated (text/hyphenator.h); words are met again and again, so they are kept. Good until the next call of `shelf`.
    std::vector<std::uint32_t> const& hyphen_points(std::shared_ptr<Hyphenator const> const& hyphenator, std::string_view word);

    /// Where the pieces stand that are shaped from now on. Whoever keeps pieces, or asks for many, calls this before each text: a full cache
    /// is emptied then, and only then, so that pieces of one text stand on one shelf.
    std::shared_ptr<void const> shelf();

    /// Splits [begin,end) of a styled run by the face that has each grapheme cluster (primary first). A cluster that no face has is
    /// reported (E401: place, code point, families tried; once a code point a run) and goes to the primary face. Spaces and
    /// invisible characters choose nothing: they stay inside a range that goes on behind them, or go to the primary face.
    struct FaceRange {
        std::uint32_t begin, end;
        FontPtr face;
    };
    std::vector<FaceRange> split_by_face(StyledText const& text, StyledText::Run const& run, Diagnostics& diagnostics);

    struct Statistics {
        std::uint64_t hits = 0, misses = 0, glyphs = 0;
    };
    Statistics const& statistics() const;

    /// From now on paragraphs are kept once they are broken; for whoever sets the same ones often.
    void remember_paragraphs();
    /// Null unless they are.
    ParagraphMemo* paragraph_memo() { return memo_.get(); }

    /// The line break finder of this render, opened when first asked for (text/break_opportunities.h).
    BreakFinder& break_finder();

private:
    struct Cache;
    std::unique_ptr<Cache> cache_;
    std::unique_ptr<BreakFinder> break_finder_;
    std::unique_ptr<ParagraphMemo> memo_;
};

/// The plain way, as a label needs it and as tests compare against: the whole text on one line, no breaking (a newline is a space). Left to right.
std::vector<PlacedRun> shape_line(Shaper& shaper, StyledText const& text, Diagnostics& diagnostics);
/// Sum of the runs' widths, the last glyph's tracking counted.
Length line_width(std::vector<PlacedRun> const& runs);

}  // namespace offprint::text
