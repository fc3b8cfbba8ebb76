// Runs that are shown again are shown by the same bytes as without a memo, whatever codes a file gives.
#include "pdf/run_memo.h"

#include <catch2/catch.hpp>
#include <random>

#include "pdf/text_encoder.h"
#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;

namespace {

/// A file's text, its fonts new; by the way what was shown.
std::string encoded(std::vector<draw::GlyphRunItem> const& items, RunMemo* memo) {
    FontEmbedder fonts;
    ContentStream out(84189);
    TextEncoder encoder(out, fonts, memo);
    for (auto const& item : items) encoder.show(item, ActualText::Allowed);
    return out.take();
}

draw::GlyphRunItem at(Point origin, text::GlyphRun run) { return {draw::kFirstNode, origin, std::move(run)}; }

}  // namespace

TEST_CASE("files of a few lines in any order are the same with a memo and without") {
    std::minstd_rand random(5);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::vector<text::FontPtr> const faces = {sample::font("inter/Inter-Regular.ttf"), sample::font("source-serif-4/SourceSerif4-Regular.ttf")};
    std::vector<draw::GlyphRunItem> lines;
    for (std::size_t i = 0; i < 60; ++i) {
        // Letters beyond Latin-1 get codes in the order in which they come, and short runs take the space of those before.
        std::string const words = i % 4 == 0   ? "\u2014\u201c"
                                  : i % 5 == 0 ? "\u03b1\u03b2 \u20ac"
                                               : sample::words(1 + below(6), static_cast<unsigned>(random()));
        Length const tracking = i % 3 == 0 ? Length::from_raw(static_cast<std::int64_t>(below(60000))) : Length{};
        text::GlyphRun run = sample::run(faces[below(2)], Length::from_raw(static_cast<std::int64_t>((5 + below(20)) * 65536)), words, tracking);
        if (i % 7 == 0) run.glyphs.back().y_offset = 20000;
        if (i % 11 == 0) run.expansion = 10;
        if (i % 6 == 0) run.glyphs.resize(std::min<std::size_t>(run.glyphs.size(), 2));
        lines.push_back(at({Length::from_raw(static_cast<std::int64_t>(below(4) * 1'000'003)), 50_pt}, std::move(run)));
        // One that differs in a single advance.
        lines.push_back(lines.back());
        lines.back().run.glyphs.front().advance += 9000;
    }
    RunMemo memo;
    for (int file = 0; file < 200; ++file) {
        std::vector<draw::GlyphRunItem> items;
        for (std::size_t n = 1 + below(20); n-- > 0;) items.push_back(lines[below(lines.size())]);
        REQUIRE(encoded(items, &memo) == encoded(items, nullptr));
    }
}

TEST_CASE("a run is worth keeping when it comes again, and goes when thousands came after it") {
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    text::GlyphRun const run = sample::run(face, 10_pt, "again", Length{});
    RunMemo memo;
    RunMemo::Key const key = RunMemo::key(run, 1_pt, 0);
    CHECK_FALSE(memo.is_known(key));
    CHECK(memo.is_known(key));
    CHECK(memo.find(key) == nullptr);
    memo.keep(key, {0, "(again)", false, {}});
    REQUIRE(memo.find(key) != nullptr);
    CHECK(memo.find(key)->array == "(again)");
    CHECK(memo.find(RunMemo::key(run, 2_pt, 0)) == nullptr);
    for (int i = 0; i < 3000; ++i) memo.keep(RunMemo::key(run, Length::from_raw(i), 1), {});
    CHECK(memo.find(key) == nullptr);
}
