// Work that a second core can take over: encoding pages, cutting fonts, deflating. Each piece of work writes to a place of its own and is
// waited for by its ticket, so threads never show in the file.
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace offprint::pdf {

class Workers {
public:
    using Job = std::function<void()>;
    using Ticket = std::size_t;

    /// `threads` counts the caller's; with 0 and 1 every job is done at once, on the caller's thread.
    explicit Workers(unsigned threads);
    /// Jobs that nobody has begun are dropped.
    ~Workers();
    Workers(Workers const&) = delete;
    Workers& operator=(Workers const&) = delete;

    /// Takes a job; when too many wait, lends a hand first. A job may add others.
    Ticket add(Job job);
    /// Takes a job of the one family whose jobs are done singly, in the order of adding. How many wait is the caller's to bound.
    Ticket add_in_order(Job job);
    /// Returns when the job is done, doing others meanwhile. Throws what any job threw; the jobs after that one are not done.
    void wait(Ticket ticket);
    /// The same, but what was thrown is left for others to find.
    void settle(Ticket ticket);

private:
    struct Waiting {
        Ticket ticket;
        Job job;
    };
    Ticket add_to(std::deque<Waiting>& line, std::size_t most, Job job);
    void start_helpers();
    void help();
    bool run_one(std::unique_lock<std::mutex>& lock);
    void run(Waiting work, std::unique_lock<std::mutex>& lock);

    unsigned helpers_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> in_order_, free_;
    bool in_order_runs_ = false;
    std::vector<bool> done_;  // by ticket
    std::exception_ptr failure_;
    bool closing_ = false;
    std::vector<std::thread> threads_;
};

/// Jobs that use what goes when the batch goes, even by an exception: none is at work then.
class Batch {
public:
    explicit Batch(Workers& workers) : workers_(workers) {}
    ~Batch() {
        for (Workers::Ticket const ticket : tickets_) workers_.settle(ticket);
    }
    Batch(Batch const&) = delete;
    Batch& operator=(Batch const&) = delete;

    void add(Workers::Job job) {
        tickets_.reserve(tickets_.size() + 1);  // so that no job is begun that would not be waited for
        tickets_.push_back(workers_.add(std::move(job)));
    }
    /// Waits for the job that was added as number `index`, or for all.
    void wait(std::size_t index) { workers_.wait(tickets_[index]); }
    void wait() {
        for (Workers::Ticket const ticket : tickets_) workers_.wait(ticket);
    }

private:
    Workers& workers_;
    std::vector<Workers::Ticket> tickets_;
};

}  // namespace offprint::pdf
