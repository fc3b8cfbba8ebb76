#include <algorithm>

#include "base/utf8.h"
#include "text/paragraph_parts.h"
#include "text/protrusion.h"

namespace offprint::text {

namespace {

constexpr std::string_view kHyphen = "\u2010";  // the shaper takes U+002D where the font has none

/// Where the line separator that ends at `end` begins.
std::uint32_t separator_begin(std::string_view text, std::uint32_t end) {
    std::string_view const before = text.substr(0, end);
    for (std::string_view const mark : {"\r\n", "\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"})
        if (before.ends_with(mark)) return end - static_cast<std::uint32_t>(mark.size());
    return end;
}

PieceKind kind_of(char32_t c) {
    if (c == U' ' || c == U'\t') return PieceKind::Space;
    if (c < 0x80) return PieceKind::Word;
    if (c == 0xA0) return PieceKind::Tie;
    bool const fixed = (c >= 0x2000 && c <= 0x200B && c != 0x2007) || c == 0x205F || c == 0x3000 || c == 0x1680;
    return fixed ? PieceKind::Fixed : PieceKind::Word;
}

/// One ordinary space of a face, by its design.
Length space_width(FontFace const& face, Length size) { return face.at_size(face.advance(face.nominal_glyph(U' ')), size); }

}  // namespace

Pieces::Pieces(Shaper& shaper, StyledText const& text, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities, Diagnostics& diagnostics)
    : shaper_(shaper), text_(text), protrude_(style.protrude) {
    add_segments(style, opportunities, diagnostics);
    stretches_.reserve(segments.size());
    for (Segment const& s : segments) stretches_.push_back(shaper.stretch(s.face, text_.styles[s.style], this->text().substr(s.begin, s.end - s.begin)));
    add_pieces(opportunities);
}

// Runs are split by face and cut at forced breaks, whose separators belong to no segment.
void Pieces::add_segments(ParagraphStyle const& style, std::vector<Opportunity> const& opportunities, Diagnostics& diagnostics) {
    auto next = opportunities.begin();
    for (StyledText::Run const& run : text_.runs) {
        if (run.begin >= run.end || run.end > text().size()) continue;
        CharStyle const& look = text_.styles[run.style];
        for (Shaper::FaceRange const& range : shaper_.split_by_face(text_, run, diagnostics)) {
            Length const space = space_width(*range.face, look.size);
            Segment segment{range.begin, range.end, run.style, run.mark, range.face, {}, {}};
            segment.stretch = scaled(space, style.costs.stretch_permille_of_space, 1000);
            segment.shrink = scaled(space, style.costs.shrink_permille_of_space, 1000);
            while (segment.begin < range.end) {
                while (next != opportunities.end() && (next->kind != Opportunity::Kind::Forced || next->offset <= segment.begin)) ++next;
                std::uint32_t const stop = next == opportunities.end() ? range.end : next->offset;
                std::uint32_t const separator = next == opportunities.end() ? range.end : separator_begin(text(), stop);
                segment.end = std::min(range.end, separator);
                if (segment.begin < segment.end) segments.push_back(segment);
                segment.begin = std::min(range.end, stop);
            }
        }
    }
}

void Pieces::add_pieces(std::vector<Opportunity> const& opportunities) {
    std::size_t const estimate = 2 * opportunities.size() + segments.size();
    pieces.reserve(estimate);
    for (auto* sums : {&x, &stretch, &shrink, &rigid}) {
        sums->reserve(estimate + 1);
        sums->push_back({});
    }
    auto next = opportunities.begin();
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
        std::size_t at = segments[s].begin;
        while (at < segments[s].end) {
            std::size_t const begin = at;
            while (next != opportunities.end() && next->offset <= begin) ++next;
            std::size_t const stop = next == opportunities.end() ? segments[s].end : std::min(segments[s].end, next->offset);
            PieceKind const kind = kind_of(utf8::next(text(), at));
            for (std::size_t after = at; at < stop; at = after)
                if (kind_of(utf8::next(text(), after)) != kind) break;
            at = std::min(at, stop);
            add_piece(s, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at), kind);
        }
    }
}

void Pieces::add_piece(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, PieceKind kind) {
    Segment const& s = segments[segment];
    Shaper::Fitted const fitted =
        shaper_.fit(stretches_[segment], text().substr(s.begin, begin - s.begin), text().substr(begin, end - begin), text().substr(end, s.end - end));
    std::int64_t const spaces = stretches(kind) ? static_cast<std::int64_t>(fitted.shaped->glyphs.size()) : 0;
    x.push_back(x.back() + fitted.width);
    stretch.push_back(stretch.back() + s.stretch * spaces);
    rigid.push_back(rigid.back() + rigid_width(segment, kind, fitted.width));
    shrink.push_back(shrink.back() + s.shrink * spaces);
    pieces.push_back({fitted.shaped, fitted.width, begin, end, segment, kind, fitted.sight});
}

Pieces::Shaped Pieces::shape(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, std::uint32_t line_begin, std::uint32_t line_end) const {
    Segment const& s = segments[segment];
    std::uint32_t const first = std::min(begin, std::max(s.begin, line_begin)), last = std::max(end, std::min(s.end, line_end));
    Shaper::Fitted const fitted =
        shaper_.fit(stretches_[segment], text().substr(first, begin - first), text().substr(begin, end - begin), text().substr(end, last - end));
    return {fitted.shaped, fitted.width};
}

Pieces::Shaped Pieces::shape_hyphenated(std::uint32_t segment, std::uint32_t begin, std::uint32_t end, std::uint32_t line_begin) const {
    Segment const& s = segments[segment];
    std::uint32_t const first = std::min(begin, std::max(s.begin, line_begin));
    scratch_.assign(text().substr(begin, end - begin)).append(kHyphen);
    Shaper::Fitted const fitted = shaper_.fit(stretches_[segment], text().substr(first, begin - first), scratch_, {});
    return {fitted.shaped, fitted.width};
}

Length Pieces::left_hang(std::uint32_t segment, ShapedPiece const& shaped, std::uint32_t begin) const {
    if (!protrude_ || shaped.glyphs.empty()) return {};
    std::size_t at = begin;
    int const permille = left_permille(utf8::next(text(), at));
    if (permille == 0) return {};
    return scaled(shaped.face->at_size(shaped.glyphs.front().advance, style_of(segment).size), permille, 1000);
}

// The tracking behind a line's last letter is not seen, so it hangs too.
Length Pieces::right_hang(std::uint32_t segment, ShapedPiece const& shaped, std::uint32_t end, bool hyphen) const {
    if (!protrude_ || shaped.glyphs.empty()) return {};
    CharStyle const& style = style_of(segment);
    std::size_t at = hyphen ? 0 : utf8::previous(text(), end);
    int const permille = right_permille(hyphen ? U'\u2010' : utf8::next(text(), at));
    if (permille == 0) return style.tracking;
    return style.tracking + scaled(shaped.face->at_size(shaped.glyphs.back().advance, style.size), permille, 1000);
}

}  // namespace offprint::text
