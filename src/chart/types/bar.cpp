// Bars: one series, or several side by side. Lengths say the values, so the scale starts at zero.
#include <array>

#include "chart/bands.h"
#include "chart/types/xy.h"

namespace offprint::chart {
namespace {

constexpr std::array<data::Field, 3> kFields{{
    {"label", data::Kind::Text, data::Required::No, "Name of the series, for its alternative text and table."},
    {"unit", data::Kind::Text, data::Required::No, "Unit of the values: $, $B, %, x."},
    {"format", data::Kind::Text, data::Required::No, "Number format of the values: $0.00\"B\"."},
}};

bool read(data::Record const& record, Spec& spec, Diagnostics& diagnostics) { return read_xy(record, Geometry::Bar, spec, diagnostics); }

std::optional<Drawing> draw(DrawContext const& context) { return draw_bands(context, {}, "Columns"); }

}  // namespace

Kind const kBar{{"bar", "Columns over categories or periods, from zero.", kFields}, read, draw};

}  // namespace offprint::chart
