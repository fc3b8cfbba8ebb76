// Worker processes, forked from one that is warm: what it made once they share (copy on write), and what goes wrong in one of them costs one row.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "batch/queue.h"

namespace offprint::batch {

struct PoolOptions {
    unsigned jobs = 0;        // 0: one a processor
    double row_seconds = 60;  // wall time of a row
    std::uint64_t row_bytes =
        1'073'741'824;           // resident memory of a worker. Measured, not a limit of the system: where malloc fails, libraries make wrong pages
    double poll_seconds = 0.02;  // how often memory and time are looked at
};

/// How a worker was lost over a row.
struct Loss {
    enum class Why { Signal, Exit, Time, Memory } why = Why::Signal;
    int number = 0;  // of the signal, or the exit status
};

/// What the parent does meanwhile. All calls come in the parent, one after the other.
class PoolEvents {
public:
    virtual ~PoolEvents() = default;
    /// What a worker said of a row; the job is to be settled with the queue.
    virtual void result(Job const& job, std::string payload) = 0;
    /// A worker was lost over this row, alone in a fresh worker as well as before. The job is to be settled.
    virtual void lost(Job const& job, Loss const& loss) = 0;
    /// Between two looks at the workers.
    virtual void tick() = 0;
    /// No row is at work: jobs that wait to be settled are, now. Whether there were any.
    virtual bool idle() = 0;
    /// Whether no more rows are handed out; those at work are finished.
    virtual bool wants_end() const = 0;
    /// Whether nothing is waited for: workers are killed.
    virtual bool wants_abort() const = 0;
    /// Descriptors that are the parent's alone; a worker closes them.
    virtual std::vector<int> own_files() const { return {}; }
    /// A descriptor that wakes the parent when it can be read; -1: none.
    virtual int wakes() const { return -1; }
};

/// Runs in a worker: a row in, what is to be told of it out.
using Work = std::function<std::string(std::size_t row)>;

/// Runs jobs of one row each until the queue is empty or the events want an end. A row over which a worker is lost is tried once more, alone in a fresh
/// worker; rows that it was handed and had not begun go back. Workers ignore SIGINT and SIGTERM, which are the parent's to deal with, and die with it.
/// Gives false, with the reason, if there are no workers to be had.
bool run_pool(LocalQueue& queue, Work const& work, PoolOptions const& options, PoolEvents& events, std::string& error);

}  // namespace offprint::batch
