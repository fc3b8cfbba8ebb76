// A formula as it was written: a list of atoms in TeX's sense (The TeXbook, chapter 17), before anything has a size.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/source.h"

namespace offprint::math {

/// What an atom is to its neighbours: the space between them hangs on it.
enum class Class : std::uint8_t { Ord, Op, Bin, Rel, Open, Close, Punct, Inner };

/// Where the scripts of an operator stand: above and below in displays only, always, or never.
enum class Limits : std::uint8_t { InDisplay, Always, Never };

struct Atom;
using List = std::vector<Atom>;

/// One character: the glyph that is shown, and the text that it is read as. An italic letter is read as the plain one, so that it is found by a search.
struct Symbol {
    char32_t glyph = 0;
    std::string text;
};
/// Upright letters that belong together: "log", "WACC" in \mathrm.
struct Word {
    std::vector<Symbol> letters;
};
/// Words of the language, in the face of the text around.
struct Words {
    SourcedText text;
};
struct Group {
    List list;
};
enum class FractionSize : std::uint8_t { AsAround, Display, Text };
struct Fraction {
    List above, below;
    bool has_rule = true;
    FractionSize size = FractionSize::AsAround;
};
struct Root {
    List inside, degree;
};
/// What stands between two delimiters that grow with it; 0 for none.
struct Fenced {
    char32_t left = 0, right = 0;
    List inside;
};
/// A delimiter of a size that its author chose, from 1 (\big) to 4 (\Bigg).
struct Fence {
    char32_t glyph = 0;
    int step = 1;
};
struct Accent {
    char32_t mark = 0;
    List base;
    bool wide = false;  // as wide as the base, where the font has such a form
};
struct Bar {
    List base;
    bool over = true;
};
/// Space that was asked for, in eighteenths of an em.
struct Space {
    int mu = 0;
};
/// What follows in the list is set as in a display (0), in a text (1), as a script (2) or a script of a script (3).
struct StyleChange {
    int level = 0;
};
/// Rows of cells between delimiters, 0 for none.
struct Grid {
    enum class Kind : std::uint8_t { Matrix, Cases, Aligned } kind = Kind::Matrix;
    char32_t left = 0, right = 0;
    std::vector<std::vector<List>> rows;
};

struct Atom {
    Class kind = Class::Ord;
    std::variant<Symbol, Word, Words, Group, Fraction, Root, Fenced, Fence, Accent, Bar, Space, StyleChange, Grid> nucleus;
    Limits limits = Limits::Never;
    bool large = false;  // an operator's sign, larger in displays
    List below, above;   // its scripts, or limits
    Span span;
};

/// Space and changes of style are no atoms to their neighbours.
inline bool is_atom(Atom const& atom) { return !std::holds_alternative<Space>(atom.nucleus) && !std::holds_alternative<StyleChange>(atom.nucleus); }

}  // namespace offprint::math
