#include "batch/queue.h"

namespace offprint::batch {

void LocalQueue::publish(std::size_t first, std::size_t last, int priority) { waiting_[priority].push_back({0, first, last, 0}); }

std::optional<Job> LocalQueue::claim() {
    while (!delayed_.empty() && delayed_.begin()->first <= clock_()) {
        Entry const& entry = delayed_.begin()->second;
        waiting_[entry.priority].push_back(entry.job);
        delayed_.erase(delayed_.begin());
    }
    if (waiting_.empty()) return std::nullopt;
    auto const first = waiting_.begin();
    Entry entry{first->second.front(), first->first};
    first->second.pop_front();
    if (first->second.empty()) waiting_.erase(first);
    entry.job.token = ++tokens_;
    ++entry.job.deliveries;
    claimed_.emplace(entry.job.token, entry);
    return entry.job;
}

void LocalQueue::extend(Job const&) {}

void LocalQueue::ack(Job const& job) { claimed_.erase(job.token); }

void LocalQueue::nack(Job const& job, double delay) {
    auto const it = claimed_.find(job.token);
    if (it == claimed_.end()) return;
    if (delay > 0)
        delayed_.emplace(clock_() + delay, it->second);
    else
        waiting_[it->second.priority].push_front(it->second.job);
    claimed_.erase(it);
}

void LocalQueue::dead(Job const& job, std::string const& reason) {
    if (claimed_.erase(job.token) > 0) dead_.emplace_back(job, reason);
}

}  // namespace offprint::batch
