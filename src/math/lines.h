// A formula in the lines that it takes.
#pragma once
#include "math/setter.h"

namespace offprint::math {

/// A line of a displayed formula, and how far it stands in from the first one's left edge.
struct Line {
    Box box;
    Length indent;
};

/// Sets a formula as a display on a measure. One that is wider is broken between statements (behind a comma and a wide space), before relations, else before
/// signs for two operands, into as few lines as it takes; later lines stand where the first relation does, those that go on a side of it further in. A line
/// that cannot be broken may be wider than the measure.
std::vector<Line> set_display(Setter const& setter, List const& list, Length measure);

}  // namespace offprint::math
