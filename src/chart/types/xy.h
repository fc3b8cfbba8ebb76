// Reading of the kinds with one list of series, `y`: bar and line.
#pragma once
#include "chart/spec.h"

namespace offprint::chart {

/// `unit`, `format`, `label`, `y` of a chart with one kind of mark.
bool read_xy(data::Record const& record, Geometry geometry, Spec& spec, Diagnostics& diagnostics);

}  // namespace offprint::chart
