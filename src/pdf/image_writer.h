// A picture as an image XObject (ISO 32000-1, 8.9.5): JPEG as it is; pixels as an index into a palette where few colours do, else each row as its
// difference to its neighbours.
#pragma once
#include <string>

#include "draw/image.h"

namespace offprint::pdf {

/// Dictionary entries (no Filter, no SMask) and bytes of a stream; `deflated` tells whether the bytes are to be deflated.
struct ImageStream {
    std::string entries;
    std::string bytes;
    bool deflated = true;
};

ImageStream color_stream(draw::Image const& image);
/// The soft mask of a picture with alpha.
ImageStream alpha_stream(draw::Image const& image);

/// PNG's adaptive filters (RFC 2083, 6): for each row the one whose differences are least. A byte for the filter goes before each row.
std::string filtered_rows(std::string const& pixels, std::size_t row, std::size_t bytes_per_pixel);

}  // namespace offprint::pdf
