#include "text/font.h"

#include <random>
#include <thread>

#include "base/file.h"
#include "base/utf8.h"
#include "fonts_for_test.h"
#include "text/shaper.h"

using namespace offprint;
using namespace offprint::text;
using namespace offprint::text::test;

TEST_CASE("facts of the house fonts") {
    FontPtr const face = serif();
    FontMetrics const& m = face->metrics();
    CHECK(m.units_per_em == 1000);
    CHECK(m.ascender > 700);
    CHECK(m.descender < -200);
    CHECK(m.cap_height == 670);
    CHECK((m.x_height > 450 && m.x_height < 500));
    CHECK(m.weight == 400);
    CHECK(m.italic_angle_thousandths == 0);
    CHECK(m.underline_thickness > 0);
    CHECK((m.x_min < 0 && m.y_min < 0 && m.x_max > 1000 && m.y_max > 900));
    CHECK(face->postscript_name() == "SourceSerif4-Regular");
    CHECK(face->family_name() == "Source Serif 4");
    CHECK_FALSE(face->is_cff());
    CHECK(face->may_embed());
    CHECK(face->has_feature("smcp"));
    CHECK(face->has_feature("kern"));
    CHECK_FALSE(face->has_feature("zzzz"));
    CHECK_FALSE(font("source-serif-4/SourceSerif4-Italic.ttf")->has_feature("smcp"));
    CHECK(font("source-serif-4/SourceSerif4-Italic.ttf")->metrics().italic_angle_thousandths < -5000);
    CHECK(sans()->metrics().units_per_em == 2048);
    CHECK(font("inter/Inter-Bold.ttf")->metrics().weight == 700);
    CHECK(mono()->advance(mono()->nominal_glyph(U'i')) == mono()->advance(mono()->nominal_glyph(U'W')));
    CHECK(face->nominal_glyph(U'A') != 0);
    CHECK(face->nominal_glyph(0x2603) == 0);
    CHECK(face->at_size(500, Length::points(10)) == Length::points(5));
    CHECK(face->id() != sans()->id());
}

TEST_CASE("the catalogue finds the nearest weight of a slant and opens a file once") {
    FontCatalog catalog;
    std::string const folder = std::string(OFFPRINT_SOURCE_DIR) + "/fonts/inter/";
    catalog.add({"Inter", 400, false, folder + "Inter-Regular.ttf", ""});
    catalog.add({"Inter", 500, false, folder + "Inter-Medium.ttf", ""});
    catalog.add({"Inter", 700, false, folder + "Inter-Bold.ttf", ""});
    catalog.add({"Broken", 400, false, folder + "OFL.txt", ""});
    catalog.add({"Absent", 400, false, folder + "none.ttf", ""});
    std::string error;
    CHECK(catalog.has_family("Inter"));
    CHECK_FALSE(catalog.has_family("inter "));
    CHECK(catalog.find("Inter", 400, false, error)->metrics().weight == 400);
    CHECK(catalog.find("Inter", 100, false, error)->metrics().weight == 400);
    CHECK(catalog.find("Inter", 600, false, error)->metrics().weight == 700);
    CHECK(catalog.find("Inter", 450, false, error)->metrics().weight == 500);
    CHECK(catalog.find("Inter", 900, false, error)->metrics().weight == 700);
    CHECK(catalog.find("Inter", 400, false, error) == catalog.find("Inter", 300, false, error));
    for (auto const& [family, italic] : {std::pair{"Inter", true}, {"Broken", false}, {"Absent", false}, {"Nobody", false}}) {
        error.clear();
        CHECK_FALSE(catalog.find(family, 400, italic, error));
        CHECK_FALSE(error.empty());
    }
}

TEST_CASE("threads that ask for a face at once get the same one") {
    FontCatalog catalog;
    catalog.add({"Inter", 400, false, std::string(OFFPRINT_SOURCE_DIR) + "/fonts/inter/Inter-Regular.ttf", ""});
    std::vector<FontPtr> found(4);
    std::vector<std::thread> threads;
    for (FontPtr& slot : found) {
        threads.emplace_back([&catalog, &slot] {
            std::string error;
            slot = catalog.find("Inter", 400, false, error);
            Shaper shaper;
            for (int i = 0; i < 50; ++i) shaper.shape(slot, style_of(slot), {}, std::string(static_cast<std::size_t>(i + 1), 'a'), {});
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (FontPtr const& face : found) CHECK(face == found[0]);
}

TEST_CASE("fixed spaces are as wide as they are shaped, whether the font has them or not") {
    Shaper shaper;
    for (FontPtr const& face : {serif(), sans(), mono(), font("source-serif-4/SourceSerif4-Italic.ttf")}) {
        for (char32_t c = 0xA0; c <= 0x3000; ++c) {
            if (!is_special_space(c)) continue;
            std::string text;
            utf8::append(text, c);
            ShapedPtr const piece = shaper.shape(face, style_of(face), {}, text, {});
            INFO(face->family_name() << " U+" << std::hex << static_cast<std::uint32_t>(c));
            CHECK(special_space_width(*face, c, Length::points(10)) == piece_width(*piece, Length::points(10), Length{}));
        }
    }
    CHECK(is_special_space(0x2009));
    CHECK_FALSE(is_special_space(U' '));
    CHECK_FALSE(is_special_space(0x200B));
}

TEST_CASE("what is no font is refused with a reason") {
    std::string error;
    for (std::string const& bytes : {std::string(), std::string("x"), std::string(100000, '\0'), std::string("\0\1\0\0", 4), std::string("OTTO\0\1", 6),
                                     std::string("%PDF-1.7 no font")}) {
        error.clear();
        CHECK_FALSE(FontFace::from_bytes(bytes, error));
        CHECK_FALSE(error.empty());
    }
    CHECK_FALSE(FontFace::open("/nonexistent/font.ttf", error));
}

TEST_CASE("a damaged font is refused or does no harm: open, shape, subset") {
    std::string error;
    std::mt19937 random(1);
    for (std::string const name : {"source-serif-4/SourceSerif4-Regular.ttf", "inter/Inter-Regular.ttf", "ibm-plex-mono/IBMPlexMono-Regular.ttf"}) {
        auto const whole = read_file(std::string(OFFPRINT_SOURCE_DIR) + "/fonts/" + name, 8 << 20, error);
        REQUIRE(whole);
        int opened = 0;
        for (int round = 0; round < 120; ++round) {
            std::string bytes = *whole;
            if (round % 8 == 7) bytes.resize(random() % bytes.size());
            // The directory and a table's first bytes hold the offsets and counts: damage there reaches furthest.
            std::size_t const tables = static_cast<unsigned char>((*whole)[5]);
            std::size_t const record = 12 + 16 * (random() % tables);
            std::size_t table = 0;
            for (std::size_t i = 8; i < 12; ++i) table = table << 8 | static_cast<unsigned char>((*whole)[record + i]);
            for (int i = 0; i < 1 + round % 12 && !bytes.empty(); ++i) {
                std::size_t const at = round % 4 == 0 ? random() % 300 : table + random() % 200;
                if (at < bytes.size()) bytes[at] = static_cast<char>(random());
            }
            FontPtr const face = FontFace::from_bytes(std::move(bytes), error);
            if (!face) continue;
            ++opened;
            CharStyle style = style_of(face);
            style.features = {feature("smcp", 1), feature("frac", 1)};
            Shaper shaper;
            StyledText text;
            text.append(SourcedText("Office (A-B) 1/2 \u00C5ngstr\u00F6m e\u0301 \u2192 \u0414\u0430 \u05D0"), style, 0);
            Diagnostics diagnostics;
            std::vector<std::uint32_t> glyphs;
            for (PlacedRun const& placed : shape_line(shaper, text, diagnostics)) {
                for (Glyph const& glyph : placed.run.glyphs) glyphs.push_back(glyph.id);
            }
            if (auto const subset = subset_font(*face, glyphs, error)) CHECK_FALSE(subset->bytes.empty());
        }
        CHECK(opened > 20);
    }
}
