// Fixed spaces. Few text fonts have them all, so their widths follow the Unicode names, in step with HarfBuzz, which shapes
// them with the ordinary space glyph and these same widths (tests/unit/text/font_test.cpp compares the two).
#include "text/font.h"

namespace offprint::text {
namespace {

/// Share of the em as numerator and denominator; 0/0 where the width is that of a glyph.
struct EmShare {
    char32_t code_point;
    int numerator, denominator;
};

constexpr EmShare kShares[] = {
    {0x2000, 1, 2}, {0x2001, 1, 1}, {0x2002, 1, 2},  {0x2003, 1, 1},  {0x2004, 1, 3}, {0x2005, 1, 4},
    {0x2006, 1, 6}, {0x2009, 1, 5}, {0x200A, 1, 16}, {0x205F, 4, 18}, {0x3000, 1, 1},
};

/// Advance of the first of the characters that the font has.
int advance_of_any(FontFace const& face, char32_t first, char32_t last, int otherwise) {
    for (char32_t c = first; c <= last; ++c) {
        if (std::uint32_t const glyph = face.nominal_glyph(c)) return face.advance(glyph);
    }
    return otherwise;
}

}  // namespace

bool is_special_space(char32_t c) { return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000; }

Length special_space_width(FontFace const& face, char32_t code_point, Length size) {
    if (std::uint32_t const own = face.nominal_glyph(code_point)) return face.at_size(face.advance(own), size);
    int const em = face.metrics().units_per_em;
    int const space = face.advance(face.nominal_glyph(U' '));
    for (EmShare const& share : kShares) {
        if (share.code_point == code_point) {
            int const rounding = share.numerator == 1 ? share.denominator / 2 : 0;
            return face.at_size((em * share.numerator + rounding) / share.denominator, size);
        }
    }
    if (code_point == 0x2007) return face.at_size(advance_of_any(face, U'0', U'9', space), size);
    if (code_point == 0x2008) return face.at_size(advance_of_any(face, U'.', U'.', advance_of_any(face, U',', U',', space)), size);
    if (code_point == 0x202F) return face.at_size(space / 2, size);
    return face.at_size(space, size);
}

}  // namespace offprint::text
