// JPEG through libjpeg-turbo. Its errors leave by longjmp, so the functions that set the jump own nothing.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <jpeglib.h>

#include "draw/image/color_profile.h"
#include "draw/image/decoders.h"
#include "draw/image/jpeg_file.h"

namespace offprint::draw::image {
namespace {

constexpr int kMostScans = 200;  // a progressive file may name thousands, each a pass over all pixels
constexpr int kQuality = 95;
constexpr int kExifMarker = JPEG_APP0 + 1, kProfileMarker = JPEG_APP0 + 2;
constexpr unsigned kWholeMarker = 0xFFFF;

/// How an error leaves the library: the message is kept, the jump is taken.
struct Escape {
    jpeg_error_mgr manager;  // first: libjpeg knows it by this
    std::jmp_buf place;
    char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void on_error(j_common_ptr info) {
    auto* const escape = reinterpret_cast<Escape*>(info->err);
    escape->manager.format_message(info, escape->message);
    std::longjmp(escape->place, 1);
}
void on_message(j_common_ptr) {}
// Warnings are counted (`num_warnings`), not printed: data that end too soon or make no sense.
void on_warning(j_common_ptr info, int level) {
    if (level < 0) ++info->err->num_warnings;
}

jpeg_error_mgr* set_up(Escape& escape) {
    jpeg_std_error(&escape.manager);
    escape.manager.error_exit = on_error;
    escape.manager.output_message = on_message;
    escape.manager.emit_message = on_warning;
    escape.message[0] = '\0';
    return &escape.manager;
}

/// All that outlives a longjmp.
struct JpegJob {
    std::string_view bytes;
    ImageLimits limits;
    std::string fault;
    bool too_large = false;
    int width = 0, height = 0, components = 0;
    bool adobe = false;
    bool kept = false;  // as a file for PDF's own filter; else decoded
    int orientation = 1;
    std::size_t end = 0;  // of the picture's data in the file
    std::string profile;
    std::string pixels;  // 1, 3 or 4 bytes each
};

void stop_endless_scans(j_common_ptr info) {
    auto* const decoder = reinterpret_cast<j_decompress_ptr>(info);
    auto* const escape = reinterpret_cast<Escape*>(info->err);
    if (decoder->input_scan_number <= kMostScans) return;
    std::snprintf(escape->message, sizeof escape->message, "it has too many scans");
    std::longjmp(escape->place, 1);
}

std::string_view data_of(jpeg_saved_marker_ptr marker) { return {reinterpret_cast<char const*>(marker->data), marker->data_length}; }

// ICC.1, B.4: "ICC_PROFILE", a number from 1, the count, a part of the profile.
void read_markers(j_decompress_ptr decoder, JpegJob& job) {
    constexpr std::string_view kProfile("ICC_PROFILE\0", 12);
    std::vector<std::string_view> parts(256);
    for (jpeg_saved_marker_ptr marker = decoder->marker_list; marker != nullptr; marker = marker->next) {
        std::string_view const data = data_of(marker);
        if (marker->marker == kExifMarker && data.starts_with("Exif")) job.orientation = exif_orientation(data);
        if (marker->marker == kProfileMarker && data.starts_with(kProfile) && data.size() > kProfile.size() + 2)
            parts[static_cast<unsigned char>(data[kProfile.size()])] = data.substr(kProfile.size() + 2);
    }
    for (std::string_view const part : parts) job.profile += part;
}

/// Whether PDF's DCTDecode shows the file's colours as they are meant: gray, YCbCr, or RGB that Adobe's marker calls so.
bool may_be_kept(jpeg_decompress_struct const& decoder, JpegJob const& job) {
    if (decoder.arith_code != 0 || decoder.data_precision != 8) return false;
    if (!job.profile.empty() && !is_srgb_profile(job.profile)) return false;
    if (decoder.jpeg_color_space == JCS_GRAYSCALE || decoder.jpeg_color_space == JCS_YCbCr) return true;
    return decoder.jpeg_color_space == JCS_RGB && decoder.saw_Adobe_marker != 0;
}

void decode(j_decompress_ptr decoder, JpegJob& job) {
    std::size_t const row = static_cast<std::size_t>(decoder->output_width) * static_cast<std::size_t>(decoder->output_components);
    job.pixels.resize(job.kept ? row : row * decoder->output_height);
    while (decoder->output_scanline < decoder->output_height) {
        auto* to = reinterpret_cast<JSAMPROW>(job.pixels.data()) + (job.kept ? 0 : row * decoder->output_scanline);
        jpeg_read_scanlines(decoder, &to, 1);
    }
}

/// The decoding itself, not inlined: what the compiler keeps in registers here must not be looked at after a jump.
[[gnu::noinline]] void read_all(j_decompress_ptr decoder, Escape const& escape, JpegJob& job) {
    jpeg_create_decompress(decoder);
    jpeg_progress_mgr progress{};
    progress.progress_monitor = stop_endless_scans;
    decoder->progress = &progress;
    decoder->mem->max_memory_to_use = 512L << 20;
    jpeg_mem_src(decoder, reinterpret_cast<unsigned char const*>(job.bytes.data()), job.bytes.size());
    jpeg_save_markers(decoder, kExifMarker, kWholeMarker);
    jpeg_save_markers(decoder, kProfileMarker, kWholeMarker);
    jpeg_read_header(decoder, TRUE);
    job.fault = size_fault(decoder->image_width, decoder->image_height, job.bytes.size(), job.limits);
    job.too_large = !job.fault.empty();
    if (job.too_large) return;
    read_markers(decoder, job);
    job.width = static_cast<int>(decoder->image_width);
    job.height = static_cast<int>(decoder->image_height);
    job.adobe = decoder->saw_Adobe_marker != 0;
    job.kept = may_be_kept(*decoder, job);
    if (decoder->num_components == 4)
        decoder->out_color_space = JCS_CMYK;
    else
        decoder->out_color_space = decoder->jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    if (job.kept) decoder->scale_denom = 8;  // only read through: the codes are all met, most of the arithmetic is not
    decoder->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(decoder);
    job.components = decoder->output_components;
    decode(decoder, job);
    jpeg_finish_decompress(decoder);
    job.end = job.bytes.size() - decoder->src->bytes_in_buffer;
    if (escape.manager.num_warnings > 0) job.fault = "its data are damaged or end too soon";
}

[[gnu::noinline]] void keep_message(Escape const& escape, JpegJob& job) { job.fault = escape.message; }

void run(j_decompress_ptr decoder, Escape& escape, JpegJob& job) {
    if (setjmp(escape.place) == 0)
        read_all(decoder, escape, job);
    else
        keep_message(escape, job);
}

/// Decoded pixels in another colour space, as sRGB in a new JPEG file: raw pixels of a photograph would be ten times as large.
bool convert(JpegJob& job, Image& image, DecodedImage& out) {
    PixelSpace const space = job.components == 1   ? PixelSpace::Gray
                             : job.components == 3 ? PixelSpace::Rgb
                             : job.adobe           ? PixelSpace::CmykInverted
                                                   : PixelSpace::Cmyk;
    std::string why;
    if (!job.profile.empty() && !is_srgb_profile(job.profile)) {
        if (auto converted = to_srgb(job.profile, space, job.pixels, why)) {
            job.pixels = std::move(*converted);
            job.components = 3;
        } else {
            out.remark = why + (job.components == 4 ? "; its inks are mixed without one" : "; its numbers are taken for sRGB");
        }
    } else if (job.components == 4) {
        out.remark = "it is in CMYK without a colour profile; its inks are mixed without one";
    }
    if (job.components == 4) {
        job.pixels = plain_cmyk_to_rgb(job.pixels, job.adobe);
        job.components = 3;
    }
    image.components = job.components;
    image.data = std::move(job.pixels);
    reduce_to_gray(image);
    auto file = encode_jpeg(image.data, image.width, image.height, image.components);
    if (!file) return false;
    image.data = std::move(*file);
    return true;
}

struct FreeMemory {
    void operator()(unsigned char* memory) const { std::free(memory); }  // NOLINT: libjpeg allots it with malloc
};

void write(j_compress_ptr encoder, Escape& escape, unsigned char const* pixels, int width, int height, int components, unsigned char** memory,
           unsigned long* size) {
    if (setjmp(escape.place) != 0) {
        *size = 0;
        return;
    }
    jpeg_create_compress(encoder);
    jpeg_mem_dest(encoder, memory, size);
    encoder->image_width = static_cast<JDIMENSION>(width);
    encoder->image_height = static_cast<JDIMENSION>(height);
    encoder->input_components = components;
    encoder->in_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(encoder);
    jpeg_set_quality(encoder, kQuality, TRUE);
    for (int i = 0; i < encoder->num_components; ++i) encoder->comp_info[i].h_samp_factor = encoder->comp_info[i].v_samp_factor = 1;
    encoder->optimize_coding = TRUE;
    encoder->dct_method = JDCT_ISLOW;
    jpeg_start_compress(encoder, TRUE);
    while (encoder->next_scanline < encoder->image_height) {
        std::size_t const at = static_cast<std::size_t>(encoder->next_scanline) * static_cast<std::size_t>(width) * static_cast<std::size_t>(components);
        // libjpeg reads the row only; its type does not say so.
        auto* row = const_cast<JSAMPROW>(pixels + at);
        jpeg_write_scanlines(encoder, &row, 1);
    }
    jpeg_finish_compress(encoder);
}

}  // namespace

std::optional<std::string> encode_jpeg(std::string const& pixels, int width, int height, int components) {
    Escape escape;
    jpeg_compress_struct encoder{};
    encoder.err = set_up(escape);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    write(&encoder, escape, reinterpret_cast<unsigned char const*>(pixels.data()), width, height, components, &memory, &size);
    jpeg_destroy_compress(&encoder);
    std::unique_ptr<unsigned char, FreeMemory> const owned(memory);
    if (size == 0 || memory == nullptr) return std::nullopt;
    return std::string(reinterpret_cast<char const*>(memory), size);
}

DecodedImage decode_jpeg(std::string_view bytes, ImageLimits const& limits) {
    DecodedImage out;
    JpegJob job;
    job.bytes = bytes;
    job.limits = limits;
    Escape escape;
    jpeg_decompress_struct decoder{};
    decoder.err = set_up(escape);
    run(&decoder, escape, job);
    jpeg_destroy_decompress(&decoder);
    out.fault = job.fault;
    out.too_large = job.too_large;
    if (!out.fault.empty()) return out;
    auto image = std::make_shared<Image>();
    image->coding = Image::Coding::Jpeg;
    image->width = job.width;
    image->height = job.height;
    image->orientation = job.orientation;
    if (job.kept) {
        image->components = job.components;
        image->data = without_metadata(bytes, job.end);
    } else if (!convert(job, *image, out)) {
        out.fault = "it cannot be converted to sRGB";
        return out;
    }
    out.image = std::move(image);
    return out;
}

}  // namespace offprint::draw::image
