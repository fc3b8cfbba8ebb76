// Inside of paragraph breaking: a paragraph as segments and shaped pieces, its break places, and what a broken one keeps.
#pragma once
#include <array>

#include "text/break_opportunities.h"
#include "text/paragraph.h"

namespace offprint::text {

/// A stretch of text in one style and one face between forced breaks. What lies beyond its edges never enters shaping.
struct Segment {
    std::uint32_t begin = 0, end = 0;
    std::uint32_t style = 0, mark = 0;
    FontPtr face;
    Length stretch, shrink;  // of one ordinary space
};

enum class PieceKind : std::uint8_t {
    Word,   // anything seen
    Space,  // ordinary spaces: stretch, vanish at a line's end
    Tie,    // no-break spaces: stretch only
    Fixed,  // thin and other fixed spaces: vanish only
};
constexpr bool vanishes(PieceKind kind) { return kind == PieceKind::Space || kind == PieceKind::Fixed; }
constexpr bool stretches(PieceKind kind) { return kind == PieceKind::Space || kind == PieceKind::Tie; }

/// Shaped text between two neighbouring opportunities or changes of segment or kind.
struct Piece {
    ShapedPtr shaped = nullptr;  // as it stands in the unbroken paragraph
    Length width;
    std::uint32_t begin = 0, end = 0;
    std::uint32_t segment = 0;
    PieceKind kind = PieceKind::Word;
    Shaper::Sight sight;
};

/// Pieces of a whole paragraph and their running sums; shapes parts of them as they stand on a line.
class Pieces {
public:
    Pieces(Shaper& shaper, StyledText const& text, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities, Diagnostics& diagnostics);

    std::string_view text() const { return text_.text.text; }
    Shaper& shaper() const { return shaper_; }
    StyledText const& styled() const { return text_; }
    CharStyle const& style_of(std::uint32_t segment) const { return text_.styles[segments[segment].style]; }
    /// A part of a segment shaped for a line, and its width there.
    struct Shaped {
        ShapedPtr shaped = nullptr;
        Length width;
    };
    /// Shapes [begin, end) of a segment as it stands on a line that holds [line_begin, line_end).
    Shaped shape(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, std::uint32_t line_begin, std::uint32_t line_end) const;
    /// True for a piece that is on such a line what it is in the paragraph: most pieces do not see where a line is cut.
    bool stays(Piece const& piece, std::uint32_t line_begin, std::uint32_t line_end) const {
        Segment const& s = segments[piece.segment];
        return (piece.sight.blind_before || line_begin <= s.begin) && (piece.sight.blind_after || line_end >= s.end);
    }
    /// The same at the line's end, with a hyphen behind: its cluster is `end`.
    Shaped shape_hyphenated(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, std::uint32_t line_begin) const;
    /// How far the first or last glyph of a line hangs into the margin.
    Length left_hang(std::uint32_t segment, ShapedPiece const& shaped, std::uint32_t begin) const;
    Length right_hang(std::uint32_t segment, ShapedPiece const& shaped, std::uint32_t end, bool hyphen) const;

    std::vector<Segment> segments;
    std::vector<Piece> pieces;
    /// The part of a piece's width that does not expand.
    Length rigid_width(std::uint32_t segment, PieceKind kind, Length width) const { return stretches(kind) || !style_of(segment).expand ? width : Length{}; }
    std::vector<Length> x, stretch, shrink, rigid;  // sums before each piece, and at the end of all

private:
    void add_segments(ParagraphStyle const& style, std::vector<Opportunity> const& opportunities, Diagnostics& diagnostics);
    void add_pieces(std::vector<Opportunity> const& opportunities);
    void add_piece(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, PieceKind kind);

    Shaper& shaper_;
    StyledText const& text_;
    bool protrude_;
    mutable std::vector<Shaper::Stretch> stretches_;  // of each segment; they keep what was looked up
    mutable std::string scratch_;
};

/// What a break does to the text: where the line before ends and the line after begins.
struct Place {
    std::uint32_t end = 0, start = 0;              // bytes; between them what vanishes
    std::uint32_t end_piece = 0, start_piece = 0;  // piece after the last one seen; piece of the next line's first byte
    bool hyphen = false;                           // the break puts a hyphen
    bool forced = false;
};

/// The candidates of a paragraph: the numbers for the breaker, and what they stand for.
struct Candidates {
    LineProblem problem;
    std::vector<Place> places;  // one for each break of the problem
};

/// A place in a word where a hyphen may be put.
struct HyphenPoint {
    std::uint32_t offset = 0, piece = 0;
    std::int64_t penalty = 0;
};

/// All candidates but dictionary hyphens.
Candidates find_candidates(Pieces const& pieces, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities);
/// Adds hyphenation points (ascending) to the candidates.
void add_hyphens(Candidates& candidates, Pieces const& pieces, std::vector<HyphenPoint> const& points);
/// Where the paragraph's words may be hyphenated: by the author's soft hyphens (`soft`, ascending), the house's exceptions, the dictionary.
std::vector<HyphenPoint> hyphen_points(Pieces const& pieces, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities,
                                       std::vector<std::uint32_t> const& soft);

/// Spaces under each other on `length` lines, the last of which is the one before line `end`.
struct River {
    std::uint32_t end = 0, length = 0;
};
/// The rivers of justified lines that are long enough to be seen.
std::vector<River> find_rivers(Pieces const& pieces, Candidates const& candidates, BrokenLines const& lines);
/// Their price in demerits.
std::int64_t cost_of(std::vector<River> const& rivers, LineCosts const& costs);

/// A piece as it stands on its line.
struct LinePiece {
    ShapedPtr shaped = nullptr;
    std::uint32_t begin = 0, end = 0;
    std::uint32_t segment = 0;
    PieceKind kind = PieceKind::Word;
    bool trailing = false;  // after the line's end: no advance
    bool hyphen = false;    // ends with a hyphen that the break made
};

/// A line shaped as it stands, before justification.
struct ShapedLine {
    std::vector<LinePiece> pieces;
    Length natural, left_hang, right_hang;
    Length rigid;   // the part of `natural` that does not expand
    Length shrink;  // what its spaces can give at most
    std::uint32_t spaces = 0;
};
ShapedLine shape_line_between(Pieces const& pieces, Place const& from, Place const& to);

/// Whether a paragraph might be set in a line more or a line less with no line worse than `tolerance` and for `most_extra` demerits more at
/// most: false only where it cannot be, but for a trifle at the lines' edges.
bool may_vary(Paragraph const& paragraph, std::int64_t tolerance, std::int64_t most_extra);
/// `paragraph_variants` of one that may vary.
std::vector<ParagraphVariant> search_variants(Shaper& shaper, Paragraph const& paragraph);
/// What a ragged line may fall short by, in ems: the stretch of its end.
inline constexpr int kRaggedEms = 4;
/// The worst badness of a line in a variant: spaces stretch by a good third more than they should. Better pages are not worth a gap.
inline constexpr std::int64_t kVariantTolerance = 250;

/// The lines of a paragraph as `set_line` gives them, but for the marks: each run has the number of its segment for one.
struct SetLines {
    std::vector<std::vector<PlacedRun>> lines;
    std::size_t bytes = 0;  // what they weigh
};

struct Paragraph::Data {
    std::shared_ptr<void const> shelf;  // where the pieces' glyphs stand
    StyledText text;
    SharedStyle style;
    std::vector<std::uint32_t> soft;  // where the author's soft hyphens stood
    std::vector<Line> lines;
    std::vector<LinePiece> pieces;
    std::vector<std::uint32_t> first_piece;  // of each line, and one more
    std::vector<Segment> segments;
    std::int64_t demerits = 0;
    Length width;
    std::shared_ptr<SetLines const> set{};  // null: lines are set when they are asked for
};

std::shared_ptr<SetLines const> set_lines(Paragraph::Data const& data);

}  // namespace offprint::text
