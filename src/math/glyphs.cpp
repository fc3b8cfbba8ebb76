#include "math/glyphs.h"

#include <algorithm>

#include "base/utf8.h"

namespace offprint::math {
namespace {

using Direction = text::MathTable::Direction;

constexpr std::int64_t kMostRepeats = 200;  // of a piece; more is taller than any page

/// Pieces with each extender so many times, and how they may overlap.
struct Stack {
    std::vector<text::GlyphPart> pieces;
    Length tallest, shortest;  // at the least and the largest overlap
};
Stack stack_of(std::vector<text::GlyphPart> const& parts, std::int64_t repeats, Length least_overlap) {
    Stack stack;
    for (text::GlyphPart const& part : parts)
        for (std::int64_t i = 0; i < (part.extender ? repeats : 1); ++i) stack.pieces.push_back(part);
    for (std::size_t i = 0; i < stack.pieces.size(); ++i) {
        stack.tallest += stack.pieces[i].full_advance;
        stack.shortest += stack.pieces[i].full_advance;
        if (i == 0) continue;
        Length const most = min(stack.pieces[i - 1].end_connector, stack.pieces[i].start_connector);
        stack.tallest -= least_overlap;
        stack.shortest -= max(most, least_overlap);
    }
    return stack;
}

}  // namespace

GlyphBox Glyphs::glyph_box(std::uint32_t glyph, std::string const& text) const {
    text::GlyphBounds const bounds = table_.bounds(glyph, size_);
    text::GlyphRun run;
    run.face = table_.face();
    run.size = size_;
    run.text = text;
    run.glyphs.push_back({glyph, 0, static_cast<std::int32_t>(bounds.advance.raw()), 0, 0});
    GlyphBox out;
    out.box = {bounds.advance, bounds.height, bounds.depth, {}};
    out.box.elements.push_back({{}, std::move(run)});
    out.glyph = glyph;
    out.italics = table_.italics_correction(glyph, size_);
    out.accent = table_.top_accent(glyph, size_);
    return out;
}

GlyphBox Glyphs::character(char32_t character, std::string const& text) const {
    std::uint32_t const glyph = table_.face()->nominal_glyph(character);
    return glyph_box(script_ > 0 ? table_.script_form(glyph, script_) : glyph, text);
}

GlyphBox Glyphs::operator_sign(char32_t character, std::string const& text, Length least) const {
    std::uint32_t glyph = table_.face()->nominal_glyph(character);
    for (auto const& [variant, extent] : table_.variants(glyph, Direction::Vertical, size_)) {
        glyph = variant;
        if (extent >= least) break;
    }
    return glyph_box(glyph, text);
}

Box Glyphs::tall(char32_t character, std::string const& text, Length least) const {
    std::uint32_t glyph = table_.face()->nominal_glyph(character);
    auto const variants = table_.variants(glyph, Direction::Vertical, size_);
    if (variants.empty() || table_.bounds(glyph, size_).height + table_.bounds(glyph, size_).depth >= least) return glyph_box(glyph, text).box;
    for (auto const& [variant, extent] : variants)
        if (extent >= least) return glyph_box(variant, text).box;
    std::vector<text::GlyphPart> const parts = table_.assembly(glyph, Direction::Vertical, size_);
    return parts.empty() ? glyph_box(variants.back().first, text).box : assembled(parts, text, least);
}

// OpenType, MATH, GlyphAssembly: extenders are repeated until the pieces reach far enough, then all joints overlap by the same, as far as they may.
Box Glyphs::assembled(std::vector<text::GlyphPart> const& parts, std::string const& text, Length least) const {
    Length const overlap = table_.min_connector_overlap(size_);
    bool const grows = std::any_of(parts.begin(), parts.end(), [&](text::GlyphPart const& part) { return part.extender && part.full_advance > overlap; });
    Stack stack = stack_of(parts, 1, overlap);
    for (std::int64_t repeats = 2; grows && stack.tallest < least && repeats < kMostRepeats; ++repeats) stack = stack_of(parts, repeats, overlap);
    std::int64_t const spare = std::max<std::int64_t>(0, (stack.tallest - max(least, stack.shortest)).raw());
    std::int64_t const room = (stack.tallest - stack.shortest).raw();
    text::GlyphRun run;
    run.face = table_.face();
    run.size = size_;
    run.text = text;
    Box box;
    Length y;
    for (std::size_t i = 0; i < stack.pieces.size(); ++i) {
        text::GlyphPart const& piece = stack.pieces[i];
        if (i > 0) {
            Length const most = max(overlap, min(stack.pieces[i - 1].end_connector, piece.start_connector));
            y -= overlap + (room > 0 ? scaled(most - overlap, spare, room) : Length{});
        }
        text::GlyphBounds const bounds = table_.bounds(piece.glyph, size_);
        run.glyphs.push_back({piece.glyph, 0, 0, 0, static_cast<std::int32_t>((y + bounds.depth).raw())});
        box.width = max(box.width, bounds.advance);
        y += piece.full_advance;
    }
    run.glyphs.back().advance = static_cast<std::int32_t>(box.width.raw());
    box.height = y;
    box.elements.push_back({{}, std::move(run)});
    return box;
}

GlyphBox Glyphs::accent(char32_t mark, Length width, bool wide) const {
    std::uint32_t glyph = table_.face()->nominal_glyph(mark);
    std::uint32_t best = glyph;
    if (wide)
        for (auto const& [variant, extent] : table_.variants(glyph, Direction::Horizontal, size_))
            if (extent <= width) best = variant;
    std::string text;
    utf8::append(text, mark);
    return glyph_box(best, text);
}

}  // namespace offprint::math
