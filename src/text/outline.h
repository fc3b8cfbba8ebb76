// Outlines of glyphs, for what is drawn without its font.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "text/font.h"

namespace offprint::text {

/// A step along an outline, in design units, y upward. A curve is a cubic one with its two control points and its end.
struct OutlineStep {
    enum class Kind { Move, Line, Curve, Close } kind = Kind::Close;
    std::array<float, 6> at{};  // x, y of the points that the kind has
};

std::vector<OutlineStep> glyph_outline(FontFace const& face, std::uint32_t glyph);

}  // namespace offprint::text
