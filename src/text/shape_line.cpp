// From shaped pieces in design units to glyph runs at a size; and the plain single line.
#include <bit>

#include "text/shaper.h"

namespace offprint::text {
namespace {

/// `FontFace::at_size` for many glyphs: an em is most often a power of two, and no division is needed.
class AtSize {
public:
    AtSize(Length size, std::int64_t em)
        : size_(size.raw()), em_(em), shift_(em > 0 && (em & (em - 1)) == 0 ? std::countr_zero(static_cast<std::uint64_t>(em)) : -1) {}
    std::int64_t operator()(std::int32_t units) const {
        if (shift_ < 0 || size_ < 0 || size_ >= kSafe) return scaled(Length::from_raw(size_), units, em_).raw();
        std::int64_t const product = size_ * units, half = em_ / 2;
        return product < 0 ? -((-product + half) >> shift_) : (product + half) >> shift_;
    }

private:
    static constexpr std::int64_t kSafe = std::int64_t{1} << 31;
    std::int64_t size_, em_;
    int shift_;
};

/// Tracking follows a cluster, not its marks.
bool ends_cluster(ShapedPiece const& piece, std::size_t i) { return i + 1 == piece.glyphs.size() || piece.glyphs[i + 1].cluster != piece.glyphs[i].cluster; }

}  // namespace

Length piece_width(ShapedPiece const& piece, Length size, Length tracking) {
    AtSize const at_size(size, piece.face->metrics().units_per_em);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < piece.glyphs.size(); ++i) sum += at_size(piece.glyphs[i].advance) + (ends_cluster(piece, i) ? tracking.raw() : 0);
    return Length::from_raw(sum);
}

void append_piece(GlyphRun& run, ShapedPiece const& piece, std::uint32_t offset, Length tracking) {
    AtSize const at_size(run.size, piece.face->metrics().units_per_em);
    std::size_t const first = run.glyphs.size(), count = piece.glyphs.size();
    run.glyphs.resize(first + count);  // grows by half or more, so that a line's pieces do not each move those before
    // Nearly all glyphs stand on the line: a division saved is time saved.
    auto const shift = [&](std::int32_t units) { return units == 0 ? 0 : static_cast<std::int32_t>(at_size(units)); };
    for (std::size_t i = 0; i < count; ++i) {
        ShapedGlyph const& from = piece.glyphs[i];
        std::int64_t const advance = at_size(from.advance) + (ends_cluster(piece, i) ? tracking.raw() : 0);
        run.glyphs[first + i] = {from.id, from.cluster + offset, static_cast<std::int32_t>(advance), shift(from.x_offset), shift(from.y_offset)};
    }
}

std::vector<PlacedRun> shape_line(Shaper& shaper, StyledText const& text, Diagnostics& diagnostics) {
    std::vector<PlacedRun> line;
    Length x;
    shaper.shelf();  // no piece of it is kept
    for (StyledText::Run const& run : text.runs) {
        CharStyle const& style = text.styles[run.style];
        for (Shaper::FaceRange const& range : shaper.split_by_face(text, run, diagnostics)) {
            GlyphRun out;
            out.face = range.face;
            out.size = style.size;
            out.color = style.color;
            out.text = text.text.text.substr(range.begin, range.end - range.begin);
            out.mark = run.mark;
            out.rise = style.rise;
            out.underline = style.underline;
            append_piece(out, *shaper.shape(range.face, style, {}, out.text, {}), 0, style.tracking);
            Length const width = out.width();
            line.push_back({x, std::move(out)});
            x += width;
        }
    }
    return line;
}

Length line_width(std::vector<PlacedRun> const& runs) {
    Length sum;
    for (PlacedRun const& placed : runs) sum += placed.run.width();
    return sum;
}

}  // namespace offprint::text
