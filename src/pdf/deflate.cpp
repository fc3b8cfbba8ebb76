#include "pdf/deflate.h"

#include <libdeflate.h>

#include <memory>
#include <new>

namespace offprint::pdf {
namespace {

/// Levels 1 to 4 make larger files than zlib's level 6 did; 5 is the first that makes smaller ones, in half of its time.
constexpr int level_of(Effort effort) { return effort == Effort::Small ? 5 : 4; }

/// What deflating needs beside the bytes; each thread keeps one.
class Deflater {
public:
    std::string deflated(std::string_view bytes, Effort effort) {
        if (!compressor_ || effort != effort_) {
            compressor_.reset();
            compressor_.reset(libdeflate_alloc_compressor(level_of(effort)));
            if (!compressor_) throw std::bad_alloc();
            effort_ = effort;
        }
        std::size_t const bound = libdeflate_zlib_compress_bound(compressor_.get(), bytes.size());
        if (bound > room_) {
            out_.reset(new char[bound]);
            room_ = bound;
        }
        std::size_t const size = libdeflate_zlib_compress(compressor_.get(), bytes.data(), bytes.size(), out_.get(), room_);
        return {out_.get(), size};
    }

private:
    struct Closer {
        void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
    };
    std::unique_ptr<libdeflate_compressor, Closer> compressor_;
    Effort effort_ = Effort::Small;
    std::unique_ptr<char[]> out_;  // not cleared, as most of it is never touched
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
