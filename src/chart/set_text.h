// Short texts of a chart, shaped and measured: the same glyphs that the page shows.
#pragma once
#include <string>
#include <vector>

#include "base/geometry.h"
#include "text/shaper.h"

namespace offprint::chart {

/// A line of text with what it needs above and below its baseline: capitals and figures above, the depth of a comma or a "g" below.
struct SetText {
    std::vector<text::PlacedRun> runs;
    std::string words;
    Length width, ascent, descent;
    Length height() const { return ascent + descent; }
};

/// Shapes and measures texts for one plot.
class TextSetter {
public:
    TextSetter(text::Shaper& shaper, Diagnostics& diagnostics) : shaper_(&shaper), diagnostics_(&diagnostics) {}

    SetText set(SourcedText const& text, text::CharStyle const& style) const;
    SetText set(std::string words, text::CharStyle const& style) const { return set(SourcedText(std::move(words)), style); }
    /// The text, cut with an ellipsis where it is wider than `width`, which is reported as a warning.
    SetText fit(SourcedText const& text, text::CharStyle const& style, Length width) const;
    /// Breaks at spaces, and inside a word only where it is wider than `width` by itself. At most `lines` lines; the last one is cut if need be.
    std::vector<SetText> wrap(SourcedText const& text, text::CharStyle const& style, Length width, std::size_t lines) const;

private:
    text::Shaper* shaper_;
    Diagnostics* diagnostics_;
};

/// The same style in another colour.
text::CharStyle in_color(text::CharStyle style, Color color);
/// Baseline to baseline of small labels: 1.2 em.
Length leading(text::CharStyle const& style);

}  // namespace offprint::chart
