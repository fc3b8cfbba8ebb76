#include "text/paragraph_queue.h"

#include <algorithm>
#include <utility>

namespace offprint::text {
namespace {

/// A short piece is set sooner than a thread is started.
constexpr std::size_t kWorthAThread = 6;
/// Each helper has a cache of words of its own, so that many of them repeat each other's work.
constexpr unsigned kMaxHelpers = 7;

}  // namespace

ParagraphQueue::~ParagraphQueue() { join(); }

void ParagraphQueue::join() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
        begun_ = jobs_.size();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

std::size_t ParagraphQueue::add(StyledText text, SharedStyle style) {
    std::size_t number = 0;
    {
        std::lock_guard const lock(mutex_);
        number = jobs_.size();
        jobs_.push_back({std::move(text), std::move(style), {}});
    }
    if (threads_.empty() && number + 1 >= kWorthAThread) start_helpers();
    changed_.notify_one();
    return number;
}

std::vector<ParagraphQueue::Broken> ParagraphQueue::finish() {
    {
        std::unique_lock lock(mutex_);
        while (run_one(shaper_, lock)) {}
    }
    join();  // a helper ends when it is through with its paragraph
    std::deque<Job> jobs = std::exchange(jobs_, {});
    begun_ = 0;
    closing_ = false;
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    std::vector<Broken> results;
    results.reserve(jobs.size());
    for (Job& job : jobs) results.push_back(std::move(job.broken));
    return results;
}

void ParagraphQueue::start_helpers() {
    for (unsigned i = 0; i < std::min(helpers_, kMaxHelpers); ++i) threads_.emplace_back([this] { help(); });
}

void ParagraphQueue::help() {
    Shaper shaper;
    std::unique_lock lock(mutex_);
    while (!closing_) {
        if (!run_one(shaper, lock)) changed_.wait(lock);
    }
}

bool ParagraphQueue::run_one(Shaper& shaper, std::unique_lock<std::mutex>& lock) {
    if (begun_ == jobs_.size()) return false;
    Job& job = jobs_[begun_++];
    lock.unlock();
    std::exception_ptr failure;
    try {
        job.broken.paragraph = break_paragraph(shaper, std::move(job.text), job.style, job.broken.faults);
    } catch (...) {
        failure = std::current_exception();  // a thread must not end by it; `finish` tells the caller
    }
    lock.lock();
    if (failure && !failure_) failure_ = failure;
    return true;
}

}  // namespace offprint::text
