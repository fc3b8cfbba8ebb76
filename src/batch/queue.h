// Who has what still to do: six calls behind which a queue in the process stands, or a broker for more than one machine.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace offprint::batch {

/// Rows [first, last) of the run, handed out at least once.
struct Job {
    std::uint64_t token = 0;  // the queue's name for this delivery
    std::size_t first = 0, last = 0;
    unsigned deliveries = 0;  // this one included; a lower bound, since a broker may forget
};

/// At least once: what was claimed and neither acknowledged nor given back comes again. The ledger, not the queue, says what is done.
class Queue {
public:
    virtual ~Queue() = default;
    virtual void publish(std::size_t first, std::size_t last, int priority) = 0;
    /// The next job; nothing if there is none now (others may come back later).
    virtual std::optional<Job> claim() = 0;
    /// Still at work.
    virtual void extend(Job const& job) = 0;
    /// Done for good, well or badly.
    virtual void ack(Job const& job) = 0;
    /// Given back, to be handed out again after so many seconds.
    virtual void nack(Job const& job, double delay) = 0;
    /// Never to be handed out again, and why.
    virtual void dead(Job const& job, std::string const& reason) = 0;
};

/// In this process: by priority (the lowest first), then in the order of publishing. What is claimed stays claimed, as it ends with the process.
class LocalQueue final : public Queue {
public:
    /// Seconds of a steady clock.
    using Clock = std::function<double()>;
    explicit LocalQueue(Clock clock) : clock_(std::move(clock)) {}

    void publish(std::size_t first, std::size_t last, int priority) override;
    std::optional<Job> claim() override;
    void extend(Job const& job) override;
    void ack(Job const& job) override;
    void nack(Job const& job, double delay) override;
    void dead(Job const& job, std::string const& reason) override;

    /// Nothing waits, though what is claimed may come back.
    bool is_handed_out() const { return waiting_.empty() && delayed_.empty(); }
    /// Neither waiting nor claimed.
    bool is_done() const { return is_handed_out() && claimed_.empty(); }
    std::vector<std::pair<Job, std::string>> const& dead_letters() const { return dead_; }

private:
    struct Entry {
        Job job;
        int priority = 0;
    };
    Clock clock_;
    std::map<int, std::deque<Job>> waiting_;
    std::multimap<double, Entry> delayed_;  // by when they come back
    std::map<std::uint64_t, Entry> claimed_;
    std::vector<std::pair<Job, std::string>> dead_;
    std::uint64_t tokens_ = 0;
};

}  // namespace offprint::batch
