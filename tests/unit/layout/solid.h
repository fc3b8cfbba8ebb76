// Solid boxes and lists of them, for tests that assert positions.
#pragma once
#include <utility>

#include "layout/page_builder.h"

namespace offprint::layout::test {

using namespace offprint::literals;

inline VBox solid(Length height, bool on_grid = false, Length baseline = {}) {
    VBox box;
    box.height = height;
    box.baseline = baseline;
    box.on_grid = on_grid;
    return box;
}
/// A line of text on a grid of 10 pt: baseline 8 pt down.
inline VBox line() { return solid(10_pt, true, 8_pt); }

inline VBox with_steps(VBox box, std::vector<Step> steps) {
    box.steps = std::move(steps);
    return box;
}
inline VBox with_rail(VBox box, Length offset, Length height) {
    box.attachments.push_back({offset, height, {}});
    return box;
}
inline VBox clearing(VBox box) {
    box.clears_rail = true;
    return box;
}
inline GroupBegin group(Length padding_top, Length padding_bottom) {
    GroupBegin begin;
    begin.decoration.padding_top = padding_top;
    begin.decoration.padding_bottom = padding_bottom;
    return begin;
}
/// Pages of 100 pt, ten lines.
inline PageGeometry ten_lines() { return {100_pt, 100_pt, 10_pt, 8_pt, 4_pt}; }

/// Tops of a page's boxes in points.
inline std::vector<double> tops(PagePlan const& page) {
    std::vector<double> result;
    for (PlacedItem const& item : page.items) result.push_back(item.y.to_points());
    return result;
}
/// How many boxes stand on each page.
inline std::vector<std::size_t> counts(FlowPlan const& plan) {
    std::vector<std::size_t> result;
    for (PagePlan const& page : plan.pages) result.push_back(page.items.size());
    return result;
}
inline FlowPlan plan_of(VList const& list, PageGeometry const& geometry = ten_lines(), PageCosts const& costs = {}) {
    Diagnostics diagnostics;
    return paginate(list, {}, geometry, costs, diagnostics);
}

}  // namespace offprint::layout::test
