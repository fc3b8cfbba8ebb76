// From chosen breaks to lines: every line is shaped exactly as it stands, and its room is shared out among its spaces to the unit.
#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "text/paragraph_parts.h"

namespace offprint::text {

namespace {

/// How many characters the shaper looks at beyond a piece, at most; more where marks are heaped (shaper.cpp keeps to these).
constexpr int kContext = 16, kContextWithMarks = 60;

constexpr bool may_be_marked(char c) {
    auto const lead = static_cast<unsigned char>(c);
    return lead >= 0xCC && lead != 0xE2;
}

/// The part of a line whose pieces cannot see its edges.
struct Inner {
    std::uint32_t begin, end;
};

Inner inner_part(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    int limit = kContext;
    std::size_t low = begin, high = end;
    for (int n = 0; n < limit && low < end; ++n) {
        if (may_be_marked(text[low])) limit = kContextWithMarks;
        utf8::next(text, low);
    }
    limit = kContext;
    for (int n = 0; n < limit && high > begin; ++n) {
        high = utf8::previous(text, high);
        if (may_be_marked(text[high])) limit = kContextWithMarks;
    }
    return {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high)};
}

}  // namespace

ShapedLine shape_line_between(Pieces const& pieces, Place const& from, Place const& to) {
    ShapedLine line;
    auto const& all = pieces.pieces;
    Inner const inner = inner_part(pieces.text(), from.start, std::max(from.start, to.end));
    std::uint32_t i = from.start_piece;
    line.pieces.reserve(to.end_piece - std::min(i, to.end_piece) + 1);
    for (; i < to.end_piece; ++i) {
        Piece const& piece = all[i];
        LinePiece part{nullptr, std::max(piece.begin, from.start), std::min(piece.end, to.end), piece.segment, piece.kind};
        part.hyphen = to.hyphen && i + 1 == to.end_piece;
        bool const whole = part.begin == piece.begin && part.end == piece.end, inside = part.begin >= inner.begin && part.end <= inner.end;
        Length width = piece.width;
        if (!part.hyphen && (inside || (whole && pieces.stays(piece, from.start, to.end)))) {
            part.shaped = piece.shaped;
        } else {
            Pieces::Shaped const cut = part.hyphen ? pieces.shape_hyphenated(piece.segment, part.begin, part.end, from.start)
                                                   : pieces.shape(piece.segment, part.begin, part.end, from.start, to.end);
            part.shaped = cut.shaped;
            width = cut.width;
        }
        line.natural += width;
        line.rigid += pieces.rigid_width(part.segment, part.kind, width);
        if (stretches(part.kind)) {
            auto const spaces = static_cast<std::uint32_t>(part.shaped->glyphs.size());
            line.spaces += spaces;
            line.shrink += pieces.segments[part.segment].shrink * spaces;
        }
        line.pieces.push_back(part);
    }
    if (!line.pieces.empty()) {
        LinePiece const &first = line.pieces.front(), &last = line.pieces.back();
        line.left_hang = pieces.left_hang(first.segment, *first.shaped, first.begin);
        line.right_hang = pieces.right_hang(last.segment, *last.shaped, last.end, last.hyphen);
    }
    for (; i < all.size() && all[i].end <= to.start; ++i) {
        Piece const& piece = all[i];
        bool const same = pieces.stays(piece, piece.begin, piece.end);
        ShapedPtr shaped = same ? piece.shaped : pieces.shape(piece.segment, piece.begin, piece.end, piece.begin, piece.end).shaped;
        line.pieces.push_back({shaped, piece.begin, piece.end, piece.segment, piece.kind, true});
    }
    return line;
}

namespace {

/// Shares what is added to a line: to its spaces all the same, the first few a unit more; to its glyphs by their widths, so
/// that all of them together gain just what expansion adds to the whole.
class LineShare {
public:
    explicit LineShare(Line const& line) : adjust_(line.space_adjust.raw()), leftover_(line.leftover), expansion_(line.expansion) {}
    int expansion() const { return expansion_; }
    std::int64_t of_space() { return adjust_ + (leftover_ > 0 ? (--leftover_, 1) : 0); }
    std::int64_t of_glyph(std::int64_t advance) {
        width_ += Length::from_raw(advance);
        Length const before = std::exchange(gained_, expansion_of(width_, expansion_));
        return (gained_ - before).raw();
    }

private:
    std::int64_t adjust_;
    std::uint32_t leftover_;
    int expansion_;
    Length width_, gained_;  // of the expanding glyphs so far
};

GlyphRun new_run(Paragraph::Data const& data, std::uint32_t segment, int expansion) {
    Segment const& s = data.segments[segment];
    CharStyle const& style = data.text.styles[s.style];
    GlyphRun run;
    run.face = s.face;
    run.size = style.size;
    run.color = style.color;
    run.mark = segment;
    run.rise = style.rise;
    run.underline = style.underline;
    run.expansion = style.expand ? expansion : 0;
    return run;
}

void append_line_piece(GlyphRun& run, Paragraph::Data const& data, LinePiece const& piece, LineShare& share) {
    std::size_t const first = run.glyphs.size();
    append_piece(run, *piece.shaped, static_cast<std::uint32_t>(run.text.size()), data.text.styles[data.segments[piece.segment].style].tracking);
    run.text.append(data.text.text.text, piece.begin, piece.end - piece.begin);
    if (piece.hyphen) run.text += "\u00AD";
    bool const space = stretches(piece.kind);
    if (!piece.trailing && !space && run.expansion == 0) return;
    for (std::size_t g = first; g < run.glyphs.size(); ++g) {
        Glyph& glyph = run.glyphs[g];
        if (piece.trailing) {
            glyph.advance = 0;
        } else if (space) {
            glyph.advance = static_cast<std::int32_t>(glyph.advance + share.of_space());
        } else {
            glyph.advance = static_cast<std::int32_t>(glyph.advance + share.of_glyph(glyph.advance));
            glyph.x_offset += static_cast<std::int32_t>(expansion_of(Length::from_raw(glyph.x_offset), run.expansion).raw());
        }
    }
}

/// Makes room in a new run for the pieces [i, end) that belong to it, so that it does not grow piece by piece.
void reserve_for(GlyphRun& run, Paragraph::Data const& data, std::uint32_t i, std::uint32_t end) {
    std::size_t glyphs = 1, bytes = 2;  // what a line's end may add
    for (std::uint32_t const segment = data.pieces[i].segment; i < end && data.pieces[i].segment == segment; ++i) {
        glyphs += data.pieces[i].shaped->glyphs.size();
        bytes += data.pieces[i].end - data.pieces[i].begin;
    }
    run.glyphs.reserve(glyphs);
    run.text.reserve(bytes);
}

/// A forced break leaves no space of its own: without one the words on both sides of it would be extracted as one.
void part_from_next_line(GlyphRun& run, std::string_view text, std::uint32_t end) {
    std::uint32_t const space = run.face->nominal_glyph(U' ');
    if (end >= text.size() || text[end] != '\n' || run.text.ends_with(' ') || space == 0) return;
    Glyph glyph;
    glyph.id = space;
    glyph.cluster = static_cast<std::uint32_t>(run.text.size());
    run.glyphs.push_back(glyph);
    run.text += ' ';
}

/// A line as it is set, with numbers of segments for marks.
std::vector<PlacedRun> runs_of(Paragraph::Data const& data, std::size_t number) {
    Line const& line = data.lines[number];
    std::vector<PlacedRun> runs;
    LineShare share(line);
    std::uint32_t segment = 0;
    Length x = line.x;
    for (std::uint32_t i = data.first_piece[number]; i < data.first_piece[number + 1]; ++i) {
        LinePiece const& piece = data.pieces[i];
        if (runs.empty() || piece.segment != segment) {
            if (!runs.empty()) x += runs.back().run.width();
            segment = piece.segment;
            runs.push_back({x, new_run(data, segment, line.expansion)});
            reserve_for(runs.back().run, data, i, data.first_piece[number + 1]);
        }
        append_line_piece(runs.back().run, data, piece, share);
    }
    if (!runs.empty()) part_from_next_line(runs.back().run, data.text.text.text, line.end);
    return runs;
}

}  // namespace

std::shared_ptr<SetLines const> set_lines(Paragraph::Data const& data) {
    auto set = std::make_shared<SetLines>();
    set->lines.reserve(data.lines.size());
    for (std::size_t number = 0; number < data.lines.size(); ++number) {
        std::vector<PlacedRun> const& runs = set->lines.emplace_back(runs_of(data, number));
        for (PlacedRun const& placed : runs) set->bytes += sizeof placed + placed.run.text.capacity() + placed.run.glyphs.capacity() * sizeof(Glyph);
    }
    return set;
}

std::vector<PlacedRun> set_line(Paragraph const& paragraph, std::size_t number) {
    Paragraph::Data const& data = paragraph.data();
    std::vector<PlacedRun> runs = data.set ? data.set->lines[number] : runs_of(data, number);
    for (PlacedRun& placed : runs) placed.run.mark = data.segments[placed.run.mark].mark;
    return runs;
}

}  // namespace offprint::text
