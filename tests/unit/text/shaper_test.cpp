#include "text/shaper.h"

#include <fmt/format.h>

#include <random>

#include "base/file.h"
#include "base/utf8.h"
#include "fonts_for_test.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

/// Text that context-hungry fonts trip over: signs between capitals and figures, kerned spaces, ligatures, fractions, other scripts.
std::vector<std::string> hard_lines() {
    return {
        "The office staff's first shuffle (a \"baffling\" affair) was final: flip, fjord, afflict, off-field.",
        "“Quoted,” she said ‘softly’ — then left. “Why?” T. V. Y. W. A. P.",
        "GPU-TO-GPU (PCIe 6.x/CXL 3.1): MIXTURE-OF-EXPERTS - ALL-TO-ALL [NVLINK] {UALINK} <ETH>",
        "~196× forward, ~⅓ of mix, 10 x 20, 3x4, 5 x, x 7, 100×200 × 3, 1⁄2 and 1 1⁄4 in.",
        "EPS: $0.61 -> $0.94; Q2'26 guide -> $360M => beat <- miss <= x >= y --> z <-> w :: a := b != c",
        "(A) (b) (1) A (B) C-D E - F G: H 1:2 A:B A : B @HOME home@x.com #1 A@B 12:30 (12:30) [12-30]",
        "A - B - C - D (E) - 1 - 2 - a - b + c + D = E * F ~ G < H > I",
        "Yet Avery, Tom, Vow; Wax. You? P, F. L’ 1,000.00 7.4% 11.1% 4,711 (3.2)% €5 £6 Töst Ávila",
        "a  double  space,   and three; -dash -Dash (-1) (+2) −3 ±4 → up ↑ down",
        "αlpha Αβγ 12 δε and Москва (РФ) - 1 mixed Ω.",
        "e\u0301té coöp ve\u00ADry soft\u00ADly naïve ŽĐ i\u0307 f\u030Ci fi\u200Bfi",
        "((( A ))) --- B --- ::: C ::: (A(B)C) -A- -a- -1- (-) : - x X x X 1x 1X",
    };
}

/// The lines of the sample article, as they stand (YAML signs and all: they are hard text too).
std::vector<std::string> article_lines() {
    std::string error;
    std::vector<std::string> lines;
    for (char const* const name : {"/samples/astera-labs/article.yaml", "/fonts/inter/OFL.txt"}) {
        auto const bytes = read_file(std::string(OFFPRINT_SOURCE_DIR) + name, 1 << 20, error);
        REQUIRE(bytes);
        for (std::size_t at = 0; at < bytes->size();) {
            std::size_t const end = std::min(bytes->find('\n', at), bytes->size());
            if (end > at) lines.push_back(bytes->substr(at, end - at));
            at = end + 1;
        }
    }
    return lines;
}

enum class Cut { Words, WordsWithSpace, Random };

/// Cuts of a line: before and after spaces, after spaces and hyphens, or anywhere between characters.
std::vector<std::size_t> cuts_of(std::string const& line, Cut kind, std::mt19937& random) {
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; at < line.size();) {
        utf8::next(line, at);
        if (at == line.size()) break;
        char const left = line[at - 1], right = line[at];
        bool cut = kind == Cut::Random && random() % 5 == 0;
        if (kind == Cut::Words) cut = left == ' ' || right == ' ' || left == '-';
        if (kind == Cut::WordsWithSpace) cut = left == ' ' && right != ' ';
        if (cut) cuts.push_back(at);
    }
    cuts.push_back(line.size());
    return cuts;
}

std::string show(std::vector<ShapedGlyph> const& glyphs) {
    std::string out;
    for (ShapedGlyph const& g : glyphs) fmt::format_to(std::back_inserter(out), "{}={}+{}@{},{}|", g.id, g.cluster, g.advance, g.x_offset, g.y_offset);
    return out;
}

struct Tally {
    int lines = 0, wrong = 0;
    std::string first;
};

void compare(Shaper& pieces, Shaper& whole, FontPtr const& face, CharStyle const& style, std::string const& line, Cut kind, std::mt19937& random,
             Tally& tally) {
    std::string const expected = show(whole.shape(face, style, {}, line, {})->glyphs);
    std::vector<ShapedGlyph> joined;
    std::size_t begin = 0;
    std::string_view const view = line;
    Shaper::Stretch stretch = pieces.stretch(face, style, line);
    for (std::size_t const end : cuts_of(line, kind, random)) {
        std::string_view const before = view.substr(0, begin), text = view.substr(begin, end - begin), after = view.substr(end);
        auto const [piece, sight, width] = pieces.fit(stretch, before, text, after);
        Shaper::Sight seen;
        ShapedPtr const same = pieces.shape(face, style, before, text, after, seen);
        bool const agrees = sight.blind_before == seen.blind_before && sight.blind_after == seen.blind_after && show(same->glyphs) == show(piece->glyphs) &&
                            width == piece_width(*piece, style.size, style.tracking);
        if (!agrees) joined.clear();  // so that it counts as wrong
        for (ShapedGlyph g : piece->glyphs) {
            g.cluster += static_cast<std::uint32_t>(begin);
            joined.push_back(g);
        }
        begin = end;
    }
    ++tally.lines;
    if (show(joined) == expected) return;
    if (tally.wrong++ == 0) tally.first = line + "\n pieces " + show(joined) + "\n whole  " + expected;
}

}  // namespace

TEST_CASE("pieces side by side are the whole line shaped at once, glyph for glyph and unit for unit") {
    std::vector<std::string> lines = hard_lines();
    for (std::string& line : article_lines()) lines.push_back(std::move(line));
    struct Look {
        char const* file;
        std::vector<Feature> features;
    };
    std::vector<Look> const looks = {{"source-serif-4/SourceSerif4-Regular.ttf", {}},
                                     {"source-serif-4/SourceSerif4-Regular.ttf", {feature("smcp", 1), feature("onum", 1)}},
                                     {"source-serif-4/SourceSerif4-Regular.ttf", {feature("frac", 1)}},
                                     {"source-serif-4/SourceSerif4-Italic.ttf", {}},
                                     {"source-serif-4/SourceSerif4-Bold.ttf", {feature("kern", 1), feature("lnum", 1), feature("tnum", 1)}},
                                     {"inter/Inter-Regular.ttf", {}},
                                     {"inter/Inter-SemiBold.ttf", {feature("tnum", 1), feature("case", 1)}},
                                     {"inter/Inter-Italic.ttf", {feature("calt", 0)}},
                                     {"inter/Inter-Regular.ttf", {feature("frac", 1)}},
                                     {"ibm-plex-mono/IBMPlexMono-Regular.ttf", {}}};
    std::mt19937 random(7);
    for (Look const& look : looks) {
        FontPtr const face = font(look.file);
        CharStyle style = style_of(face);
        style.features = look.features;
        for (Cut const kind : {Cut::Words, Cut::WordsWithSpace, Cut::Random}) {
            Shaper pieces, whole;
            Tally tally;
            for (std::string const& line : lines) compare(pieces, whole, face, style, line, kind, random, tally);
            auto const [hits, misses, glyphs] = pieces.statistics();
            INFO(look.file << " cut " << static_cast<int>(kind) << ": " << tally.wrong << " of " << tally.lines << ", hits " << hits << " misses " << misses
                           << "\n"
                           << tally.first);
            CHECK(tally.wrong == 0);
            CHECK(glyphs > 0);
            // Fractions make every space between figures matter, so there nothing is taken apart.
            bool const fractions = !look.features.empty() && look.features[0] == feature("frac", 1);
            // Prose repeats its words and spaces: a cache that keeps too much context would hardly ever hit.
            if (kind == Cut::Words && !fractions) CHECK(hits > 2 * misses);
        }
    }
}
