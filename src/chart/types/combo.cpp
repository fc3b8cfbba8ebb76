// Combo: bars on the left axis with lines on the right one; zeros and gridlines of both coincide.
#include <algorithm>
#include <array>

#include "chart/bands.h"
#include "chart/messages.h"

namespace offprint::chart {
namespace {

constexpr std::array<std::string_view, 2> kAxes{"left", "right"};
constexpr std::array<data::Field, 6> kLayerFields{{
    {"bar", data::Kind::Text, data::Required::No, "Column to draw as bars."},
    {"line", data::Kind::Text, data::Required::No, "Column to draw as a line."},
    {"label", data::Kind::Text, data::Required::No, "Name of the series as the reader sees it."},
    {"unit", data::Kind::Text, data::Required::No, "Unit, once on the top tick: $, $B, %, x."},
    {"format", data::Kind::Text, data::Required::No, "Number format of the values: $0.00\"B\"."},
    {"axis", data::Kind::Choice, data::Required::No, "The axis that it is read on.", kAxes},
}};
constexpr std::array<data::Field, 3> kFields{{
    {"bars", data::Kind::Any, data::Required::No, "Column or columns drawn as bars: a name, a map with `field`, or a list of these."},
    {"line", data::Kind::Any, data::Required::No, "Column or columns drawn as lines."},
    {"layers", data::Kind::RecordList, data::Required::No, "The same, in full: what `bars` and `line` stand for.", {}, kLayerFields},
}};

/// `{bar: rev, axis: left}` is `bars: {field: rev, axis: left}`.
bool read_full_layer(data::Value const& value, Spec& spec, Diagnostics& diagnostics) {
    data::Value series = value;
    std::optional<Geometry> geometry;
    for (data::MapEntry& entry : series.map) {
        if (entry.key.text != "bar" && entry.key.text != "line") continue;
        geometry = entry.key.text == "bar" ? Geometry::Bar : Geometry::Line;
        entry.key.text = "field";
    }
    if (!geometry) {
        messages::bad_value(diagnostics, value.span, "layers", "a list of maps with 'bar' or 'line'");
        return false;
    }
    return read_layers(series, *geometry, spec, diagnostics);
}

bool read(data::Record const& record, Spec& spec, Diagnostics& diagnostics) {
    if (!read_common(record, spec, diagnostics) || !read_x(record, spec, diagnostics)) return false;
    if (spec.data.empty() && !spec.rows) {
        messages::missing_key(diagnostics, record.span(), "combo", "data");
        return false;
    }
    bool good = true;
    if (data::Value const* layers = record.get("layers"))
        for (data::Value const& layer : layers->list) good = read_full_layer(layer, spec, diagnostics) && good;
    if (data::Value const* bars = record.get("bars")) good = read_layers(*bars, Geometry::Bar, spec, diagnostics) && good;
    if (data::Value const* lines = record.get("line")) good = read_layers(*lines, Geometry::Line, spec, diagnostics) && good;
    if (!good) return false;
    for (Geometry geometry : {Geometry::Bar, Geometry::Line}) {
        auto const has = [&](Layer const& layer) { return layer.geometry == geometry; };
        if (std::any_of(spec.layers.begin(), spec.layers.end(), has)) continue;
        messages::missing_key(diagnostics, record.span(), "combo", geometry == Geometry::Bar ? "bars" : "line");
        return false;
    }
    // Bars carry the left axis and come first, whatever the order in the article.
    std::stable_sort(spec.layers.begin(), spec.layers.end(), [](Layer const& a, Layer const& b) { return a.geometry < b.geometry; });
    return true;
}

std::optional<Drawing> draw(DrawContext const& context) {
    constexpr BandStyle kStyle{480, Length::points(148), true};
    return draw_bands(context, kStyle, "Columns and line");
}

}  // namespace

Kind const kCombo{{"combo", "Bars with lines over them, on two axes that share their zero and their gridlines.", kFields}, read, draw};

}  // namespace offprint::chart
