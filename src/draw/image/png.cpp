// PNG through libpng. Its errors leave by longjmp, so the function that sets the jump owns nothing.
#include <csetjmp>
#include <cstring>
#include <vector>

#include <png.h>

#include "draw/image/color_profile.h"
#include "draw/image/decoders.h"

namespace offprint::draw::image {
namespace {

constexpr double kScreenGamma = 2.2;
constexpr png_uint_32 kMostChunks = 200;
constexpr png_alloc_size_t kLargestChunk = 8 << 20;

/// All that outlives a longjmp.
struct PngJob {
    std::string_view bytes;
    ImageLimits limits;
    std::size_t at = 0;
    std::string fault;
    bool too_large = false;
    png_uint_32 width = 0, height = 0;
    int channels = 0;
    bool has_alpha = false;
    std::string pixels;  // `channels` bytes each
    std::vector<png_bytep> rows;
    std::string profile;
};

void read_bytes(png_structp png, png_bytep to, std::size_t count) {
    PngJob& job = *static_cast<PngJob*>(png_get_io_ptr(png));
    if (count > job.bytes.size() - job.at) png_error(png, "the file ends too soon");
    std::memcpy(to, job.bytes.data() + job.at, count);
    job.at += count;
}

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
    static_cast<PngJob*>(png_get_error_ptr(png))->fault = message;
    png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

/// Whatever the file holds becomes 8-bit gray or RGB, with alpha where there is any.
void ask_for_bytes(png_structp png, png_infop info, PngJob& job) {
    png_set_expand(png);  // palettes to RGB, few bits to 8, a transparent colour to alpha
    png_set_scale_16(png);
    double gamma = 0;
    int intent = 0;
    png_charp name = nullptr;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    int method = 0;
    bool const is_srgb = png_get_sRGB(png, info, &intent) != 0;
    if (!is_srgb && png_get_iCCP(png, info, &name, &method, &profile, &length) != 0)
        job.profile.assign(reinterpret_cast<char const*>(profile), length);
    else if (!is_srgb && png_get_gAMA(png, info, &gamma) != 0)
        png_set_gamma(png, kScreenGamma, gamma);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    job.channels = png_get_channels(png, info);
    job.has_alpha = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0;
}

/// The decoding itself, not inlined: what the compiler keeps in registers here must not be looked at after a jump.
[[gnu::noinline]] void read_all(png_structp png, png_infop info, PngJob& job) {
    png_set_read_fn(png, &job, read_bytes);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // judged below, in words
    png_set_chunk_cache_max(png, kMostChunks);
    png_set_chunk_malloc_max(png, kLargestChunk);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
    png_read_info(png, info);
    job.width = png_get_image_width(png, info);
    job.height = png_get_image_height(png, info);
    job.fault = size_fault(job.width, job.height, job.bytes.size(), job.limits);
    job.too_large = !job.fault.empty();
    if (job.too_large) return;
    ask_for_bytes(png, info, job);
    std::size_t const row = png_get_rowbytes(png, info);
    job.pixels.resize(row * job.height);
    job.rows.resize(job.height);
    for (std::size_t y = 0; y < job.height; ++y) job.rows[y] = reinterpret_cast<png_bytep>(job.pixels.data()) + y * row;
    png_read_image(png, job.rows.data());
    png_read_end(png, nullptr);
}

void run(png_structp png, png_infop info, PngJob& job) {
    if (setjmp(png_jmpbuf(png)) == 0) read_all(png, info, job);
}

/// Colours and alpha apart.
void split_channels(PngJob& job, Image& image) {
    image.components = job.has_alpha ? job.channels - 1 : job.channels;
    if (!job.has_alpha) {
        image.data = std::move(job.pixels);
        return;
    }
    std::size_t const channels = static_cast<std::size_t>(job.channels), count = job.pixels.size() / channels;
    image.alpha.resize(count);
    for (std::size_t i = 0; i < count; ++i) image.alpha[i] = job.pixels[i * channels + channels - 1];
    // What stays moves down in place: a large picture is not held twice.
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t c = 0; c + 1 < channels; ++c) job.pixels[i * (channels - 1) + c] = job.pixels[i * channels + c];
    job.pixels.resize(count * (channels - 1));
    image.data = std::move(job.pixels);
}

}  // namespace

DecodedImage decode_png(std::string_view bytes, ImageLimits const& limits) {
    DecodedImage out;
    PngJob job;
    job.bytes = bytes;
    job.limits = limits;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
    if (info != nullptr) run(png, info, job);
    png_destroy_read_struct(&png, &info, nullptr);
    if (!job.fault.empty() || job.pixels.empty()) {
        out.fault = job.fault.empty() ? "it cannot be decoded" : job.fault;
        out.too_large = job.too_large;
        return out;
    }
    auto image = std::make_shared<Image>();
    image->width = static_cast<int>(job.width);
    image->height = static_cast<int>(job.height);
    split_channels(job, *image);
    if (!job.profile.empty() && !is_srgb_profile(job.profile)) {
        std::string why;
        if (auto converted = to_srgb(job.profile, image->components == 1 ? PixelSpace::Gray : PixelSpace::Rgb, image->data, why)) {
            image->data = std::move(*converted);
            image->components = 3;
        } else {
            out.remark = why + "; its numbers are taken for sRGB";
        }
    }
    reduce_to_gray(*image);
    drop_opaque_alpha(*image);
    out.image = std::move(image);
    return out;
}

}  // namespace offprint::draw::image
