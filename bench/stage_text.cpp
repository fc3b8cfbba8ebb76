// Reading YAML, shaping with an empty and a full cache, breaking into lines, subsetting.
#include <benchmark/benchmark.h>

#include "data/value.h"
#include "material.h"
#include "text/paragraph.h"

namespace offprint::bench {
namespace {

constexpr char const* kSerif = "source-serif-4/SourceSerif4-Regular.ttf";
constexpr char const* kSans = "inter/Inter-Regular.ttf";  // its contextual signs make it the dearer one

void parse(benchmark::State& state) {
    Sources sources;
    SourceId const source = sources.add("article.yaml", article_bytes());
    for (auto _ : state) {
        Diagnostics diagnostics;
        benchmark::DoNotOptimize(data::parse_yaml(sources, source, diagnostics));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * sources.text(source).size()));
}
BENCHMARK(parse)->Unit(benchmark::kMillisecond);

std::size_t shape_all(text::Shaper& shaper, std::vector<text::StyledText> const& texts, Diagnostics& diagnostics) {
    std::size_t glyphs = 0;
    for (text::StyledText const& text : texts)
        for (text::PlacedRun const& placed : text::shape_line(shaper, text, diagnostics)) glyphs += placed.run.glyphs.size();
    return glyphs;
}

std::vector<text::StyledText> all_styled(char const* file) {
    text::FontPtr const face = font(file);
    std::vector<text::StyledText> texts;
    for (std::string const& words : paragraphs()) texts.push_back(styled(words, face));
    return texts;
}

void shape_cold(benchmark::State& state, char const* file) {
    auto const texts = all_styled(file);
    Diagnostics diagnostics;
    std::size_t glyphs = 0;
    for (auto _ : state) {
        text::Shaper shaper;
        glyphs += shape_all(shaper, texts, diagnostics);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(glyphs));
}
BENCHMARK_CAPTURE(shape_cold, serif, kSerif)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(shape_cold, sans, kSans)->Unit(benchmark::kMillisecond);

/// `fresh`: the cache starts empty each time, as in a cold run; else it has seen the text.
void break_lines(benchmark::State& state, char const* file, bool fresh) {
    auto const texts = all_styled(file);
    Diagnostics diagnostics;
    text::ParagraphStyle style;
    style.measure = Length::points(451);
    style.hyphenator = text::Hyphenator::open(std::string(OFFPRINT_SHARE_DIR) + "/hyphenation", "en");
    auto shaper = std::make_unique<text::Shaper>();
    std::size_t lines = 0;
    for (auto _ : state) {
        if (fresh) shaper = std::make_unique<text::Shaper>();
        for (text::StyledText const& text : texts) lines += text::break_paragraph(*shaper, text, style, diagnostics)->lines().size();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(lines));
}
BENCHMARK_CAPTURE(break_lines, serif_cold, kSerif, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(break_lines, serif_warm, kSerif, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(break_lines, sans_cold, kSans, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(break_lines, sans_warm, kSans, false)->Unit(benchmark::kMillisecond);

void subset(benchmark::State& state, char const* file) {
    text::FontPtr const face = font(file);
    std::vector<std::uint32_t> glyphs;
    for (char32_t c = U' '; c < 0x7F; ++c) glyphs.push_back(face->nominal_glyph(c));
    std::string error;
    for (auto _ : state) benchmark::DoNotOptimize(text::subset_font(*face, glyphs, error));
}
BENCHMARK_CAPTURE(subset, serif, kSerif)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(subset, sans, kSans)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace offprint::bench
