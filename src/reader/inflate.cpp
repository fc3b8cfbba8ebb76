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
    /// False if the bytes are damaged; `room` is too little if `is_short` says so.
    bool inflate(std::string_view bytes, std::size_t room, bool& is_short, std::function<void(std::span<char>)> const& use) {
        if (room > room_) {
            out_.reset();
            out_.reset(new char[room]);
            room_ = room;
        }
        std::size_t used = 0;
        libdeflate_result const result = libdeflate_zlib_decompress(decompressor_.get(), bytes.data(), bytes.size(), out_.get(), room, &used);
        is_short = result == LIBDEFLATE_INSUFFICIENT_SPACE;
        if (result == LIBDEFLATE_SUCCESS) use({out_.get(), used});
        if (room_ > kKept) {
            out_.reset();
            room_ = 0;
        }
        return result == LIBDEFLATE_SUCCESS;
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

bool inflate(std::string_view bytes, std::size_t limit, std::function<void(std::span<char>)> const& use) {
    thread_local Inflater inflater;
    std::size_t const most = bytes.size() < limit / kBestRatio ? bytes.size() * kBestRatio + 64 : limit;
    for (std::size_t room = std::min(most, bytes.size() * 4 + 256);; room = std::min(most, room * 4)) {
        bool is_short = false;
        bool const is_done = inflater.inflate(bytes, room, is_short, use);
        if (!is_short || room == most) return is_done;
    }
}

std::optional<std::string> inflate(std::string_view bytes, std::size_t limit) {
    std::optional<std::string> inflated;
    inflate(bytes, limit, [&](std::span<char> out) { inflated.emplace(out.data(), out.size()); });
    return inflated;
}

std::optional<std::string_view> undo_predictor(std::span<char> rows, std::size_t columns, std::size_t pixel) {
    std::size_t const stride = columns + 1;
    if (columns == 0 || pixel == 0 || rows.size() % stride != 0) return std::nullopt;
    std::size_t end = 0;  // of what is done; it never comes up with what is read
    for (std::size_t at = 0; at < rows.size(); at += stride) {
        char const filter = rows[at];
        if (filter < 0 || filter > 4) return std::nullopt;
        std::size_t const begin = end;
        for (std::size_t i = 0; i < columns; ++i) {
            auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(rows[index]); };
            int const left = i >= pixel ? byte(begin + i - pixel) : 0, up = begin >= columns ? byte(begin + i - columns) : 0;
            int const corner = i >= pixel && begin >= columns ? byte(begin + i - columns - pixel) : 0;
            int const guess = filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : filter == 4 ? paeth(left, up, corner) : 0;
            rows[end++] = static_cast<char>(byte(at + 1 + i) + guess);
        }
    }
    return std::string_view(rows.data(), end);
}

std::optional<std::string> without_predictor(std::string_view rows, std::size_t columns, std::size_t pixel) {
    std::string out(rows);
    std::optional<std::string_view> const done = undo_predictor(out, columns, pixel);
    if (!done) return std::nullopt;
    out.resize(done->size());
    return out;
}

}  // namespace offprint::reader
