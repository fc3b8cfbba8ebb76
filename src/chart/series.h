// Series: the columns of a table as numbers with everything that drawing them needs.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chart/printer.h"
#include "chart/spec.h"

namespace offprint::chart {

/// One layer's numbers, row by row.
struct Series {
    Layer const* layer = nullptr;
    int index = 0;  // its column in the drawn table
    std::vector<std::optional<data::Decimal>> values;
    Printer printer;
    Color color;
};

/// All layers over one x. At least one row, at least one number in every series.
struct SeriesSet {
    data::Column const* x = nullptr;
    std::vector<bool> estimate;  // by row
    std::vector<Series> series;

    std::size_t rows() const { return estimate.size(); }
    std::string x_text(std::size_t row) const { return x->cells[row].text; }
    /// True when some rows are estimates and some are not: then lines change their dash, too.
    bool mixed() const;
    /// True when every x holds a figure: years, quarters, dates. Names are ranked instead of told as a course.
    bool is_course() const;
};

/// Reads the layers' columns. Reports missing columns, bad cells at their place, values beyond any axis, and more than `most_rows` rows.
std::optional<SeriesSet> read_series(DrawContext const& context, std::size_t most_rows);

/// The extent of the series for which `wanted` holds; nothing when none does.
template <typename Wanted>
std::optional<Extent> extent_of(SeriesSet const& set, Wanted wanted) {
    std::optional<Extent> extent;
    for (Series const& series : set.series) {
        if (!wanted(series)) continue;
        for (auto const& v : series.values) {
            if (!v) continue;
            if (!extent) extent = Extent{*v, *v};
            extent->include(*v);
        }
    }
    return extent;
}

/// A series as a polyline: parted at nulls (or dashed across them, `nulls: connect`), dashed towards estimates when some rows are actual.
template <typename PointOf>
LineMark trace_line(SeriesSet const& set, Series const& series, DrawContext const& context, PointOf point_of) {
    LineMark line{{}, series.color, context.style.line_width, {-1, series.index}};
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < set.rows(); ++i) {
        if (!series.values[i]) continue;
        bool const next_to = before && *before + 1 == i, joined = before && (next_to || context.spec.nulls == Nulls::Connect);
        bool const dashed = joined && (!next_to || (set.mixed() && set.estimate[i]));
        if (joined && line.pieces.back().dashed != dashed) line.pieces.push_back({{line.pieces.back().points.back()}, dashed});
        if (!joined) line.pieces.push_back({{}, false});
        line.pieces.back().points.push_back(point_of(i));
        before = i;
    }
    return line;
}

/// The numbers as printed, header first; a null is an empty cell.
std::vector<std::vector<std::string>> make_table(SeriesSet const& set);
/// "Columns and line. Revenue rises from ...": kind, then each series, by time or by size.
std::string describe(SeriesSet const& set, std::string opening);

}  // namespace offprint::chart
