// A picture made of pixels, decoded or checked, in sRGB or gray: what an ImageItem shows and a back end writes.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/sha256.h"

namespace offprint::draw {

/// Made once and shared by all pages that show it. Rows from the top, without padding.
struct Image {
    enum class Coding : std::uint8_t { Pixels, Jpeg };

    int width = 0, height = 0;  // as stored, before `orientation`
    int components = 3;         // 1: gray, 3: sRGB; 8 bits each
    Coding coding = Coding::Pixels;
    std::string data;     // the components of each pixel; or a JPEG file whose entropy-coded data was read through once
    std::string alpha;    // of each pixel, not multiplied in; empty when all is opaque
    int orientation = 1;  // as Exif numbers it, 1 to 8: how the stored rows and columns are to be shown
    Sha256Digest hash{};  // of all the above: two pictures of one hash are one picture

    bool is_turned() const { return orientation >= 5; }
    int shown_width() const { return is_turned() ? height : width; }
    int shown_height() const { return is_turned() ? width : height; }
};
using ImagePtr = std::shared_ptr<Image const>;

/// What a picture may cost.
struct ImageLimits {
    std::int64_t bytes = 64 << 20;  // of the file
    std::int64_t pixels = 64'000'000;
    std::int64_t side = 32'000;          // pixels
    std::int64_t small = 4'000'000;      // pixels that any file may unfold to
    std::int64_t pixels_per_byte = 200;  // of a larger picture: more is a file made to fill memory
};

/// A picture, or why there is none: lower case, without the file's name.
struct DecodedImage {
    ImagePtr image;
    std::string fault;
    bool too_large = false;  // the fault is one of size
    std::string remark;      // the picture is there, but something about it should be known
};

/// Whether bytes begin as a PNG or a JPEG file does.
bool is_pixel_image(std::string_view bytes);
/// Reads PNG and JPEG, whatever the bytes are. JPEG that PDF can hold is kept as it is, without what it tells about camera and place;
/// other colours than sRGB and gray are converted.
DecodedImage decode_image(std::string_view bytes, ImageLimits const& limits = {});

}  // namespace offprint::draw
