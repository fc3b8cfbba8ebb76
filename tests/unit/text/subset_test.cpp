#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <random>

#include "fonts_for_test.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

namespace {

/// The subset read back, independently of FontFace, which wants a cmap.
struct Reread {
    explicit Reread(std::string const& bytes)
        : blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()), HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr)),
          face(hb_face_create(blob, 0)),
          font(hb_font_create(face)) {}
    Reread(Reread const&) = delete;
    Reread& operator=(Reread const&) = delete;
    ~Reread() {
        hb_font_destroy(font);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
    hb_blob_t* blob;
    hb_face_t* face;
    hb_font_t* font;
};

/// An outline as text: every move, line, curve and close with its points.
std::string outline(hb_font_t* font, hb_codepoint_t glyph) {
    std::string out;
    hb_draw_funcs_t* const draw = hb_draw_funcs_create();
    auto const add = [](void* data, char what, std::initializer_list<float> numbers) {
        auto& text = *static_cast<std::string*>(data);
        text += what;
        for (float const n : numbers) text += ' ' + std::to_string(n);
    };
    static constexpr auto kAdd = add;
    hb_draw_funcs_set_move_to_func(
        draw,
        [](hb_draw_funcs_t*, void* d, hb_draw_state_t*, float x, float y, void*) {
            kAdd(d, 'M', {x, y});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(
        draw,
        [](hb_draw_funcs_t*, void* d, hb_draw_state_t*, float x, float y, void*) {
            kAdd(d, 'L', {x, y});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_quadratic_to_func(
        draw,
        [](hb_draw_funcs_t*, void* d, hb_draw_state_t*, float a, float b, float x, float y, void*) {
            kAdd(d, 'Q', {a, b, x, y});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(
        draw, [](hb_draw_funcs_t*, void* d, hb_draw_state_t*, void*) { kAdd(d, 'Z', {}); }, nullptr, nullptr);
    hb_font_get_glyph_shape(font, glyph, draw, &out);
    hb_draw_funcs_destroy(draw);
    return out;
}

std::vector<std::uint32_t> glyphs_of(FontFace const& face, std::u32string_view text) {
    std::vector<std::uint32_t> glyphs;
    for (char32_t const c : text) glyphs.push_back(face.nominal_glyph(c));
    return glyphs;
}

}  // namespace

TEST_CASE("a subset draws and measures its glyphs as the font does, composites included") {
    for (FontPtr const& face : {serif(), sans(), mono()}) {
        std::string error;
        auto const subset = subset_font(*face, glyphs_of(*face, U"Ångström café 0123456789 ½ fi ÀÉÎ—“”"), error);
        REQUIRE(subset);
        CHECK_FALSE(subset->cff);
        Reread const cut(subset->bytes), whole(std::string(face->bytes()));
        REQUIRE(hb_face_get_upem(cut.face) == static_cast<unsigned>(face->metrics().units_per_em));
        REQUIRE(hb_face_get_glyph_count(cut.face) == subset->glyphs.size());
        REQUIRE(subset->glyphs.front() == std::pair<std::uint32_t, std::uint32_t>{0, 0});
        for (std::size_t i = 0; i < subset->glyphs.size(); ++i) {
            auto const [old, renumbered] = subset->glyphs[i];
            INFO(face->family_name() << " glyph " << old);
            if (i > 0) CHECK(subset->glyphs[i - 1].first < old);
            CHECK(hb_font_get_glyph_h_advance(cut.font, renumbered) == hb_font_get_glyph_h_advance(whole.font, old));
            if (old != 0) CHECK(outline(cut.font, renumbered) == outline(whole.font, old));
        }
    }
}

TEST_CASE("every glyph asked for is in the map; numbers beyond the font and doubles do no harm") {
    FontPtr const face = serif();
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint32_t> wanted{face->glyph_count(), 0xFFFFFFFF};
        for (int i = 0; i < 40; ++i) wanted.push_back(static_cast<std::uint32_t>(random()) % face->glyph_count());
        wanted.push_back(wanted.back());
        std::string error;
        auto const subset = subset_font(*face, wanted, error);
        REQUIRE(subset);
        for (std::uint32_t const glyph : wanted) {
            bool const found = std::any_of(subset->glyphs.begin(), subset->glyphs.end(), [&](auto const& pair) { return pair.first == glyph; });
            CHECK(found == (glyph < face->glyph_count()));
        }
        CHECK(subset_font(*face, wanted, error)->bytes == subset->bytes);
    }
}

TEST_CASE("a subset keeps the tables that a PDF reads and nothing else") {
    FontPtr const face = sans();
    std::string error;
    auto const subset = subset_font(*face, glyphs_of(*face, U"Quiet"), error);
    REQUIRE(subset);
    Reread const cut(subset->bytes);
    unsigned count = 32;
    hb_tag_t tags[32];
    hb_face_get_table_tags(cut.face, 0, &count, tags);
    std::string names;
    for (unsigned i = 0; i < count; ++i) {
        char name[5] = {};
        hb_tag_to_string(tags[i], name);
        names += std::string(name, 4) + ' ';
    }
    CHECK(names == "glyf head hhea hmtx loca maxp ");
    CHECK(subset->bytes.size() < 4000);
}
