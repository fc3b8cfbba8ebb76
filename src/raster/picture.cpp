#include "raster/picture.h"

#include <png.h>

#include <cstring>

namespace offprint::raster {

std::string png_of(Pixels const& pixels) {
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = pixels.width;
    image.height = pixels.height;
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string out(size, '\0');
    if (png_image_write_to_memory(&image, out.data(), &size, 0, pixels.rgb.data(), 0, nullptr) == 0) return {};
    out.resize(size);
    return out;
}

}  // namespace offprint::raster
