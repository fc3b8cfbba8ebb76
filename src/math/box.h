// What a part of a formula has become: glyphs and rules around a reference point on the baseline.
#pragma once
#include <variant>
#include <vector>

#include "draw/frame.h"

namespace offprint::math {

struct Rule {
    Length width, height;
};
/// A glyph run begins at its place; a rule has its top left corner there.
struct Element {
    Point at;  // from the reference point, y down
    std::variant<text::GlyphRun, Rule> what;
};

/// Height above and depth below the baseline; either may be negative. Elements in reading order.
struct Box {
    Length width, height, depth;
    std::vector<Element> elements;

    /// Puts another box into this one, its reference point at `x` and so far below the baseline. The width stays, height and depth grow.
    void put(Box const& other, Length x, Length down = {});
    /// Puts another box at the right end.
    void append(Box const& other, Length down = {}) {
        put(other, width, down);
        width += other.width;
    }
    void put_rule(Rule rule, Point at);
    Length total() const { return height + depth; }
};

/// The box as a frame of its own height; its baseline stands `box.height` below the top. Neighbouring glyphs become one run, with a real space where a gap
/// is as wide as one, so that what is copied reads like the formula.
draw::Frame frame_of(Box const& box, Color color, draw::NodeId node);

}  // namespace offprint::math
