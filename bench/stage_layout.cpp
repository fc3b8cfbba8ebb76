// Cutting a long list into pages, and drawing a chart.
#include <benchmark/benchmark.h>

#include "chart/chart.h"
#include "layout/flow.h"
#include "layout/page_builder.h"
#include "material.h"

namespace offprint::bench {
namespace {

using namespace offprint::literals;

/// Paragraphs of five lines with the usual prices, and a figure now and then.
layout::VList long_list(std::int64_t lines) {
    layout::VList list;
    for (std::int64_t i = 0; i < lines; ++i) {
        bool const figure = i % 60 == 59;
        layout::VBox box;
        box.height = figure ? 180_pt : 13_pt;
        box.baseline = 10_pt;
        box.on_grid = !figure;
        list.emplace_back(box);
        layout::VPenalty price;
        price.cost = i % 5 == 0 || i % 5 == 3 ? 6000 : 0;
        list.emplace_back(price);
        if (i % 5 == 4) list.emplace_back(layout::VGlue{6_pt, 1});
    }
    return list;
}

void paginate(benchmark::State& state) {
    layout::VList const list = long_list(state.range(0));
    layout::PageGeometry const geometry{720_pt, 600_pt, 13_pt, 10_pt, 6_pt};
    std::size_t pages = 0;
    for (auto _ : state) {
        Diagnostics diagnostics;
        pages += layout::paginate(list, {}, geometry, {}, diagnostics).pages.size();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(pages));
}
BENCHMARK(paginate)->Arg(200)->Arg(2'000)->Arg(20'000)->Unit(benchmark::kMillisecond);

chart::PlotStyle plot_style() {
    chart::PlotStyle style;
    style.series = {{0x0D, 0x6B, 0x57}, {0xB8, 0x50, 0x1C}};
    text::FontPtr const face = font("inter/Inter-Regular.ttf");
    for (text::CharStyle* look : {&style.label, &style.note, &style.value, &style.axis}) {
        look->faces = {face};
        look->size = 7_pt;
    }
    return style;
}

void draw_chart(benchmark::State& state) {
    Sources sources;
    Diagnostics diagnostics;
    SourceId const source = sources.add("chart.yaml", "{kind: combo, data: t, x: year, bars: {field: revenue, unit: $B}, line: {field: eps, axis: right}}");
    auto const value = data::parse_yaml(sources, source, diagnostics);
    SourceId const rows = sources.add("t.csv", "year,revenue,eps\n2026E,1.55,3.00\n2027E,2.18,4.20\n2028E,2.68,5.20\n");
    auto const table = data::parse_csv(sources, rows, "t", diagnostics);
    auto const spec = value ? chart::read_spec(*value, diagnostics) : nullptr;
    if (!spec || !table) return state.SkipWithError("the chart cannot be read");
    chart::PlotStyle const style = plot_style();
    text::Shaper shaper;
    for (auto _ : state) benchmark::DoNotOptimize(chart::draw_plot(*spec, &*table, style, 360_pt, shaper, 0, diagnostics));
}
BENCHMARK(draw_chart)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace offprint::bench
