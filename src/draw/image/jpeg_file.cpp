#include "draw/image/jpeg_file.h"

#include <cstdint>

namespace offprint::draw::image {
namespace {

constexpr int kStartOfScan = 0xDA, kFirstApplication = 0xE0, kAdobe = 0xEE, kLastApplication = 0xEF, kComment = 0xFE;

int byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

/// Numbers of a TIFF file, in the order of bytes that its head names.
struct Tiff {
    std::string_view bytes;
    bool little = false;
    std::uint32_t number(std::size_t at, std::size_t size) const {
        if (at > bytes.size() || size > bytes.size() - at) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<std::uint32_t>(byte_at(bytes, little ? at + size - 1 - i : at + i));
        return value;
    }
};

bool is_metadata(int marker) { return marker == kComment || (marker >= kFirstApplication && marker <= kLastApplication && marker != kAdobe); }

}  // namespace

int exif_orientation(std::string_view app1) {
    constexpr std::string_view kExif("Exif\0\0", 6);
    constexpr std::uint32_t kOrientation = 0x0112;
    if (!app1.starts_with(kExif)) return 1;
    Tiff const tiff{app1.substr(kExif.size()), app1.substr(kExif.size()).starts_with("II")};
    std::size_t const directory = tiff.number(4, 4);
    std::uint32_t const count = tiff.number(directory, 2);
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t const entry = directory + 2 + 12 * i;
        if (entry + 12 > tiff.bytes.size()) break;
        if (tiff.number(entry, 2) != kOrientation) continue;
        std::uint32_t const value = tiff.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

std::string without_metadata(std::string_view file, std::size_t end) {
    std::string out(file.substr(0, 2));
    std::size_t at = 2;
    while (at + 4 <= end) {
        if (byte_at(file, at) != 0xFF) break;
        int const marker = byte_at(file, at + 1);
        if (marker == 0xFF) {  // a fill byte
            ++at;
            continue;
        }
        std::size_t const length = 2 + static_cast<std::size_t>(byte_at(file, at + 2) << 8 | byte_at(file, at + 3));
        if (marker == kStartOfScan || length > end - at) break;
        if (!is_metadata(marker)) out += file.substr(at, length);
        at += length;
    }
    return out += file.substr(at, end - at);
}

}  // namespace offprint::draw::image
