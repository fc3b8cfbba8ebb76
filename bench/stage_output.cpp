// Deflating, encoding and writing pages of set text, and a whole render in a warm process.
#include <benchmark/benchmark.h>

#include "material.h"
#include "ops/pipeline.h"
#include "pdf/deflate.h"
#include "pdf/writer.h"
#include "text/paragraph.h"

namespace offprint::bench {
namespace {

using namespace offprint::literals;

void deflate(benchmark::State& state) {
    std::string const bytes = article_bytes();
    for (auto _ : state) benchmark::DoNotOptimize(pdf::deflate(bytes));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(deflate)->Unit(benchmark::kMillisecond);

/// A page full of the article's prose, each line under its paragraph's node.
draw::Page full_page(draw::StructTree& tree) {
    draw::Page page;
    page.frame.size = {595_pt, 842_pt};
    text::Shaper shaper;
    Diagnostics diagnostics;
    text::ParagraphStyle style;
    style.measure = 451_pt;
    text::FontPtr const face = font("source-serif-4/SourceSerif4-Regular.ttf");
    Length y = 80_pt;
    for (std::string const& words : paragraphs()) {
        auto const paragraph = text::break_paragraph(shaper, styled(words, face), style, diagnostics);
        draw::NodeId const node = tree.add(tree.root(), draw::Role::P);
        for (std::size_t line = 0; line < paragraph->lines().size() && y < 770_pt; ++line, y += 13_pt)
            for (text::PlacedRun& placed : text::set_line(*paragraph, line)) page.frame.text(node, {72_pt + placed.x, y}, std::move(placed.run));
    }
    return page;
}

void write_pages(benchmark::State& state) {
    draw::StructTree tree("en");
    draw::Page const page = full_page(tree);
    std::string const icc = bytes_of("/assets/srgb.icc");
    pdf::Metadata meta;
    meta.title = "Bench";
    meta.date = "2026-06-15T00:00:00Z";
    for (auto _ : state) {
        Diagnostics diagnostics;
        StringSink sink;
        pdf::Writer writer(meta, {true, icc, 2}, tree, sink);
        for (std::int64_t i = 0; i < state.range(0); ++i) writer.add_page(page);
        benchmark::DoNotOptimize(writer.finish({}, diagnostics));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(write_pages)->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();

void render_sample(benchmark::State& state) {
    ops::RenderRequest request;
    request.article = std::string(OFFPRINT_SOURCE_DIR) + "/samples/astera-labs/article.yaml";
    request.share = OFFPRINT_SHARE_DIR;
    std::size_t pages = 0;
    for (auto _ : state) {
        Sources sources;
        Diagnostics diagnostics;
        ops::RenderResult const result = ops::render(request, sources, diagnostics);
        if (!result.pdf) return state.SkipWithError("the sample cannot be rendered");
        pages += result.pages;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(pages));
}
BENCHMARK(render_sample)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace offprint::bench
