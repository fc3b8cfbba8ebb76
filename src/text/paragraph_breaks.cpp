// From shaped pieces to the numbers of the line breaker. A piece at a line's edge is shaped without its neighbour across the
// break; the difference to its width in the paragraph is that break's own, whatever the other end of the line is.
#include <algorithm>

#include "text/paragraph_parts.h"

namespace offprint::text {

namespace {

/// Pieces of the word at an edge that are looked at again: longer words are cut, their far pieces do not see the edge.
constexpr std::uint32_t kEdgeBytes = 64;

constexpr bool is_mark(char c) { return static_cast<unsigned char>(c) < 0x80 && !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')); }

/// A number for a word, case and ASCII punctuation aside (FNV-1a); 0 for none.
std::uint32_t token(std::string_view word) {
    std::uint32_t hash = 0;
    for (char const c : word) {
        if (is_mark(c)) continue;
        if (hash == 0) hash = 2166136261U;
        char const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        hash = (hash ^ static_cast<unsigned char>(lower)) * 16777619U;
    }
    return hash;
}

constexpr bool parts_words(char c) { return c == ' ' || c == '\n'; }

/// Numbers of the words at which lines would begin and end, asked for in their order.
class EdgeWords {
public:
    explicit EdgeWords(std::string_view text) : text_(text) {}
    std::uint32_t first(std::size_t begin) {
        std::size_t end = begin;
        while (end < text_.size() && !parts_words(text_[end])) ++end;
        begin_ = begin, end_ = end;
        return token_ = token(text_.substr(begin, end - begin));
    }
    std::uint32_t last(std::size_t end) const {
        // Most often it is the word that the line before would have begun the next one with.
        if (end == end_ && begin_ < end && (begin_ == 0 || parts_words(text_[begin_ - 1]))) return token_;
        std::size_t begin = end;
        while (begin > 0 && !parts_words(text_[begin - 1])) --begin;
        return token(text_.substr(begin, end - begin));
    }

private:
    std::string_view text_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint32_t token_ = 0;
};

class Filler {
public:
    Filler(Pieces const& pieces, Candidates& out)
        : pieces_(pieces), out_(out), size_(static_cast<std::uint32_t>(pieces.text().size())), words_(pieces.text()) {}

    void add_start() {
        Place place;
        Break b;
        b.start_unit = 1;
        begin_line(b, place);
        b.start_word = words_.first(0);
        push(b, place);
    }
    void add(Opportunity const& opportunity) {
        auto const& all = pieces_.pieces;
        std::uint32_t const unit_begin = next_piece_;
        while (next_piece_ < all.size() && all[next_piece_].begin < opportunity.offset) ++next_piece_;
        Place place;
        place.start_piece = place.end_piece = next_piece_;
        while (place.end_piece > unit_begin && vanishes(all[place.end_piece - 1].kind)) --place.end_piece;
        place.start = opportunity.offset;
        place.end = place.end_piece > unit_begin ? all[place.end_piece - 1].end : std::min(last_start_, opportunity.offset);
        place.forced = opportunity.kind == Opportunity::Kind::Forced;
        Break b;
        b.penalty = opportunity.penalty;
        b.forced = place.forced;
        b.hyphen = opportunity.kind == Opportunity::Kind::Hyphen;
        b.end_unit = ++unit_;
        b.start_unit = unit_ + 1;
        end_line(b, place, unit_begin);
        begin_line(b, place);
        b.end_word = words_.last(place.end);
        if (place.start < size_) b.start_word = words_.first(place.start);
        last_start_ = place.start;
        push(b, place);
    }

private:
    void push(Break const& b, Place const& place) {
        out_.problem.breaks.push_back(b);
        out_.places.push_back(place);
    }
    void end_line(Break& b, Place const& place, std::uint32_t unit_begin) const {
        std::uint32_t const end = place.end_piece;
        b.end = pieces_.x[end];
        b.stretch = pieces_.stretch[end];
        b.shrink = pieces_.shrink[end];
        b.rigid = pieces_.rigid[end];
        if (end == unit_begin) return;
        Piece const& last = pieces_.pieces[end - 1];
        ShapedPtr cut = nullptr;  // the last piece, where it is not what it is in the paragraph
        for (std::uint32_t i = end; i-- > unit_begin;) {
            Piece const& piece = pieces_.pieces[i];
            bool const near = piece.segment == last.segment && piece.kind == PieceKind::Word && last.end - piece.end < kEdgeBytes;
            if (!near || last.end == pieces_.segments[last.segment].end) break;
            if (pieces_.stays(piece, 0, last.end)) {
                if (i + 1 != end) break;
                continue;
            }
            Pieces::Shaped const here = pieces_.shape(piece.segment, piece.begin, piece.end, 0, last.end);
            if (i + 1 == end) cut = here.shaped;
            if (i + 1 != end && here.shaped == piece.shaped) break;
            b.end += here.width - piece.width;
        }
        b.end -= pieces_.right_hang(last.segment, cut != nullptr ? *cut : *last.shaped, last.end, false);
    }
    void begin_line(Break& b, Place const& place) const {
        std::uint32_t const begin = place.start_piece;
        b.start = pieces_.x[begin];
        b.start_stretch = pieces_.stretch[begin];
        b.start_shrink = pieces_.shrink[begin];
        b.start_rigid = pieces_.rigid[begin];
        if (begin == pieces_.pieces.size()) return;
        Piece const& first = pieces_.pieces[begin];
        ShapedPtr cut = nullptr;
        for (std::uint32_t i = begin; i < pieces_.pieces.size(); ++i) {
            Piece const& piece = pieces_.pieces[i];
            bool const near = piece.segment == first.segment && piece.kind == PieceKind::Word && piece.begin - first.begin < kEdgeBytes;
            if (!near || first.begin == pieces_.segments[first.segment].begin) break;
            if (pieces_.stays(piece, first.begin, size_)) {
                if (i != begin) break;
                continue;
            }
            Pieces::Shaped const here = pieces_.shape(piece.segment, piece.begin, piece.end, first.begin, size_);
            if (i == begin) cut = here.shaped;
            if (i != begin && here.shaped == piece.shaped) break;
            b.start -= here.width - piece.width;
        }
        b.start += pieces_.left_hang(first.segment, cut != nullptr ? *cut : *first.shaped, first.begin);
    }

    Pieces const& pieces_;
    Candidates& out_;
    std::uint32_t const size_;
    EdgeWords words_;
    std::uint32_t next_piece_ = 0, unit_ = 0, last_start_ = 0;
};

}  // namespace

Candidates find_candidates(Pieces const& pieces, ParagraphStyle const& style, std::vector<Opportunity> const& opportunities) {
    Candidates out;
    out.problem.breaks.reserve(opportunities.size() + 1);
    out.places.reserve(opportunities.size() + 1);
    out.problem.measure = style.measure;
    out.problem.first_indent = style.first_indent;
    out.problem.hanging_indent = style.hanging_indent;
    out.problem.justified = style.alignment == Alignment::Justified;
    out.problem.expansion = style.expansion;
    Length const em = pieces.segments.empty() ? Length{} : pieces.style_of(0).size;
    out.problem.ragged_stretch = em * kRaggedEms;
    out.problem.emergency_stretch = min(em * 3, style.measure / 8);
    out.problem.runt_length = max(style.measure / 8, style.first_indent > Length{} ? style.first_indent + em : Length{});
    Filler filler(pieces, out);
    filler.add_start();
    for (Opportunity const& opportunity : opportunities) filler.add(opportunity);
    return out;
}

void add_hyphens(Candidates& candidates, Pieces const& pieces, std::vector<HyphenPoint> const& points) {
    std::vector<Break> breaks;
    std::vector<Place> places;
    breaks.reserve(candidates.places.size() + points.size());
    places.reserve(candidates.places.size() + points.size());
    std::size_t next = 0;
    auto const size = static_cast<std::uint32_t>(pieces.text().size());
    for (std::size_t i = 0; i < candidates.places.size(); ++i) {
        Break const& unit = candidates.problem.breaks[i];
        for (; next < points.size() && points[next].offset < candidates.places[i].end; ++next) {
            HyphenPoint const& point = points[next];
            Piece const& piece = pieces.pieces[point.piece];
            Break b;
            Pieces::Shaped const head = pieces.shape_hyphenated(piece.segment, piece.begin, point.offset, 0);
            Pieces::Shaped const tail = pieces.shape(piece.segment, point.offset, piece.end, point.offset, size);
            b.end = pieces.x[point.piece] + head.width - pieces.right_hang(piece.segment, *head.shaped, point.offset, true);
            b.start = pieces.x[point.piece + 1] - tail.width + pieces.left_hang(piece.segment, *tail.shaped, point.offset);
            b.stretch = b.start_stretch = pieces.stretch[point.piece];
            b.shrink = b.start_shrink = pieces.shrink[point.piece];
            b.rigid = b.start_rigid = pieces.rigid[point.piece];
            b.penalty = point.penalty;
            b.hyphen = b.discretionary = true;
            b.end_unit = b.start_unit = unit.end_unit;
            breaks.push_back(b);
            places.push_back({point.offset, point.offset, point.piece + 1, point.piece, true, false});
        }
        breaks.push_back(unit);
        places.push_back(candidates.places[i]);
    }
    candidates.problem.breaks = std::move(breaks);
    candidates.places = std::move(places);
}

}  // namespace offprint::text
