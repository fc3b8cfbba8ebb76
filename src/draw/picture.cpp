#include "draw/picture.h"

namespace offprint::draw {
namespace {

constexpr Length kPixel = Length::from_raw(Length::kUnitsPerPoint * 3 / 4);

}  // namespace

Size Picture::natural_size() const {
    if (drawing) return {Length::points(drawing->width()), Length::points(drawing->height())};
    return {kPixel * image->shown_width(), kPixel * image->shown_height()};
}

PicturePtr read_picture(std::string bytes, PictureFault& fault, std::string& remark) {
    Picture picture;
    bool const pixels = is_pixel_image(bytes), drawing = !pixels && svg::is_svg(bytes);
    bool too_large = false;
    if (drawing) {
        too_large = bytes.size() > svg::Limits{}.bytes;
        picture.drawing = svg::parse(std::move(bytes), fault.words);
    } else {
        DecodedImage decoded = decode_image(bytes);
        too_large = decoded.too_large;
        picture.image = std::move(decoded.image);
        fault.words = std::move(decoded.fault);
        remark = std::move(decoded.remark);
    }
    using Kind = PictureFault::Kind;
    fault.kind = too_large ? Kind::TooLarge : pixels || drawing ? Kind::Damaged : Kind::NoPicture;
    return picture.image || picture.drawing ? std::make_shared<Picture const>(std::move(picture)) : nullptr;
}

}  // namespace offprint::draw
