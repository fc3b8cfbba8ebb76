// Charts: a spec and a table become marks over scales, drawn on a Frame in the report's own fonts and colours.
// Title, subtitle, caption and source belong to the exhibit (block `chart`); here is the plot and what it says in words.
#pragma once
#include "data/number_format.h"
#include "data/table.h"
#include "draw/frame.h"
#include "text/shaper.h"

namespace offprint::chart {

/// How charts look; filled from the theme. Lengths in points.
struct PlotStyle {
    text::CharStyle label;  // row and category names
    text::CharStyle note;   // second line under a row's name
    text::CharStyle value;  // values on marks
    text::CharStyle axis;   // tick labels
    Color paper, ink, soft, hair, tint;
    std::vector<Color> series;  // series[0] is the accent, series[1] the counter-accent
    Length axis_width = Length::points(0.8), grid_width = Length::points(0.4), line_width = Length::points(1.4);
    std::string language = "en-US";
    std::vector<std::string> short_months;  // in the language; not twelve: the figures of months stand in their place
};

/// A chart as the author asked for it, read and checked; plain data (chart/spec.h).
struct Spec;
struct SpecDeleter {
    void operator()(Spec*) const;
};
using SpecPtr = std::unique_ptr<Spec, SpecDeleter>;

/// Every kind by name with its fields, in the order in which they are documented. From it come reading, schema and reference.
struct ChartType {
    std::string_view name;
    std::string_view help;
    std::span<data::Field const> fields;  // beyond those common to all charts
};
std::span<ChartType const> chart_types();
/// Fields that every chart has and that the plot reads: data, x, y, nulls, estimates, height.
std::span<data::Field const> common_fields();

/// Reads the plot's part of a chart block (keys of the exhibit are left alone). Null when it cannot be drawn.
SpecPtr read_spec(data::Value const& block, Diagnostics& diagnostics);
/// The name of the table that the spec draws ("" when its rows are inline) and the place that says so.
SourcedText const& data_name(Spec const& spec);

struct Plot {
    draw::Frame frame;                            // items under `figure`, grid and axes as artifacts
    std::string alt;                              // at most 250 characters: kind, measure, span, first, last, change
    std::vector<std::vector<std::string>> table;  // the numbers as drawn, header first
};
/// Draws at a width; the height comes from the spec, else from the kind. Faults in the data are reported at their cells.
std::optional<Plot> draw_plot(Spec const& spec, data::Table const* table, PlotStyle const& style, Length width, text::Shaper& shaper, draw::NodeId figure,
                              Diagnostics& diagnostics);

}  // namespace offprint::chart
