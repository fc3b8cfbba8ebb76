// Charts over bands: bars, alone or under lines (kinds bar and combo).
#pragma once
#include "chart/series.h"

namespace offprint::chart {

/// How a kind wants its bands drawn.
struct BandStyle {
    int bar_share = 620;                  // of a step, in 1/1000
    Length height = Length::points(130);  // when the spec gives none
    bool always_axis = false;             // keep the value axis even when every bar is labelled
};

/// Draws the spec's layers over bands; `opening` begins the alternative text ("Columns").
std::optional<Drawing> draw_bands(DrawContext const& context, BandStyle const& bands, std::string opening);

}  // namespace offprint::chart
