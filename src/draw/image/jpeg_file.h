// The marker segments of a JPEG file (ITU-T T.81, annex B), as far as pictures in documents need them.
#pragma once
#include <string>
#include <string_view>

namespace offprint::draw::image {

/// The orientation that an Exif segment's data asks for, 1 to 8; 1 when it says nothing sensible.
int exif_orientation(std::string_view app1);

/// A JPEG file cut to what a decoder of PDF needs: comments and application data (camera, place, thumbnails, profiles) go, but Adobe's, which
/// says how colours are coded. `end` is where the picture's own data end.
std::string without_metadata(std::string_view file, std::size_t end);

}  // namespace offprint::draw::image
