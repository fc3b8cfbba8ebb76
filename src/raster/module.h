// The module `raster`: pictures of the pages of PDFs, made by Poppler.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/module.h"

namespace offprint::raster {

/// A frame that is drawn on a page's picture: corners as shares of the page, from its upper left, and a colour 0xRRGGBB.
struct Outline {
    double left = 0, top = 0, right = 0, bottom = 0;
    std::uint32_t color = 0;
};

struct Wish {
    std::size_t page = 0;  // from 0
    std::vector<Outline> outlines;
};

struct Picture {
    std::string png;  // empty: it could not be made
    std::uint32_t width = 0, height = 0;
};

/// A picture has no more pixels than this; a larger page is drawn more coarsely.
inline constexpr double kMostPixels = 4'000'000;
/// All pictures of one file together, in bytes.
inline constexpr std::size_t kMostBytes = 256u << 20;
/// Processor time for the pictures of one file, in seconds, and memory in bytes.
inline constexpr std::uint32_t kMostSeconds = 120;
inline constexpr std::size_t kMostMemory = std::size_t{2} << 30;

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "raster";
    /// A picture for each wish. Drawn in a process of its own, within the limits above: whatever a file does to it, its pictures are missing and no more.
    std::vector<Picture> (*pictures)(std::string const& pdf, std::vector<Wish> const& wishes, double dots_per_inch);
};

}  // namespace offprint::raster
