#include "text/plain_shaping.h"

#include <random>

#include "base/file.h"
#include "base/utf8.h"
#include "fonts_for_test.h"
#include "text/shape_setting.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

/// What HarfBuzz makes of a string, without any cache or short cut.
std::vector<ShapedGlyph> by_harfbuzz(ShapeSetting const& setting, std::string const& text) {
    HbBuffer const buffer(hb_buffer_create());
    for (std::size_t at = 0; at < text.size();) {
        auto const cluster = static_cast<unsigned>(at);
        setting.add(buffer.get(), utf8::next(text, at), cluster);
    }
    setting.shape(buffer.get());
    unsigned count = 0;
    hb_glyph_info_t const* const infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
    hb_glyph_position_t const* const positions = hb_buffer_get_glyph_positions(buffer.get(), nullptr);
    std::vector<ShapedGlyph> glyphs;
    for (unsigned i = 0; i < count; ++i)
        glyphs.push_back({infos[i].codepoint, infos[i].cluster, positions[i].x_advance, positions[i].x_offset, positions[i].y_offset});
    return glyphs;
}

bool same(std::vector<ShapedGlyph> const& a, std::vector<ShapedGlyph> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](ShapedGlyph const& x, ShapedGlyph const& y) {
        return x.id == y.id && x.cluster == y.cluster && x.advance == y.advance && x.x_offset == y.x_offset && x.y_offset == y.y_offset;
    });
}

/// Strings as the shaper meets them (words, parts of lines) and as it never does (letters and signs in any order).
std::vector<std::string> strings() {
    std::string error;
    auto const bytes = read_file(std::string(OFFPRINT_SOURCE_DIR) + "/samples/astera-labs/article.yaml", 1 << 20, error);
    REQUIRE(bytes);
    std::vector<std::string> all = {"office", "fjord", "A - B",         "(A)",  "x 10 x",   "1/2", "1\u20442", "i\u0307",
                                    "L·L",    "Ávila", "contrar\u2010", "a\tb", "f\u00ADi", "-->", "“T”"};
    std::mt19937 random(11);
    for (int i = 0; i < 6000; ++i) {
        std::size_t begin = random() % bytes->size(), end = std::min(bytes->size(), begin + 1 + random() % 30);
        while (begin < end && utf8::is_continuation((*bytes)[begin])) ++begin;
        while (end < bytes->size() && utf8::is_continuation((*bytes)[end])) ++end;
        std::string part = bytes->substr(begin, end - begin);
        std::replace(part.begin(), part.end(), '\n', ' ');
        all.push_back(std::move(part));
    }
    std::vector<char32_t> const signs = {U'a', U'f', U'i', U'l', U'x', U'A', U'T', U'V', U'1', U'7', U' ', U'-', U':', U'(',
                                         U')', U'.', U',', U'<', U'=', U'>', U'/', U'+', U'é', U'–', U'—', U'’', U'×'};
    for (int i = 0; i < 6000; ++i) {
        std::string text;
        for (auto n = 1 + random() % 8; n > 0; --n) utf8::append(text, signs[random() % signs.size()]);
        all.push_back(std::move(text));
    }
    std::u32string_view const more = U"“”‘„…‐‑†·ÅÉßøžΔΩя";
    for (int i = 0; i < 6000; ++i) {  // any ASCII, any other plain character here and there
        std::string text;
        for (auto n = 2 + random() % 5; n > 0; --n)
            utf8::append(text, random() % 6 == 0 ? more[random() % more.size()] : static_cast<char32_t>(0x20 + random() % 0x5F));
        all.push_back(std::move(text));
    }
    return all;
}

}  // namespace

TEST_CASE("what is set without HarfBuzz is what HarfBuzz makes") {
    struct Look {
        char const* file;
        std::vector<Feature> features;
        int least = 12000;  // strings that are set without HarfBuzz, of some 18,000
    };
    std::vector<Look> const looks = {{"source-serif-4/SourceSerif4-Regular.ttf", {}},
                                     {"source-serif-4/SourceSerif4-Regular.ttf", {feature("smcp", 1)}},
                                     {"source-serif-4/SourceSerif4-Regular.ttf", {feature("onum", 1), feature("frac", 1)}, 500},
                                     {"source-serif-4/SourceSerif4-Italic.ttf", {feature("kern", 0)}},
                                     {"inter/Inter-Regular.ttf", {}},
                                     {"inter/Inter-Regular.ttf", {feature("numr", 1)}, 500},
                                     {"inter/Inter-SemiBold.ttf", {feature("tnum", 1), feature("case", 1)}},
                                     {"inter/Inter-Italic.ttf", {feature("calt", 0)}},
                                     {"inter/Inter-Regular.ttf", {feature("zero", 1), feature("ss01", 1), feature("cpsp", 1)}, 8000},
                                     {"ibm-plex-mono/IBMPlexMono-Regular.ttf", {}}};
    std::vector<std::string> const all = strings();
    for (Look const& look : looks) {
        FontPtr const face = font(look.file);
        CharStyle style = style_of(face);
        style.features = look.features;
        ShapeSetting setting(face, style, HB_SCRIPT_LATIN);
        PlainShaping& plain = setting.plain();
        int wrong = 0, set = 0;
        std::string first;
        std::vector<ShapedGlyph> glyphs;
        for (std::string const& text : all) {
            plain.clear();
            for (std::size_t at = 0; at < text.size();) {
                auto const cluster = static_cast<std::uint32_t>(at);
                plain.add(setting.replacement(utf8::next(text, at)), cluster);
            }
            PlainShaping::Verdict const verdict = plain.set(glyphs);
            if (verdict == PlainShaping::Verdict::Shape) continue;
            std::vector<ShapedGlyph> const expected = by_harfbuzz(setting, text);
            if (verdict == PlainShaping::Verdict::Learn) {
                plain.learn(expected);
                continue;
            }
            ++set;
            if (same(glyphs, expected)) continue;
            if (wrong++ == 0) first = text;
        }
        INFO(look.file << ": " << wrong << " wrong of " << set << ", first: '" << first << "'");
        CHECK(wrong == 0);
        // Worth having, and still trusted at the end.
        CHECK(set > look.least);
    }
}

TEST_CASE("other scripts are left to HarfBuzz") {
    CharStyle const style = style_of(sans());
    ShapeSetting setting(sans(), style, HB_SCRIPT_ARABIC);
    std::vector<ShapedGlyph> glyphs;
    setting.plain().clear();
    setting.plain().add(U'a', 0);
    CHECK(setting.plain().set(glyphs) == PlainShaping::Verdict::Shape);
}
