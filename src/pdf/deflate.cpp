#include "pdf/deflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

namespace offprint::pdf {
namespace {

/// Levels 1 to 4 make larger files than zlib's level 6 did; 5 is the first that makes smaller ones, in half of its time.
constexpr int kLevel = 5;
/// More waiting than this and the caller lends a hand, so that undeflated pages never pile up.
constexpr std::size_t kMaxWaiting = 12;
constexpr unsigned kMaxHelpers = 16;

/// What deflating needs beside the bytes; each thread keeps one.
class Deflater {
public:
    Deflater() : compressor_(libdeflate_alloc_compressor(kLevel)) {
        if (!compressor_) throw std::bad_alloc();
    }
    std::string deflated(std::string_view bytes) {
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
    std::unique_ptr<char[]> out_;  // not cleared, as most of it is never touched
    std::size_t room_ = 0;
};

}  // namespace

std::string deflate(std::string_view bytes) {
    thread_local Deflater deflater;
    return deflater.deflated(bytes);
}

DeflateQueue::~DeflateQueue() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

std::size_t DeflateQueue::add(std::string bytes) {
    std::unique_lock lock(mutex_);
    std::size_t const number = results_.size();
    results_.emplace_back();
    waiting_.push_back({number, std::move(bytes)});
    if (helpers_ == 0) {
        run_one(lock);
        return number;
    }
    if (threads_.empty()) start_helpers();
    changed_.notify_one();
    while (waiting_.size() > kMaxWaiting) run_one(lock);
    return number;
}

std::string DeflateQueue::take(std::size_t number) {
    std::unique_lock lock(mutex_);
    while (!results_[number]) {
        if (!waiting_.empty())
            run_one(lock);
        else
            changed_.wait(lock);
    }
    std::string result = std::move(*results_[number]);
    results_[number].emplace();
    return result;
}

void DeflateQueue::start_helpers() {
    for (unsigned i = 0; i < std::min(helpers_, kMaxHelpers); ++i) threads_.emplace_back([this] { help(); });
}

void DeflateQueue::help() {
    std::unique_lock lock(mutex_);
    while (!closing_) {
        if (waiting_.empty())
            changed_.wait(lock);
        else
            run_one(lock);
    }
}

void DeflateQueue::run_one(std::unique_lock<std::mutex>& lock) {
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    std::string result = deflate(job.bytes);
    lock.lock();
    results_[job.number] = std::move(result);
    changed_.notify_all();
}

}  // namespace offprint::pdf
