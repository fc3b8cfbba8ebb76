// The MATH table of a font (OpenType, "MATH - The mathematical typesetting table"): what formulas are set by. Lengths at a size, y up.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "text/font.h"

namespace offprint::text {

/// The constants of the table that formulas use, in its order.
enum class MathConstant : std::uint8_t {
    DelimitedSubFormulaMinHeight,
    DisplayOperatorMinHeight,
    AxisHeight,
    AccentBaseHeight,
    SubscriptShiftDown,
    SubscriptTopMax,
    SubscriptBaselineDropMin,
    SuperscriptShiftUp,
    SuperscriptShiftUpCramped,
    SuperscriptBottomMin,
    SuperscriptBaselineDropMax,
    SubSuperscriptGapMin,
    SuperscriptBottomMaxWithSubscript,
    SpaceAfterScript,
    UpperLimitGapMin,
    UpperLimitBaselineRiseMin,
    LowerLimitGapMin,
    LowerLimitBaselineDropMin,
    StackTopShiftUp,
    StackTopDisplayStyleShiftUp,
    StackBottomShiftDown,
    StackBottomDisplayStyleShiftDown,
    StackGapMin,
    StackDisplayStyleGapMin,
    FractionNumeratorShiftUp,
    FractionNumeratorDisplayStyleShiftUp,
    FractionDenominatorShiftDown,
    FractionDenominatorDisplayStyleShiftDown,
    FractionNumeratorGapMin,
    FractionNumDisplayStyleGapMin,
    FractionRuleThickness,
    FractionDenominatorGapMin,
    FractionDenomDisplayStyleGapMin,
    OverbarVerticalGap,
    OverbarRuleThickness,
    OverbarExtraAscender,
    UnderbarVerticalGap,
    UnderbarRuleThickness,
    UnderbarExtraDescender,
    RadicalVerticalGap,
    RadicalDisplayStyleVerticalGap,
    RadicalRuleThickness,
    RadicalExtraAscender,
    RadicalKernBeforeDegree,
    RadicalKernAfterDegree,
};

/// The bounds of a glyph's ink from its origin, and its advance.
struct GlyphBounds {
    Length advance, left, right, height, depth;  // depth: below the baseline, positive
};

/// A piece of a glyph that is put together.
struct GlyphPart {
    std::uint32_t glyph = 0;
    Length start_connector, end_connector, full_advance;
    bool extender = false;  // may come more than once, or not at all
};

/// The MATH table of one face. A face without one gives zeros: ask `is_there` first.
class MathTable {
public:
    explicit MathTable(FontPtr face) : face_(std::move(face)) {}
    FontPtr const& face() const { return face_; }
    bool is_there() const;

    Length constant(MathConstant which, Length size) const;
    /// In permille: how large scripts of a level (1, 2) are; how far up a root's degree stands.
    int script_scale(int level) const;
    int radical_degree_raise() const;
    Length min_connector_overlap(Length size) const;

    GlyphBounds bounds(std::uint32_t glyph, Length size) const;
    Length italics_correction(std::uint32_t glyph, Length size) const;
    /// Where an accent stands over a glyph, from its origin; the middle of its advance if the table does not say.
    Length top_accent(std::uint32_t glyph, Length size) const;
    /// A glyph's form for scripts of a level (1, 2): the feature 'ssty'. Itself if it has none.
    std::uint32_t script_form(std::uint32_t glyph, int level) const;

    enum class Direction : std::uint8_t { Vertical, Horizontal };
    /// Larger forms of a glyph with their extents, ascending; the first is mostly the glyph itself.
    std::vector<std::pair<std::uint32_t, Length>> variants(std::uint32_t glyph, Direction direction, Length size) const;
    /// The pieces that a still larger one is put together from, bottom up or left to right; empty if it cannot be.
    std::vector<GlyphPart> assembly(std::uint32_t glyph, Direction direction, Length size) const;

private:
    FontPtr face_;
};

}  // namespace offprint::text
