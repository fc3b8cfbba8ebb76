// Single glyphs as boxes, and those that grow: operators, delimiters, roots, accents.
#pragma once
#include "math/box.h"
#include "text/math_table.h"

namespace offprint::math {

/// A glyph that is a character of a formula, with what the font says of it.
struct GlyphBox {
    Box box;
    std::uint32_t glyph = 0;
    Length italics, accent;  // italics correction; where an accent stands
};

/// The glyphs of a face at a size. `script`: 0, or the level of the scripts that its characters are forms for.
class Glyphs {
public:
    Glyphs(text::MathTable const& table, Length size, int script) : table_(table), size_(size), script_(script) {}

    Length size() const { return size_; }
    Length constant(text::MathConstant which) const { return table_.constant(which, size_); }
    text::MathTable const& table() const { return table_; }

    /// A character of the font; one that it has not is a glyph 0.
    GlyphBox character(char32_t character, std::string const& text) const;
    /// The smallest form that is so tall at least, else the tallest.
    GlyphBox operator_sign(char32_t character, std::string const& text, Length least) const;
    /// A form of a delimiter or a root's sign that is so tall at least, put together from pieces if there is no such glyph; with its own height and depth.
    Box tall(char32_t character, std::string const& text, Length least) const;
    /// A mark over something: its widest form that is no wider, or the plain one where it need not be `wide`.
    GlyphBox accent(char32_t mark, Length width, bool wide) const;

private:
    GlyphBox glyph_box(std::uint32_t glyph, std::string const& text) const;
    Box assembled(std::vector<text::GlyphPart> const& parts, std::string const& text, Length least) const;

    text::MathTable table_;
    Length size_;
    int script_;
};

}  // namespace offprint::math
