// What is put together: fractions, roots, accents, delimiters, grids (The TeXbook, appendix G, rules 9 to 15 and 19).
#include <algorithm>

#include "base/utf8.h"
#include "math/setter.h"

namespace offprint::math {
namespace {

using enum text::MathConstant;

/// What plain TeX leaves on both sides of a fraction and in the place of no delimiter: 1.2 of 10 points.
constexpr std::int64_t kNullDelimiterPermille = 120;
/// A delimiter reaches over nine tenths of what it encloses, or lacks half a point of ten at each end (plain TeX's \delimiterfactor, \delimitershortfall).
constexpr std::int64_t kDelimiterFactor = 901, kDelimiterShortfallPermille = 500;

constexpr std::int64_t kRowPermille = 1200, kOpenRowPermille = 300;  // of an em: from line to line, and what rows of a display get besides
constexpr std::int64_t kStrutPermille = 700;                         // of a line, above its baseline

}  // namespace

Box Setter::fraction(Fraction const& fraction, Style style) const {
    if (fraction.size == FractionSize::Display) style.level = 0;
    if (fraction.size == FractionSize::Text) style.level = std::max(style.level, 1);
    Box const above = set(fraction.above, style.numerator()), below = set(fraction.below, style.denominator());
    Box out;
    Length const null = scaled(em(style), kNullDelimiterPermille, 1000), width = max(above.width, below.width);
    if (!fraction.has_rule) return stack(above, below, style);
    Glyphs const& font = glyphs(style);
    bool const display = style.in_display();
    Length const thick = font.constant(FractionRuleThickness), middle = axis(style), half = thick / 2;
    Length up = font.constant(display ? FractionNumeratorDisplayStyleShiftUp : FractionNumeratorShiftUp);
    Length down = font.constant(display ? FractionDenominatorDisplayStyleShiftDown : FractionDenominatorShiftDown);
    // Rule 15d: between rule and words there is a gap.
    up = max(up, middle + half + font.constant(display ? FractionNumDisplayStyleGapMin : FractionNumeratorGapMin) + above.depth);
    down = max(down, font.constant(display ? FractionDenomDisplayStyleGapMin : FractionDenominatorGapMin) + below.height - (middle - half));
    out.put(above, null + (width - above.width) / 2, -up);
    out.put_rule({width, thick}, {null, -(middle + half)});
    out.put(below, null + (width - below.width) / 2, down);
    out.width = width + null * 2;
    return out;
}

Box Setter::stack(Box const& above, Box const& below, Style style) const {
    Glyphs const& font = glyphs(style);
    bool const display = style.in_display();
    Length const width = max(above.width, below.width), least = font.constant(display ? StackDisplayStyleGapMin : StackGapMin);
    Length up = font.constant(display ? StackTopDisplayStyleShiftUp : StackTopShiftUp);
    Length down = font.constant(display ? StackBottomDisplayStyleShiftDown : StackBottomShiftDown);
    // Rule 15c.
    Length const gap = (up - above.depth) - (below.height - down);
    if (gap < least) {
        up += (least - gap) / 2;
        down += (least - gap) - (least - gap) / 2;
    }
    Box out;
    out.put(above, (width - above.width) / 2, -up);
    out.put(below, (width - below.width) / 2, down);
    out.width = width;
    return out;
}

Box Setter::root(Root const& root, Style style) const {
    Glyphs const& font = glyphs(style);
    Box const inside = set(root.inside, style.cramp());
    Length const thick = font.constant(RadicalRuleThickness);
    Length gap = font.constant(style.in_display() ? RadicalDisplayStyleVerticalGap : RadicalVerticalGap);
    Box const sign = font.tall(U'√', "√", inside.total() + gap + thick);
    // Rule 11: a sign that is taller than need be leaves half of that above.
    Length const spare = sign.total() - (inside.total() + gap + thick);
    if (spare > Length{}) gap += spare / 2;
    Length const top = inside.height + gap + thick;
    Box out;
    if (!root.degree.empty()) {
        Box const degree = set(root.degree, {3, style.cramped});
        Length const foot = sign.total() - top;  // of the sign, below the baseline
        Length const raise = scaled(sign.total(), font.table().radical_degree_raise(), 1000) - foot + degree.depth;
        Length const after = font.constant(RadicalKernAfterDegree);
        out.width = font.constant(RadicalKernBeforeDegree);
        out.put(degree, out.width, -raise);
        out.width = max(Length{}, out.width + degree.width + after);
    }
    out.put(sign, out.width, sign.height - top);
    out.width += sign.width;
    out.put_rule({inside.width, thick}, {out.width, -top});
    out.append(inside);
    out.height = max(out.height, top + font.constant(RadicalExtraAscender));
    return out;
}

Setter::Nucleus Setter::accented(Accent const& accent, Style style) const {
    Glyphs const& font = glyphs(style);
    // Rule 12: over a single character the font says where the mark stands.
    Symbol const* symbol = accent.base.size() == 1 && accent.base.front().above.empty() && accent.base.front().below.empty()
                               ? std::get_if<Symbol>(&accent.base.front().nucleus)
                               : nullptr;
    Box base;
    Length at, italics;
    if (symbol != nullptr) {
        char32_t const dotless = symbol->glyph == 0x1D456 ? 0x1D6A4 : symbol->glyph == 0x1D457 ? 0x1D6A5 : symbol->glyph;
        GlyphBox glyph = font.character(dotless, symbol->text);
        base = std::move(glyph.box);
        at = glyph.accent;
        italics = glyph.italics;
    } else {
        base = set(accent.base, style.cramp());
        at = base.width / 2;
    }
    GlyphBox const mark = font.accent(accent.mark, base.width, accent.wide);
    Box out = base;
    Length const width = out.width;
    out.put(mark.box, at - mark.accent, -max(Length{}, base.height - font.constant(AccentBaseHeight)));
    out.width = width;
    return {std::move(out), italics, symbol != nullptr};
}

Box Setter::barred(Bar const& bar, Style style) const {
    Glyphs const& font = glyphs(style);
    Box out = set(bar.base, bar.over ? style.cramp() : style);
    Length const thick = font.constant(bar.over ? OverbarRuleThickness : UnderbarRuleThickness);
    if (bar.over) {
        Length const top = out.height + font.constant(OverbarVerticalGap) + thick;
        out.put_rule({out.width, thick}, {{}, -top});
        out.height += font.constant(OverbarExtraAscender);
    } else {
        Length const top = out.depth + font.constant(UnderbarVerticalGap);
        out.put_rule({out.width, thick}, {{}, top});
        out.depth += font.constant(UnderbarExtraDescender);
    }
    return out;
}

Box Setter::fence(char32_t glyph, Length least, Style style) const {
    std::string text;
    if (glyph == 0) {
        Box none;
        none.width = scaled(em(style), kNullDelimiterPermille, 1000);
        return none;
    }
    utf8::append(text, glyph);
    return on_axis(glyphs(style).tall(glyph, text, least), style);
}

Box Setter::fenced(char32_t left, Box const& inside, char32_t right, Style style) const {
    // Rule 19.
    Length const reach = max(inside.height - axis(style), inside.depth + axis(style)) * 2;
    Length const least = max(scaled(reach, kDelimiterFactor, 1000), reach - scaled(em(style), kDelimiterShortfallPermille, 1000));
    Box out = fence(left, least, style);
    out.append(inside);
    out.append(fence(right, least, style));
    return out;
}

Box Setter::grid(Grid const& grid, Style style) const {
    bool const aligned = grid.kind == Grid::Kind::Aligned;
    Style const inner{aligned ? style.level : std::max(style.level, 1), style.cramped};
    std::vector<std::vector<Box>> cells;
    std::vector<Length> widths;
    for (auto const& row : grid.rows) {
        std::vector<Box>& boxes = cells.emplace_back();
        for (std::size_t column = 0; column < row.size(); ++column) {
            // After & a sign such as = has something before it: an empty atom.
            List cell = row[column];
            if (aligned && column % 2 == 1) cell.insert(cell.begin(), Atom{Class::Ord, Group{}, Limits::Never, false, {}, {}, {}});
            boxes.push_back(set(cell, inner));
            if (widths.size() <= column) widths.emplace_back();
            widths[column] = max(widths[column], boxes.back().width);
        }
    }
    Length const size = em(style), line = scaled(size, kRowPermille, 1000), open = aligned ? scaled(size, kOpenRowPermille, 1000) : Length{};
    Length const strut = scaled(line, kStrutPermille, 1000), least_gap = scaled(size, 100, 1000);
    Box out;
    Length y, depth_before;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        Length height = strut, depth = line - strut;
        for (Box const& cell : cells[row]) {
            height = max(height, cell.height);
            depth = max(depth, cell.depth);
        }
        if (row > 0) y += max(line, depth_before + height + (height > strut || depth_before > line - strut ? least_gap : Length{})) + open;
        depth_before = depth;
        Length x;
        for (std::size_t column = 0; column < cells[row].size(); ++column) {
            Box const& cell = cells[row][column];
            Length const spare = widths[column] - cell.width;
            bool const right = aligned && column % 2 == 0, left = grid.kind == Grid::Kind::Cases || (aligned && column % 2 == 1);
            if (column > 0 && !left) x += aligned ? size * 2 : size;
            if (column > 0 && grid.kind == Grid::Kind::Cases) x += size;
            out.put(cell, x + (right ? spare : left ? Length{} : spare / 2), y);
            x += widths[column];
            out.width = max(out.width, x);
        }
        out.height = max(out.height, height - y);
        out.depth = max(out.depth, depth + y);
    }
    out = on_axis(out, style);
    if (grid.left == 0 && grid.right == 0) return out;
    // The delimiters of a matrix stand close to it; a brace of cases has nothing at the other side.
    return fenced(grid.left, out, grid.right, style);
}

}  // namespace offprint::math
