// The readers behind `decode_image`, one a format, and what they share.
#pragma once
#include <optional>
#include <string_view>

#include "draw/image.h"

namespace offprint::draw::image {

DecodedImage decode_png(std::string_view bytes, ImageLimits const& limits);
DecodedImage decode_jpeg(std::string_view bytes, ImageLimits const& limits);

/// Why a picture of this size must not be decoded; empty if it may.
std::string size_fault(std::int64_t width, std::int64_t height, std::size_t bytes, ImageLimits const& limits);

/// sRGB pixels as a JPEG file of high quality, colour at full resolution.
std::optional<std::string> encode_jpeg(std::string const& pixels, int width, int height, int components);

/// One component for pixels of three that are all gray.
void reduce_to_gray(Image& image);
/// Drops an alpha that is opaque everywhere.
void drop_opaque_alpha(Image& image);

}  // namespace offprint::draw::image
