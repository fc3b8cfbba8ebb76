// A chart as its author asked for it. All kinds with two axes are layers over one x: `bars:`, `line:`, `y:` are sugar for them.
#pragma once
#include <optional>
#include <vector>

#include "chart/chart.h"
#include "chart/marks/mark.h"
#include "data/number_format.h"
#include "data/table.h"

namespace offprint::chart {

enum class Geometry { Bar, Line };
enum class Axis { Left, Right };
enum class Nulls { Gap, Zero, Connect };

/// One series: a column drawn as bars or as a line against one of the axes.
struct Layer {
    Geometry geometry = Geometry::Bar;
    Axis axis = Axis::Left;
    SourcedText field;  // column
    std::string label;  // what the reader is told; the column's name if the author gives none
    std::string unit;
    std::optional<data::NumberFormat> format;
};

/// Which rows are estimates: those whose x ends in E ("2026E"), none, or the listed ones.
struct Estimates {
    enum class Rule { Auto, None, Listed } rule = Rule::Auto;
    std::vector<SourcedText> listed;
};

/// The columns of a ladder; empty: not given.
struct LadderColumns {
    SourcedText label, note, value, text;
    std::string unit;
};

struct Kind;

struct Spec {
    Kind const* kind = nullptr;
    Span span;                        // of the block
    SourcedText data;                 // name of a table; empty when `rows` holds the data
    std::optional<data::Table> rows;  // written in the article itself
    SourcedText x;                    // column
    std::vector<Layer> layers;
    LadderColumns ladder;
    Nulls nulls = Nulls::Gap;
    Estimates estimates;
    std::optional<Length> height;
    bool has_subtitle = false;  // the exhibit names series and units; else the axes do
};

/// What a kind needs to draw.
struct DrawContext {
    Spec const& spec;
    data::Table const& table;
    PlotStyle const& style;
    Length width;
    TextSetter const& texts;
    Diagnostics& diagnostics;
};

/// A chart kind: its row in the documentation, how its keys become a spec, how a spec becomes marks.
struct Kind {
    ChartType type;
    bool (*read)(data::Record const& record, Spec& spec, Diagnostics& diagnostics);
    std::optional<Drawing> (*draw)(DrawContext const& context);
};

extern Kind const kLadder, kCombo, kBar, kLine;

/// The kinds by name; null when there is none.
Kind const* find_kind(std::string_view name);

// Reading, shared by the kinds. Each reports what is wrong and then returns false.

/// Fields of a series written as a map: field, unit, format, label, axis.
std::span<data::Field const> series_fields();
/// data, x, nulls, estimates, height.
bool read_common(data::Record const& record, Spec& spec, Diagnostics& diagnostics);
/// `x: year` or `x: {field: year}`.
bool read_x(data::Record const& record, Spec& spec, Diagnostics& diagnostics);
/// `rev`, `{field: rev, ...}` or a list of these, as layers.
bool read_layers(data::Value const& value, Geometry geometry, Spec& spec, Diagnostics& diagnostics);
/// `x: [a, b], y: [1, 2]` as a table of their own, when the chart names no data.
bool read_inline(data::Record const& record, Geometry geometry, Spec& spec, Diagnostics& diagnostics);
/// The column of that name, or null after reporting with what there is.
data::Column const* find_column(data::Table const& table, SourcedText const& name, Span fallback, Diagnostics& diagnostics);
/// All marks over marks' data for `draw_plot` and for tests.
std::optional<Drawing> draw_marks(Spec const& spec, data::Table const* table, PlotStyle const& style, Length width, text::Shaper& shaper,
                                  Diagnostics& diagnostics);

}  // namespace offprint::chart
