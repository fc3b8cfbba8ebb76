#include "draw/image.h"

#include <catch2/catch.hpp>
#include <random>

#include "draw/image/color_profile.h"
#include "draw/image/decoders.h"
#include "draw/image/jpeg_file.h"
#include "pictures.h"

using namespace offprint;
using namespace offprint::draw;
using draw::test::JpegMaker;
using draw::test::PngMaker;

namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (int const v : values) out += static_cast<char>(v);
    return out;
}

Image decoded(std::string const& file) {
    DecodedImage const out = decode_image(file);
    INFO(out.fault);
    REQUIRE(out.image);
    return *out.image;
}

}  // namespace

TEST_CASE("PNG of every kind becomes 8-bit gray or RGB, with alpha where something shows through") {
    PngMaker rgb;
    rgb.rows = bytes({255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7});
    Image const colors = decoded(rgb.make());
    CHECK((colors.width == 2 && colors.height == 2 && colors.components == 3));
    CHECK(colors.data == rgb.rows);
    CHECK(colors.alpha.empty());

    PngMaker alpha;
    alpha.type = PNG_COLOR_TYPE_RGB_ALPHA;
    alpha.rows = bytes({255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 0, 9, 8, 7, 255});
    CHECK(decoded(alpha.make()).data == rgb.rows);
    CHECK(decoded(alpha.make()).alpha == bytes({255, 128, 0, 255}));
    alpha.rows = bytes({255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 8, 7, 255});
    CHECK(decoded(alpha.make()).alpha.empty());

    PngMaker palette;
    palette.type = PNG_COLOR_TYPE_PALETTE;
    palette.depth = 1;
    palette.palette = bytes({1, 2, 3, 200, 100, 50});
    palette.transparency = bytes({255, 7});
    palette.rows = bytes({0x40, 0x80});
    CHECK(decoded(palette.make()).data == bytes({1, 2, 3, 200, 100, 50, 200, 100, 50, 1, 2, 3}));
    CHECK(decoded(palette.make()).alpha == bytes({255, 7, 7, 255}));

    PngMaker gray;
    gray.type = PNG_COLOR_TYPE_GRAY;
    gray.depth = 16;
    gray.rows = bytes({0, 0, 0x80, 0x80, 0xFF, 0xFF, 0x12, 0x34});
    Image const deep = decoded(gray.make());
    CHECK(deep.components == 1);
    CHECK(deep.data == bytes({0, 128, 255, 0x12}));

    PngMaker equal;
    equal.rows = bytes({1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
    CHECK(decoded(equal.make()).components == 1);
    CHECK(decoded(equal.make()).data == bytes({1, 2, 3, 4}));
}

TEST_CASE("A PNG's gamma is undone: linear light is shown as light as it is") {
    PngMaker linear;
    linear.type = PNG_COLOR_TYPE_GRAY;
    linear.rows = bytes({0, 55, 128, 255});
    linear.gamma = 1.0;
    Image const image = decoded(linear.make());
    // (55/255)^(1/2.2) * 255 = 127
    CHECK(std::abs(static_cast<int>(static_cast<unsigned char>(image.data[1])) - 127) <= 2);
    linear.gamma = 1 / 2.2;
    CHECK(decoded(linear.make()).data == linear.rows);
}

TEST_CASE("A JPEG is kept as it is, less what it tells about camera and place") {
    JpegMaker maker;
    maker.pixels = draw::test::filled(16 * 8, bytes({200, 30, 60}));
    for (bool const progressive : {false, true}) {
        maker.progressive = progressive;
        maker.exif.clear();
        std::string const plain = maker.make();
        Image const image = decoded(plain);
        CHECK(image.coding == Image::Coding::Jpeg);
        CHECK((image.width == 16 && image.height == 8 && image.components == 3 && image.orientation == 1));
        CHECK(image.data.find("JFIF") == std::string::npos);
        CHECK(plain.ends_with(image.data.substr(2)));  // behind the two bytes of its start, the file's own end
        maker.exif = draw::test::exif_of(6);
        Image const turned = decoded(maker.make());
        CHECK(turned.orientation == 6);
        CHECK((turned.shown_width() == 8 && turned.shown_height() == 16));
        CHECK(turned.data == image.data);
        CHECK(turned.hash != image.hash);
        // What comes behind the picture goes too.
        CHECK(decoded(plain + "a film of 40 megabytes").data == image.data);
    }
}

TEST_CASE("CMYK becomes sRGB, and says so") {
    JpegMaker maker;
    maker.space = JCS_CMYK;
    maker.components = 4;
    maker.pixels = draw::test::filled(16 * 8, bytes({255, 255, 255, 0}));  // as Adobe writes it, upside down: black
    DecodedImage const out = decode_image(maker.make());
    REQUIRE(out.image);
    CHECK(out.image->coding == Image::Coding::Jpeg);
    CHECK((out.image->width == 16 && out.image->height == 8 && out.image->components != 4));
    CHECK(out.remark.find("CMYK") != std::string::npos);
    CHECK(draw::image::plain_cmyk_to_rgb(bytes({255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 0}), true) ==
          bytes({255, 255, 255, 0, 255, 255, 0, 0, 0}));
    CHECK(draw::image::plain_cmyk_to_rgb(bytes({0, 0, 0, 0, 255, 0, 0, 0}), false) == bytes({255, 255, 255, 0, 255, 255}));
}

TEST_CASE("A profile that is no sRGB is asked for its colours; one that is broken is told") {
    std::string why;
    CHECK_FALSE(draw::image::to_srgb("not a profile", draw::image::PixelSpace::Rgb, "abc", why));
    CHECK_FALSE(why.empty());
    CHECK_FALSE(draw::image::is_srgb_profile("short"));
}

TEST_CASE("What is too large, too dense or no picture is refused with a reason") {
    CHECK_FALSE(decode_image("").image);
    CHECK(decode_image("hello").fault.find("neither") != std::string::npos);
    CHECK_FALSE(draw::image::size_fault(0, 5, 100, {}).size() == 0);
    CHECK_FALSE(draw::image::size_fault(8001, 8000, 1 << 20, {}).empty());
    CHECK(draw::image::size_fault(8000, 8000, 1 << 20, {}).empty());
    CHECK_FALSE(draw::image::size_fault(8000, 8000, 1000, {}).empty());
    CHECK_FALSE(draw::image::size_fault(40'000, 1, 1 << 20, {}).empty());
    PngMaker maker;
    maker.rows = std::string(12, 'x');
    ImageLimits limits;
    limits.bytes = 10;
    CHECK(decode_image(maker.make(), limits).fault == "the file is too large");
}

TEST_CASE("Every cut and many a change of a file gives a picture or a reason, never harm") {
    PngMaker png;
    png.width = 20;
    png.height = 12;
    png.type = PNG_COLOR_TYPE_RGB_ALPHA;
    png.gamma = 0.7;
    std::mt19937 random(20260615);
    for (int i = 0; i < 20 * 12 * 4; ++i) png.rows += static_cast<char>(random());
    JpegMaker jpeg;
    jpeg.exif = draw::test::exif_of(3);
    for (int i = 0; i < 16 * 8 * 3; ++i) jpeg.pixels += static_cast<char>(random());
    JpegMaker progressive = jpeg;
    progressive.progressive = true;
    for (std::string const& file : {png.make(), jpeg.make(), progressive.make()}) {
        for (std::size_t cut = 0; cut < file.size(); ++cut) {
            DecodedImage const out = decode_image(file.substr(0, cut));
            REQUIRE((out.image == nullptr) != out.fault.empty());
            // Without its last chunk, or its last mark, all pixels may still be there.
            if (cut + 40 < file.size()) REQUIRE_FALSE(out.image);
        }
        for (int round = 0; round < 3000; ++round) {
            std::string damaged = file;
            for (int n = 0; n <= round % 3; ++n) damaged[random() % damaged.size()] = static_cast<char>(random());
            DecodedImage const out = decode_image(damaged);
            REQUIRE((out.image == nullptr) != out.fault.empty());
            if (!out.image || out.image->coding == Image::Coding::Jpeg) continue;
            auto const pixels = static_cast<std::size_t>(out.image->width) * static_cast<std::size_t>(out.image->height);
            REQUIRE(out.image->data.size() == pixels * static_cast<std::size_t>(out.image->components));
            REQUIRE((out.image->alpha.empty() || out.image->alpha.size() == pixels));
        }
    }
}

TEST_CASE("Exif that makes no sense turns nothing") {
    CHECK(draw::image::exif_orientation("") == 1);
    CHECK(draw::image::exif_orientation(std::string("Exif\0\0", 6)) == 1);
    CHECK(draw::image::exif_orientation(draw::test::exif_of(8)) == 8);
    CHECK(draw::image::exif_orientation(draw::test::exif_of(9)) == 1);
    std::string loop = draw::test::exif_of(5);
    loop[10] = static_cast<char>(0xFF);
    loop[11] = static_cast<char>(0xFF);
    CHECK(draw::image::exif_orientation(loop) == 1);
}
