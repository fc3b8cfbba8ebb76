// Guides: gridlines, tick labels, the labels of categories under a plot.
#pragma once
#include <vector>

#include "chart/marks/mark.h"
#include "chart/scale.h"
#include "chart/series.h"

namespace offprint::chart {

/// The box between the axes, where values have their places.
struct PlotArea {
    Length left, top, right, bottom;
    Length width() const { return right - left; }
    Length height() const { return bottom - top; }
};

/// About how many ticks an axis of a height has: one every 3.2 lines, 3 to 7 (charts.md 6.1).
int tick_target(Length height, text::CharStyle const& style);

/// Tick labels of one axis, shaped.
struct ValueAxis {
    Ticks ticks;
    std::vector<SetText> labels;
    Length width;  // of the widest label and its distance from the plot
    LinearScale scale(PlotArea const& area) const { return {ticks.low(), ticks.high(), area.bottom, area.top}; }
};
ValueAxis make_axis(DrawContext const& context, Ticks const& ticks, Printer const& printer, Color color);

/// Gridlines at all ticks; the one at zero is the axis rule when `baseline`. Returns where they are, for plates of labels.
std::vector<Length> draw_grid(DrawContext const& context, ValueAxis const& axis, PlotArea const& area, Drawing& out);
void draw_baseline(DrawContext const& context, PlotArea const& area, Length y, Drawing& out);
void draw_tick_labels(ValueAxis const& axis, PlotArea const& area, Axis side, Drawing& out);

/// Labels of categories, wrapped to their step, or every `stride`-th where not even that fits.
struct CategoryLabels {
    std::vector<std::vector<SetText>> lines;  // by row; empty where thinned out
    Length height;                            // from the baseline of the plot to the foot of the last line
};
CategoryLabels fit_categories(DrawContext const& context, SeriesSet const& set, std::vector<Length> const& centres, Length step);
/// Centred on `centres`, kept inside [0, width].
void draw_categories(DrawContext const& context, CategoryLabels const& labels, std::vector<Length> const& centres, Length baseline, Drawing& out);

/// Names of series in one or more rows over a plot, a chip of its colour before each.
struct Legend {
    struct Entry {
        SetText name;
        Point origin;
        Series const* series = nullptr;
    };
    std::vector<Entry> entries;
    Length height;
};
Legend fit_legend(DrawContext const& context, std::vector<Series const*> const& series);
void draw_legend(DrawContext const& context, Legend const& legend, Drawing& out);

}  // namespace offprint::chart
