// A picture as an article or a layout names it, whatever its file holds: pixels, or a drawing that stays one.
#pragma once
#include "base/geometry.h"
#include "draw/image.h"
#include "draw/svg/drawing.h"

namespace offprint::draw {

/// One of the two is there.
struct Picture {
    ImagePtr image;
    std::shared_ptr<svg::Drawing const> drawing;

    /// Its size where nothing else is said: pixels are 1/96 inch.
    Size natural_size() const;
};
using PicturePtr = std::shared_ptr<Picture const>;

/// Why there is no picture.
struct PictureFault {
    enum class Kind { NoPicture, Damaged, TooLarge };
    Kind kind = Kind::NoPicture;
    std::string words;  // lower case, without the file's name
};
/// Reads PNG, JPEG and SVG. `remark`: see DecodedImage. Null, and why, if the bytes are none of them.
PicturePtr read_picture(std::string bytes, PictureFault& fault, std::string& remark);

}  // namespace offprint::draw
