#include "pdf/deflate.h"

#include <libdeflate.h>

#include <array>
#include <memory>
#include <new>

namespace offprint::pdf {
namespace {

/// Level 5 is the first that makes smaller files than zlib's level 6 did, in half of its time. What lies between 1 and 5 takes little less time than 5 and
/// makes little less than 1: most of it goes into tables that each call begins anew, and those of level 1 are the smallest.
constexpr int level_of(Effort effort) { return effort == Effort::Small ? 5 : 1; }

/// What deflating needs beside the bytes; each thread keeps one.
class Deflater {
public:
    std::string deflated(std::string_view bytes, Effort effort) {
        Compressor& compressor = compressors_[static_cast<std::size_t>(effort)];
        if (!compressor) compressor.reset(libdeflate_alloc_compressor(level_of(effort)));
        if (!compressor) throw std::bad_alloc();
        std::size_t const bound = libdeflate_zlib_compress_bound(compressor.get(), bytes.size());
        if (bound > room_) {
            out_.reset(new char[bound]);
            room_ = bound;
        }
        std::size_t const size = libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), out_.get(), room_);
        return {out_.get(), size};
    }

private:
    struct Closer {
        void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
    };
    using Compressor = std::unique_ptr<libdeflate_compressor, Closer>;
    std::array<Compressor, 2> compressors_;  // by effort
    std::unique_ptr<char[]> out_;            // not cleared, as most of it is never touched
    std::size_t room_ = 0;
};

}  // namespace

std::string deflate(std::string_view bytes, Effort effort) {
    thread_local Deflater deflater;
    return deflater.deflated(bytes, effort);
}

Deflating::Deflating(Workers& workers, std::string bytes, Effort effort) : workers_(&workers), bytes_(std::make_shared<std::string>(std::move(bytes))) {
    ticket_ = workers.add([mine = bytes_, effort] { *mine = deflate(*mine, effort); });
}

std::string Deflating::take() {
    if (!bytes_) return {};
    workers_->wait(ticket_);
    return std::move(*bytes_);
}

}  // namespace offprint::pdf
