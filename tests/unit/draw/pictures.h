// Pictures that tests make themselves, byte by byte, with the libraries' own writers.
#pragma once
#include <csetjmp>
#include <cstdlib>
#include <string>

#include <cstdio>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

namespace offprint::draw::test {

struct PngMaker {
    int width = 2, height = 2, depth = 8, type = PNG_COLOR_TYPE_RGB;
    std::string rows;                   // of all rows, as PNG stores them
    std::string palette, transparency;  // RGB bytes; tRNS of a palette
    double gamma = 0;
    std::string profile;

    std::string make() const {
        std::string out;
        png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
        png_infop info = png_create_info_struct(png);
        if (setjmp(png_jmpbuf(png)) != 0) std::abort();
        png_set_write_fn(
            png, &out,
            [](png_structp p, png_bytep bytes, std::size_t n) { static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(bytes), n); },
            [](png_structp) {});
        png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), depth, type, PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        if (!palette.empty()) png_set_PLTE(png, info, reinterpret_cast<png_const_colorp>(palette.data()), static_cast<int>(palette.size() / 3));
        if (!transparency.empty())
            png_set_tRNS(png, info, reinterpret_cast<png_const_bytep>(transparency.data()), static_cast<int>(transparency.size()), nullptr);
        if (gamma > 0) png_set_gAMA(png, info, gamma);
        if (!profile.empty())
            png_set_iCCP(png, info, "profile", PNG_COMPRESSION_TYPE_BASE, reinterpret_cast<png_const_bytep>(profile.data()),
                         static_cast<png_uint_32>(profile.size()));
        png_write_info(png, info);
        std::size_t const row = rows.size() / static_cast<std::size_t>(height);
        for (int y = 0; y < height; ++y) png_write_row(png, reinterpret_cast<png_const_bytep>(rows.data()) + static_cast<std::size_t>(y) * row);
        png_write_end(png, info);
        png_destroy_write_struct(&png, &info);
        return out;
    }
};

struct JpegMaker {
    int width = 16, height = 8, components = 3;
    J_COLOR_SPACE space = JCS_RGB;
    std::string pixels;
    bool progressive = false;
    std::string exif;  // the data of an APP1 segment

    std::string make() const {
        jpeg_compress_struct encoder{};
        jpeg_error_mgr errors{};
        encoder.err = jpeg_std_error(&errors);
        jpeg_create_compress(&encoder);
        unsigned char* memory = nullptr;
        unsigned long size = 0;
        jpeg_mem_dest(&encoder, &memory, &size);
        encoder.image_width = static_cast<JDIMENSION>(width);
        encoder.image_height = static_cast<JDIMENSION>(height);
        encoder.input_components = components;
        encoder.in_color_space = space;
        jpeg_set_defaults(&encoder);
        jpeg_set_quality(&encoder, 95, TRUE);
        if (progressive) jpeg_simple_progression(&encoder);
        jpeg_start_compress(&encoder, TRUE);
        if (!exif.empty()) jpeg_write_marker(&encoder, JPEG_APP0 + 1, reinterpret_cast<JOCTET const*>(exif.data()), static_cast<unsigned>(exif.size()));
        std::string copy = pixels;
        while (encoder.next_scanline < encoder.image_height) {
            auto* row = reinterpret_cast<JSAMPROW>(copy.data()) + encoder.next_scanline * static_cast<std::size_t>(width * components);
            jpeg_write_scanlines(&encoder, &row, 1);
        }
        jpeg_finish_compress(&encoder);
        jpeg_destroy_compress(&encoder);
        std::string out(reinterpret_cast<char*>(memory), size);
        std::free(memory);
        return out;
    }
};

/// Exif data with one entry: the orientation.
inline std::string exif_of(int orientation) {
    std::string out("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 24);
    out += static_cast<char>(orientation);
    return out + std::string(7, '\0');
}

/// Pixels of one colour.
inline std::string filled(int count, std::string const& color) {
    std::string out;
    for (int i = 0; i < count; ++i) out += color;
    return out;
}

}  // namespace offprint::draw::test
