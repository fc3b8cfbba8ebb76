#include "math/setter.h"

#include <algorithm>
#include <optional>

#include "math/spacing.h"

namespace offprint::math {
namespace {

using enum text::MathConstant;

/// \big ... \Bigg, in permille of an em.
constexpr std::array<std::int64_t, 4> kFenceSizes = {1200, 1800, 2400, 3000};

Box centered(Box const& box, Length width) {
    Box out;
    out.put(box, (width - box.width) / 2);
    out.width = width;
    return out;
}

}  // namespace

Setter::Setter(text::MathTable const& table, Length size, SetWords words)
    : glyphs_{Glyphs(table, size, 0), Glyphs(table, scaled(size, table.script_scale(1), 1000), 1), Glyphs(table, scaled(size, table.script_scale(2), 1000), 2)},
      words_(std::move(words)) {}

Box Setter::set(List const& list, Style style) const {
    Box line;
    for (SetAtom const& atom : set_atoms(list, style)) {
        line.width += atom.space;
        line.append(atom.box);
    }
    // Space that ends a list has its width too.
    for (auto atom = list.rbegin(); atom != list.rend() && !is_atom(*atom); ++atom)
        if (auto const* space = std::get_if<Space>(&atom->nucleus)) line.width += mu(space->mu, style);
    return line;
}

std::vector<SetAtom> Setter::set_atoms(List const& list, Style style) const {
    std::vector<Class> const classes = settled_classes(list);
    std::vector<SetAtom> out;
    std::optional<Class> before;
    Length space;
    for (std::size_t i = 0; i < list.size(); ++i) {
        Atom const& atom = list[i];
        if (auto const* change = std::get_if<StyleChange>(&atom.nucleus)) style.level = change->level;
        if (auto const* asked = std::get_if<Space>(&atom.nucleus)) space += mu(asked->mu, style);
        if (!is_atom(atom)) continue;
        if (before) space += mu(space_between(*before, classes[i], style.in_script()), style);
        Nucleus const base = nucleus(atom, style);
        bool const limits = atom.limits == Limits::Always || (atom.limits == Limits::InDisplay && style.in_display());
        SetAtom set{limits ? with_limits(base, atom, style) : with_scripts(base, atom, style), space, classes[i]};
        // Rule 17: what leans out takes room, unless a script stands there.
        if (!limits && !atom.large && atom.above.empty() && atom.below.empty()) set.box.width += base.italics;
        out.push_back(std::move(set));
        before = classes[i];
        space = {};
    }
    return out;
}

Setter::Nucleus Setter::nucleus(Atom const& atom, Style style) const {
    return std::visit(
        [&](auto const& what) -> Nucleus {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, Symbol>) {
                if (atom.large) return operator_nucleus(what, style);
                GlyphBox glyph = glyphs(style).character(what.glyph, what.text);
                return {std::move(glyph.box), glyph.italics, true};
            } else if constexpr (std::is_same_v<What, Word>) {
                return {word(what, style), {}, true};
            } else if constexpr (std::is_same_v<What, Words>) {
                return {words(what, style), {}, true};
            } else if constexpr (std::is_same_v<What, Group>) {
                // A letter in braces is still a letter to its scripts.
                if (what.list.size() == 1 && is_atom(what.list.front()) && what.list.front().above.empty() && what.list.front().below.empty())
                    return nucleus(what.list.front(), style);
                return {set(what.list, style), {}, false};
            } else if constexpr (std::is_same_v<What, Fraction>) {
                return {fraction(what, style), {}, false};
            } else if constexpr (std::is_same_v<What, Root>) {
                return {root(what, style), {}, false};
            } else if constexpr (std::is_same_v<What, Fenced>) {
                return {fenced(what.left, set(what.inside, style), what.right, style), {}, false};
            } else if constexpr (std::is_same_v<What, Fence>) {
                Length const least = scaled(em(style), kFenceSizes[static_cast<std::size_t>(what.step - 1)], 1000);
                return {fence(what.glyph, least, style), {}, false};
            } else if constexpr (std::is_same_v<What, Accent>) {
                return accented(what, style);
            } else if constexpr (std::is_same_v<What, Bar>) {
                return {barred(what, style), {}, false};
            } else if constexpr (std::is_same_v<What, Grid>) {
                return {grid(what, style), {}, false};
            } else {
                return {};
            }
        },
        atom.nucleus);
}

/// Moves a box so that its middle stands on the axis.
Box Setter::on_axis(Box const& box, Style style) const {
    Box out;
    out.put(box, {}, (box.height - box.depth) / 2 - axis(style));
    out.width = box.width;
    out.height = box.total() / 2 + axis(style);
    out.depth = box.total() - out.height;
    return out;
}

Setter::Nucleus Setter::operator_nucleus(Symbol const& symbol, Style style) const {
    Glyphs const& font = glyphs(style);
    GlyphBox const sign =
        style.in_display() ? font.operator_sign(symbol.glyph, symbol.text, font.constant(DisplayOperatorMinHeight)) : font.character(symbol.glyph, symbol.text);
    return {on_axis(sign.box, style), sign.italics, false};
}

Box Setter::word(Word const& word, Style style) const {
    Box box;
    for (Symbol const& symbol : word.letters) box.append(glyphs(style).character(symbol.glyph, symbol.text).box);
    return box;
}

Box Setter::words(Words const& words, Style style) const {
    Box box;
    for (text::PlacedRun& placed : words_(words.text, em(style))) {
        text::MathTable const face(placed.run.face);
        Element element{{placed.x, {}}, std::move(placed.run)};
        auto const& run = std::get<text::GlyphRun>(element.what);
        for (text::Glyph const& glyph : run.glyphs) {
            text::GlyphBounds const bounds = face.bounds(glyph.id, run.size);
            box.height = max(box.height, bounds.height);
            box.depth = max(box.depth, bounds.depth);
        }
        box.width = placed.x + run.width();
        box.elements.push_back(std::move(element));
    }
    return box;
}

Box Setter::with_scripts(Nucleus const& base, Atom const& atom, Style style) const {
    Box out = base.box;
    if (atom.above.empty() && atom.below.empty()) return out;
    Glyphs const& font = glyphs(style);
    Box const above = set(atom.above, style.above()), below = set(atom.below, style.below());
    // Rule 18: how far up and down; of a character the font says it alone.
    Length up = base.character ? Length{} : out.height - font.constant(SuperscriptBaselineDropMax);
    Length down = base.character ? Length{} : out.depth + font.constant(SubscriptBaselineDropMin);
    if (!atom.above.empty()) {
        up = max(up, font.constant(style.cramped ? SuperscriptShiftUpCramped : SuperscriptShiftUp));
        up = max(up, above.depth + font.constant(SuperscriptBottomMin));
    }
    if (!atom.below.empty()) {
        down = max(down, font.constant(SubscriptShiftDown));
        if (atom.above.empty()) down = max(down, below.height - font.constant(SubscriptTopMax));
    }
    if (!atom.above.empty() && !atom.below.empty()) {
        Length const gap = (up - above.depth) - (below.height - down), least = font.constant(SubSuperscriptGapMin);
        if (gap < least) {
            down += least - gap;
            Length const lift = font.constant(SuperscriptBottomMaxWithSubscript) - (up - above.depth);
            if (lift > Length{}) {
                up += lift;
                down -= lift;
            }
        }
    }
    // Of a sign that leans, such as an integral, the lower script stands under the slope.
    Length const x = out.width, lean = base.italics, back = atom.large ? lean : Length{};
    Length right = x;
    if (!atom.above.empty()) {
        out.put(above, x + lean - back, -up);
        right = max(right, x + lean - back + above.width);
    }
    if (!atom.below.empty()) {
        out.put(below, x - back, down);
        right = max(right, x - back + below.width);
    }
    out.width = right + font.constant(SpaceAfterScript);
    return out;
}

Box Setter::with_limits(Nucleus const& base, Atom const& atom, Style style) const {
    Box const& sign = base.box;
    Glyphs const& font = glyphs(style);
    Box const above = set(atom.above, style.above()), below = set(atom.below, style.below());
    Length const width = max(sign.width, max(above.width, below.width));
    Box out = centered(sign, width);
    // Rule 13a; what leans has its limits along the slope.
    if (!atom.above.empty()) {
        Length const up = sign.height + max(font.constant(UpperLimitGapMin) + above.depth, font.constant(UpperLimitBaselineRiseMin));
        out.put(above, (width - above.width + base.italics) / 2, -up);
    }
    if (!atom.below.empty()) {
        Length const down = sign.depth + max(font.constant(LowerLimitGapMin) + below.height, font.constant(LowerLimitBaselineDropMin));
        out.put(below, (width - below.width - base.italics) / 2, down);
    }
    return out;
}

}  // namespace offprint::math
