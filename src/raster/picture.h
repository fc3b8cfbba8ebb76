// Pixels and their PNG.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace offprint::raster {

/// Rows of red, green and blue, a byte each.
struct Pixels {
    Pixels(std::uint32_t w, std::uint32_t h) : width(w), height(h), rgb(std::size_t{3} * w * h, 255) {}
    void set(std::uint32_t x, std::uint32_t y, std::uint32_t color) {
        std::size_t const at = 3 * (std::size_t{y} * width + x);
        for (int i = 0; i < 3; ++i) rgb[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(color >> (16 - 8 * i));
    }
    std::uint32_t width, height;
    std::vector<std::uint8_t> rgb;
};

/// Empty where it cannot be made.
std::string png_of(Pixels const& pixels);

}  // namespace offprint::raster
