#include "pdf/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace offprint::pdf {
namespace {

constexpr int kLevel = 6;
/// More waiting than this and the caller lends a hand, so that undeflated pages never pile up.
constexpr std::size_t kMaxWaiting = 12;
constexpr unsigned kMaxHelpers = 16;

}  // namespace

std::string deflate(std::string_view bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    int const code =
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uLong>(bytes.size()), kLevel);
    if (code != Z_OK) throw std::bad_alloc();  // the only other cause is a buffer below compressBound
    out.resize(size);
    out.shrink_to_fit();
    return out;
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
