#include <algorithm>

#include "base/number.h"
#include "draw/image/decoders.h"

namespace offprint::draw {
namespace image {

std::string size_fault(std::int64_t width, std::int64_t height, std::size_t bytes, ImageLimits const& limits) {
    if (width < 1 || height < 1) return "it has no pixels";
    auto const size = [&] {
        std::string out;
        append_integer(out, width);
        out += " \u00D7 ";
        append_integer(out, height);
        return out + " pixels";
    };
    if (width > limits.side || height > limits.side || width * height > limits.pixels) {
        std::string out = size() + " are too many: at most ";
        append_integer(out, limits.pixels / 1'000'000);
        out += " million, and ";
        append_integer(out, limits.side);
        return out + " on a side";
    }
    if (width * height > limits.small && width * height / limits.pixels_per_byte > static_cast<std::int64_t>(bytes))
        return size() + " in so small a file are not believed";
    return {};
}

void reduce_to_gray(Image& image) {
    if (image.components != 3 || image.coding != Image::Coding::Pixels) return;
    for (std::size_t i = 0; i + 2 < image.data.size(); i += 3)
        if (image.data[i] != image.data[i + 1] || image.data[i] != image.data[i + 2]) return;
    for (std::size_t i = 0; 3 * i + 2 < image.data.size(); ++i) image.data[i] = image.data[3 * i];
    image.data.resize(image.data.size() / 3);
    image.data.shrink_to_fit();
    image.components = 1;
}

void drop_opaque_alpha(Image& image) {
    if (std::all_of(image.alpha.begin(), image.alpha.end(), [](char c) { return c == '\xFF'; })) std::string().swap(image.alpha);
}

namespace {

Sha256Digest hash_of(Image const& image) {
    std::string all;
    for (int const value : {image.width, image.height, image.components, static_cast<int>(image.coding), image.orientation}) {
        append_integer(all, value);
        all += ' ';
    }
    all += to_hex(sha256(image.data));
    all += to_hex(sha256(image.alpha));
    return sha256(all);
}

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";
constexpr std::string_view kJpegSignature = "\xFF\xD8\xFF";

}  // namespace
}  // namespace image

bool is_pixel_image(std::string_view bytes) { return bytes.starts_with(image::kPngSignature) || bytes.starts_with(image::kJpegSignature); }

DecodedImage decode_image(std::string_view bytes, ImageLimits const& limits) {
    DecodedImage out;
    if (static_cast<std::int64_t>(bytes.size()) > limits.bytes) {
        out.fault = "the file is too large";
        out.too_large = true;
        return out;
    }
    if (!is_pixel_image(bytes)) {
        out.fault = "it is neither a PNG nor a JPEG file";
        return out;
    }
    out = bytes.starts_with(image::kPngSignature) ? image::decode_png(bytes, limits) : image::decode_jpeg(bytes, limits);
    if (!out.image) return out;
    auto finished = std::make_shared<Image>(*out.image);
    finished->hash = image::hash_of(*finished);
    out.image = std::move(finished);
    return out;
}

}  // namespace offprint::draw
