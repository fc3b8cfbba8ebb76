#include "pdf/workers.h"

#include <algorithm>
#include <limits>
#include <system_error>

namespace offprint::pdf {
namespace {

/// More free jobs waiting than this and the caller lends a hand, so that undeflated pages never pile up.
constexpr std::size_t kMaxWaiting = 12;
constexpr unsigned kMaxHelpers = 16;

}  // namespace

Workers::Workers(unsigned threads) : helpers_(threads > 1 ? std::min(threads - 1, kMaxHelpers) : 0) {}

Workers::~Workers() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

Workers::Ticket Workers::add(Job job) { return add_to(free_, kMaxWaiting, std::move(job)); }

Workers::Ticket Workers::add_in_order(Job job) { return add_to(in_order_, std::numeric_limits<std::size_t>::max(), std::move(job)); }

Workers::Ticket Workers::add_to(std::deque<Waiting>& line, std::size_t most, Job job) {
    std::unique_lock lock(mutex_);
    if (helpers_ > 0 && threads_.empty()) start_helpers();
    Ticket const ticket = done_.size();
    done_.push_back(helpers_ == 0);
    if (helpers_ == 0) {
        lock.unlock();
        job();
        return ticket;
    }
    line.push_back({ticket, std::move(job)});
    changed_.notify_one();
    while (line.size() > most && run_one(lock)) {}
    return ticket;
}

void Workers::wait(Ticket ticket) {
    settle(ticket);
    std::lock_guard const lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
}

void Workers::settle(Ticket ticket) {
    std::unique_lock lock(mutex_);
    while (!done_[ticket])
        if (!run_one(lock)) changed_.wait(lock);
}

// A machine that gives no more threads is served by fewer.
void Workers::start_helpers() {
    try {
        while (threads_.size() < helpers_) threads_.emplace_back([this] { help(); });
    } catch (std::system_error const&) { helpers_ = static_cast<unsigned>(threads_.size()); }
}

void Workers::help() {
    std::unique_lock lock(mutex_);
    while (!closing_)
        if (!run_one(lock)) changed_.wait(lock);
}

// Those in order go first: only one thread at a time can do them, and they make work for others.
bool Workers::run_one(std::unique_lock<std::mutex>& lock) {
    if (!in_order_.empty() && !in_order_runs_) {
        Waiting work = std::move(in_order_.front());
        in_order_.pop_front();
        in_order_runs_ = true;
        run(std::move(work), lock);
        in_order_runs_ = false;
        changed_.notify_all();
        return true;
    }
    if (free_.empty()) return false;
    Waiting work = std::move(free_.front());
    free_.pop_front();
    run(std::move(work), lock);
    changed_.notify_all();
    return true;
}

void Workers::run(Waiting work, std::unique_lock<std::mutex>& lock) {
    if (!failure_) {
        lock.unlock();
        std::exception_ptr failure;
        try {
            work.job();
        } catch (...) { failure = std::current_exception(); }
        work.job = nullptr;  // what it held is let go outside the lock
        lock.lock();
        if (failure && !failure_) failure_ = failure;
    }
    done_[work.ticket] = true;
}

}  // namespace offprint::pdf
