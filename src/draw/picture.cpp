#include "draw/picture.h"

namespace offprint::draw {
namespace {

constexpr Length kPixel = Length::from_raw(Length::kUnitsPerPoint * 3 / 4);

}  // namespace

Size Picture::natural_size() const {
    if (drawing) return {Length::points(drawing->width()), Length::points(drawing->height())};
    return {kPixel * image->shown_width(), kPixel * image->shown_height()};
}

PicturePtr read_picture(std::string bytes, std::string& fault, std::string& remark) {
    Picture picture;
    if (!is_pixel_image(bytes) && svg::is_svg(bytes)) {
        picture.drawing = svg::parse(std::move(bytes), fault);
    } else {
        DecodedImage decoded = decode_image(bytes);
        picture.image = std::move(decoded.image);
        fault = std::move(decoded.fault);
        remark = std::move(decoded.remark);
    }
    return picture.image || picture.drawing ? std::make_shared<Picture const>(std::move(picture)) : nullptr;
}

}  // namespace offprint::draw
