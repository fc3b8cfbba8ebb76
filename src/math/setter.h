// From atoms to boxes by the rules of TeX (The TeXbook, appendix G), with the constants of the font's MATH table in the place of TeX's.
#pragma once
#include <array>
#include <functional>

#include "math/formula.h"
#include "math/glyphs.h"

namespace offprint::math {

/// Display, text, script, script of a script; cramped where nothing may stand high: under a root, below a rule.
struct Style {
    int level = 0;
    bool cramped = false;

    Style cramp() const { return {level, true}; }
    Style above() const { return {level < 2 ? 2 : 3, cramped}; }
    Style below() const { return {level < 2 ? 2 : 3, true}; }
    Style numerator() const { return {level < 3 ? level + 1 : 3, cramped}; }
    Style denominator() const { return {level < 3 ? level + 1 : 3, true}; }
    bool in_display() const { return level == 0; }
    bool in_script() const { return level >= 2; }
};

/// Words in the face of the text around, in a size.
using SetWords = std::function<std::vector<text::PlacedRun>(SourcedText const& words, Length size)>;

/// An atom of a list that was set: what stands before it, and what it is to its neighbours.
struct SetAtom {
    Box box;
    Length space;  // before it
    Class kind = Class::Ord;
};

/// Sets formulas in one font and size.
class Setter {
public:
    Setter(text::MathTable const& table, Length size, SetWords words);

    Box set(List const& list, Style style) const;
    /// The same atom by atom, for a line that may be broken. Space at the end of the list is lost.
    std::vector<SetAtom> set_atoms(List const& list, Style style) const;

    /// The glyphs of a style.
    Glyphs const& glyphs(Style style) const { return glyphs_[static_cast<std::size_t>(style.level < 2 ? 0 : style.level - 1)]; }

private:
    /// A nucleus with what scripts have to know of it.
    struct Nucleus {
        Box box;
        Length italics;          // by which it leans out at its right
        bool character = false;  // scripts are placed by the font, not by its height
    };
    Nucleus nucleus(Atom const& atom, Style style) const;
    Nucleus operator_nucleus(Symbol const& symbol, Style style) const;
    Nucleus accented(Accent const& accent, Style style) const;
    Box word(Word const& word, Style style) const;
    Box words(Words const& words, Style style) const;
    Box fraction(Fraction const& fraction, Style style) const;
    Box stack(Box const& above, Box const& below, Style style) const;
    Box root(Root const& root, Style style) const;
    Box barred(Bar const& bar, Style style) const;
    Box fenced(char32_t left, Box const& inside, char32_t right, Style style) const;
    Box fence(char32_t glyph, Length least, Style style) const;
    Box grid(Grid const& grid, Style style) const;
    Box with_scripts(Nucleus const& base, Atom const& atom, Style style) const;
    Box with_limits(Nucleus const& base, Atom const& atom, Style style) const;
    Box on_axis(Box const& box, Style style) const;
    Length axis(Style style) const { return glyphs(style).constant(text::MathConstant::AxisHeight); }
    Length em(Style style) const { return glyphs(style).size(); }
    Length mu(int count, Style style) const { return scaled(em(style), count, 18); }

    std::array<Glyphs, 3> glyphs_;  // text, script, script of a script
    SetWords words_;
};

}  // namespace offprint::math
