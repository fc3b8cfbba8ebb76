#include "reader/inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

namespace offprint::reader {
namespace {

/// What inflating needs beside the bytes; each thread keeps one.
class Inflater {
public:
    Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
        if (!decompressor_) throw std::bad_alloc();
    }
    /// Nothing if the bytes are damaged; `room` is too little if `is_short` says so.
    std::optional<std::string> inflated(std::string_view bytes, std::size_t room, bool& is_short) {
        if (room > room_) {
            out_.reset();
            out_.reset(new char[room]);
            room_ = room;
        }
        std::size_t used = 0;
        libdeflate_result const result = libdeflate_zlib_decompress(decompressor_.get(), bytes.data(), bytes.size(), out_.get(), room, &used);
        is_short = result == LIBDEFLATE_INSUFFICIENT_SPACE;
        std::optional<std::string> inflated;
        if (result == LIBDEFLATE_SUCCESS) inflated.emplace(out_.get(), used);
        if (room_ > kKept) {
            out_.reset();
            room_ = 0;
        }
        return inflated;
    }

private:
    struct Closer {
        void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
    };
    /// More room than most streams need is given back.
    static constexpr std::size_t kKept = 256u << 10;

    std::unique_ptr<libdeflate_decompressor, Closer> decompressor_;
    std::unique_ptr<char[]> out_;  // not cleared, as most of it is never touched
    std::size_t room_ = 0;
};

/// Deflate cannot do better than 1032 to 1, so nothing larger need be tried.
constexpr std::size_t kBestRatio = 1032;

unsigned char paeth(int left, int up, int corner) {
    int const estimate = left + up - corner;
    int const to_left = std::abs(estimate - left), to_up = std::abs(estimate - up), to_corner = std::abs(estimate - corner);
    return static_cast<unsigned char>(to_left <= to_up && to_left <= to_corner ? left : to_up <= to_corner ? up : corner);
}

}  // namespace

std::optional<std::string> inflate(std::string_view bytes, std::size_t limit) {
    thread_local Inflater inflater;
    std::size_t const most = bytes.size() < limit / kBestRatio ? bytes.size() * kBestRatio + 64 : limit;
    for (std::size_t room = std::min(most, bytes.size() * 4 + 256);; room = std::min(most, room * 4)) {
        bool is_short = false;
        std::optional<std::string> out = inflater.inflated(bytes, room, is_short);
        if (!is_short || room == most) return out;
    }
}

std::optional<std::string> without_predictor(std::string_view rows, std::size_t columns, std::size_t pixel) {
    std::size_t const stride = columns + 1;
    if (columns == 0 || pixel == 0 || rows.size() % stride != 0) return std::nullopt;
    std::string out;
    out.reserve(rows.size() / stride * columns);
    for (std::size_t at = 0; at < rows.size(); at += stride) {
        char const filter = rows[at];
        if (filter < 0 || filter > 4) return std::nullopt;
        std::size_t const begin = out.size();
        for (std::size_t i = 0; i < columns; ++i) {
            auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(out[index]); };
            int const left = i >= pixel ? byte(begin + i - pixel) : 0, up = begin >= columns ? byte(begin + i - columns) : 0;
            int const corner = i >= pixel && begin >= columns ? byte(begin + i - columns - pixel) : 0;
            int const guess = filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : filter == 4 ? paeth(left, up, corner) : 0;
            out += static_cast<char>(static_cast<unsigned char>(rows[at + 1 + i]) + guess);
        }
    }
    return out;
}

}  // namespace offprint::reader
