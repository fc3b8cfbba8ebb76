#include "pdf/image_writer.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

using namespace offprint;
using namespace offprint::pdf;

namespace {

/// PNG's filters undone, as RFC 2083 section 6 tells it.
std::string unfiltered(std::string const& filtered, std::size_t row, std::size_t pixel) {
    std::string out;
    for (std::size_t at = 0; at < filtered.size(); at += row + 1) {
        std::size_t const begin = out.size();
        for (std::size_t x = 0; x < row; ++x) {
            auto const byte = [&](bool there, std::size_t index) { return there ? static_cast<unsigned char>(out[index]) : 0; };
            int const a = byte(x >= pixel, begin + x - pixel), b = byte(begin > 0, begin + x - row), c = byte(x >= pixel && begin > 0, begin + x - pixel - row);
            int guess = 0;
            if (filtered[at] == 1) guess = a;
            if (filtered[at] == 2) guess = b;
            if (filtered[at] == 3) guess = (a + b) / 2;
            if (filtered[at] == 4) {
                int const p = a + b - c, pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
                guess = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            }
            out += static_cast<char>(static_cast<unsigned char>(filtered[at + 1 + x]) + guess);
        }
    }
    return out;
}

draw::Image gray_image(int width, int height, std::string data) {
    draw::Image image;
    image.width = width;
    image.height = height;
    image.components = 1;
    image.data = std::move(data);
    return image;
}

}  // namespace

TEST_CASE("Filtered rows are the pixels again when the filters are undone") {
    std::mt19937 random(3);
    bool used[5] = {};
    for (int round = 0; round < 200; ++round) {
        std::size_t const pixel = 1 + random() % 4, row = pixel * (1 + random() % 20), rows = 1 + random() % 6;
        std::string pixels;
        int const kind = round % 3;  // noise, ramps, both
        for (std::size_t i = 0; i < row * rows; ++i)
            pixels += static_cast<char>(kind == 0 ? random() : kind == 1 ? i % row * 3 + i / row * 7 : i % row + random() % 3);
        std::string const filtered = filtered_rows(pixels, row, pixel);
        REQUIRE(filtered.size() == pixels.size() + rows);
        CHECK(unfiltered(filtered, row, pixel) == pixels);
        for (std::size_t at = 0; at < filtered.size(); at += row + 1) used[static_cast<int>(filtered[at])] = true;
    }
    for (bool const filter : used) CHECK(filter);
}

TEST_CASE("Few colours become a palette, of no more bits than they need") {
    ImageStream const two = color_stream(gray_image(3, 2, std::string("\x10\x20\x10\x20\x20\x20", 6)));
    CHECK(two.entries.find("/BitsPerComponent 1/ColorSpace[/Indexed/DeviceGray 1(\x10\x20)]") != std::string::npos);
    CHECK(two.bytes == std::string("\x40\xE0", 2));
    ImageStream const five = color_stream(gray_image(5, 1, "abcde"));
    CHECK(five.entries.find("/BitsPerComponent 4/") != std::string::npos);
    CHECK(five.bytes == std::string("\x01\x23\x40", 3));
}

TEST_CASE("JPEG goes into the file as it is; alpha is a soft mask of its own") {
    draw::Image jpeg = gray_image(8, 8, "any bytes");
    jpeg.coding = draw::Image::Coding::Jpeg;
    jpeg.components = 3;
    ImageStream const stream = color_stream(jpeg);
    CHECK_FALSE(stream.deflated);
    CHECK(stream.bytes == "any bytes");
    CHECK(stream.entries == "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode");
    draw::Image image = gray_image(2, 1, "ab");
    image.alpha = std::string("\x00\x80", 2);
    CHECK(alpha_stream(image).entries.find("/ColorSpace/DeviceGray") != std::string::npos);
    CHECK(unfiltered(alpha_stream(image).bytes, 2, 1) == image.alpha);
}
