// From shaped pieces in design units to glyph runs at a size; and the plain single line.
#include <bit>

#include "text/shaper.h"

namespace offprint::text {
namespace {

/// Calls `use` with a function that is `FontFace::at_size` for many glyphs. An em is most often a power of two, and then no division is needed.
template <class Use>
void with_at_size(Length size, std::int64_t em, Use const& use) {
    constexpr std::int64_t kSafe = std::int64_t{1} << 31;
    std::int64_t const raw = size.raw(), half = em / 2;
    if (em <= 0 || (em & (em - 1)) != 0 || raw < 0 || raw >= kSafe) return use([&](std::int32_t units) { return scaled(size, units, em).raw(); });
    int const shift = std::countr_zero(static_cast<std::uint64_t>(em));
    use([raw, half, shift](std::int32_t units) {
        std::int64_t const product = raw * units;
        return product < 0 ? -((half - product) >> shift) : (product + half) >> shift;
    });
}

/// Tracking follows a cluster, not its marks.
bool ends_cluster(ShapedPiece const& piece, std::size_t i) { return i + 1 == piece.glyphs.size() || piece.glyphs[i + 1].cluster != piece.glyphs[i].cluster; }

}  // namespace

Length piece_width(ShapedPiece const& piece, Length size, Length tracking) {
    std::int64_t sum = 0;
    with_at_size(size, piece.face->metrics().units_per_em, [&](auto const& at_size) {
        for (ShapedGlyph const& glyph : piece.glyphs) sum += at_size(glyph.advance);
    });
    for (std::size_t i = 0; tracking != Length{} && i < piece.glyphs.size(); ++i) sum += ends_cluster(piece, i) ? tracking.raw() : 0;
    return Length::from_raw(sum);
}

void append_piece(GlyphRun& run, ShapedPiece const& piece, std::uint32_t offset, Length tracking) {
    std::size_t const first = run.glyphs.size(), count = piece.glyphs.size();
    run.glyphs.resize(first + count);  // grows by half or more, so that a line's pieces do not each move those before
    with_at_size(run.size, piece.face->metrics().units_per_em, [&](auto const& at_size) {
        Glyph* to = run.glyphs.data() + first;
        for (ShapedGlyph const& from : piece.glyphs) {
            *to = {from.id, from.cluster + offset, static_cast<std::int32_t>(at_size(from.advance)), 0, 0};
            if (from.x_offset != 0) to->x_offset = static_cast<std::int32_t>(at_size(from.x_offset));
            if (from.y_offset != 0) to->y_offset = static_cast<std::int32_t>(at_size(from.y_offset));
            ++to;
        }
    });
    for (std::size_t i = 0; tracking != Length{} && i < count; ++i)
        if (ends_cluster(piece, i)) run.glyphs[first + i].advance = static_cast<std::int32_t>(run.glyphs[first + i].advance + tracking.raw());
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
