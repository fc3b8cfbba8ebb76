#include "chart/types/xy.h"

#include "chart/messages.h"

namespace offprint::chart {
namespace {

/// What is said once for the chart holds for every series that does not say it.
bool share_number_style(data::Record const& record, Spec& spec, Diagnostics& diagnostics) {
    std::optional<data::NumberFormat> format;
    if (auto const text = record.text("format")) {
        format = data::parse_number_format(*text, diagnostics);
        if (!format) return false;
    }
    for (Layer& layer : spec.layers) {
        if (layer.unit.empty()) layer.unit = record.string("unit");
        if (!layer.format) layer.format = format;
    }
    if (spec.layers.size() == 1 && record.has("label")) spec.layers.front().label = record.string("label");
    return true;
}

}  // namespace

bool read_xy(data::Record const& record, Geometry geometry, Spec& spec, Diagnostics& diagnostics) {
    if (!read_common(record, spec, diagnostics)) return false;
    if (!record.has("y")) {
        messages::missing_key(diagnostics, record.span(), record.string("kind"), "y");
        return false;
    }
    bool const named = !spec.data.empty() || spec.rows;
    if (!named) return read_inline(record, geometry, spec, diagnostics) && share_number_style(record, spec, diagnostics);
    if (!read_x(record, spec, diagnostics)) return false;
    return read_layers(*record.get("y"), geometry, spec, diagnostics) && share_number_style(record, spec, diagnostics);
}

}  // namespace offprint::chart
