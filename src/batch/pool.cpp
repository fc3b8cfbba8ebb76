#include "batch/pool.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <list>
#include <new>
#include <set>
#include <vector>

#include "batch/processors.h"

namespace offprint::batch {
namespace {

/// Rows that a worker has at hand while they are short, so that it never waits for the parent.
constexpr std::size_t kAhead = 4;
constexpr double kShortRow = 0.02;  // seconds
/// With this a worker says that its memory ran out.
constexpr int kMemoryExit = 97;
/// An answer is some places and messages; more is a damaged pipe.
constexpr std::uint32_t kLongestAnswer = 64u << 20;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

bool write_whole(int file, void const* data, std::size_t size) {
    auto const* at = static_cast<char const*>(data);
    while (size > 0) {
        ssize_t const n = ::write(file, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool read_whole(int file, void* data, std::size_t size) {
    auto* at = static_cast<char*>(data);
    while (size > 0) {
        ssize_t const n = ::read(file, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

/// A process that is at work, its pipes, and what it has at hand: the first is what it works on.
struct Worker {
    pid_t process = -1;
    int to = -1, from = -1;
    bool alone = false;   // with one row that a worker was lost over
    bool closed = false;  // gets no more rows
    std::deque<Job> at_hand;
    double since = 0;  // when it began the first
    std::string heard;
    std::optional<Loss> killed;  // by us, and why
};

/// The worker's own loop. Does not return.
[[noreturn]] void work_on(int from_parent, int to_parent, Work const& work, std::uint64_t limit) {
    for (std::uint64_t row = 0; read_whole(from_parent, &row, sizeof row);) {
        std::string payload;
        try {
            payload = work(row);
        } catch (std::bad_alloc const&) { ::_exit(kMemoryExit); }
        // Another look than the parent's: what grew and shrank between two of its looks is over the limit all the same.
        rusage used;
        if (::getrusage(RUSAGE_SELF, &used) == 0 && static_cast<std::uint64_t>(used.ru_maxrss) * 1024 > limit) ::_exit(kMemoryExit);
        // In one piece: the parent wakes once.
        auto const size = static_cast<std::uint32_t>(payload.size());
        payload.insert(0, reinterpret_cast<char const*>(&size), sizeof size);
        if (!write_whole(to_parent, payload.data(), payload.size())) break;
    }
    ::_exit(0);
}

class Pool {
public:
    Pool(LocalQueue& queue, Work const& work, PoolOptions const& options, PoolEvents& events)
        : queue_(queue), work_(work), options_(options), events_(events), parent_(::getpid()) {}
    Pool(Pool const&) = delete;
    Pool& operator=(Pool const&) = delete;
    ~Pool() {
        for (Worker& worker : workers_) ::kill(worker.process, SIGKILL);
        while (!workers_.empty()) bury(workers_.begin());
    }

    bool run(std::string& error) {
        for (;;) {
            if (events_.wants_abort()) return true;
            if (!hand_out(error)) return false;
            if (is_idle() && events_.idle()) continue;
            if (workers_.empty() && (events_.wants_end() || queue_.is_done())) return true;
            wait();
            watch();
            events_.tick();
        }
    }

private:
    using Place = std::list<Worker>::iterator;

    bool hand_out(std::string& error) {
        if (!events_.wants_end()) {
            while (Worker* const next = hungriest())
                if (!feed(*next) && !next->closed) break;
            while (workers_.size() < options_.jobs) {
                auto const job = take();
                if (!job) break;
                if (!employ(*job)) {
                    give_back(*job);
                    if (!workers_.empty()) break;  // fewer will do
                    error = std::string("no worker can be started: ") + ::strerror(errno);
                    return false;
                }
            }
        }
        for (Worker& worker : workers_) let_go(worker);
        return true;
    }

    /// Of those that may have one more row, that with the fewest: the last rows are shared out evenly.
    Worker* hungriest() {
        Worker* found = nullptr;
        for (Worker& worker : workers_) {
            bool const may_have = !worker.alone && !worker.closed && worker.at_hand.size() < ahead();
            if (may_have && (found == nullptr || worker.at_hand.size() < found->at_hand.size())) found = &worker;
        }
        return found;
    }

    /// What gets nothing more to do ends by itself, beside the last groups' way to the disk. A row that comes back all the same finds a worker anew.
    void let_go(Worker& worker) {
        if (queue_.is_handed_out() || (worker.at_hand.empty() && (worker.alone || events_.wants_end()))) close_hand(worker);
    }

    bool is_idle() const {
        return std::all_of(workers_.begin(), workers_.end(), [](Worker const& worker) { return worker.at_hand.empty(); });
    }

    std::size_t ahead() const { return mean_ > 0 && mean_ < kShortRow ? kAhead : 1; }

    /// Rows that go alone wait for a worker of their own.
    std::optional<Job> take() {
        if (!apart_.empty()) {
            Job const job = apart_.front();
            apart_.pop_front();
            return job;
        }
        return queue_.claim();
    }

    void give_back(Job const& job) {
        if (lost_over_.contains(job.first))
            apart_.push_front(job);
        else
            queue_.nack(job, 0);
    }

    bool feed(Worker& worker) {
        // A worker is ended for a row that waits to go alone.
        if (!apart_.empty() && workers_.size() >= options_.jobs) {
            bool const one_ends = std::any_of(workers_.begin(), workers_.end(), [](Worker const& w) { return w.closed || w.alone; });
            if (!one_ends) {
                close_hand(worker);
                return false;
            }
        }
        auto const job = queue_.claim();
        if (!job) return false;
        give(worker, *job);
        return true;
    }

    void give(Worker& worker, Job const& job) {
        if (worker.at_hand.empty()) worker.since = now();
        worker.at_hand.push_back(job);
        std::uint64_t const row = job.first;
        write_whole(worker.to, &row, sizeof row);  // a worker that is gone is noticed by its silence
    }

    void close_hand(Worker& worker) {
        worker.closed = true;
        if (worker.to >= 0) ::close(worker.to);
        worker.to = -1;
    }

    bool employ(Job const& job) {
        int down[2], up[2];
        if (::pipe2(down, O_CLOEXEC) != 0) return false;
        if (::pipe2(up, O_CLOEXEC) != 0) {
            ::close(down[0]);
            ::close(down[1]);
            return false;
        }
        pid_t const process = ::fork();
        if (process == 0) become_worker(down, up);
        int const failed = errno;
        ::close(down[0]);
        ::close(up[1]);
        if (process < 0) {
            ::close(down[1]);
            ::close(up[0]);
            errno = failed;
            return false;
        }
        ::fcntl(up[0], F_SETFL, O_NONBLOCK);
        Worker& worker = workers_.emplace_back();
        worker.process = process;
        worker.to = down[1];
        worker.from = up[0];
        worker.alone = lost_over_.contains(job.first);
        give(worker, job);
        return true;
    }

    [[noreturn]] void become_worker(int const (&down)[2], int const (&up)[2]) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent_) ::_exit(0);  // it died in between
        ::signal(SIGINT, SIG_IGN);
        ::signal(SIGTERM, SIG_IGN);
        ::signal(SIGHUP, SIG_IGN);
        ::signal(SIGPIPE, SIG_IGN);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::close(down[1]);
        ::close(up[0]);
        // Ends of other workers' pipes, held here, would keep those workers waiting.
        for (Worker const& other : workers_) {
            if (other.to >= 0) ::close(other.to);
            ::close(other.from);
        }
        for (int const file : events_.own_files()) ::close(file);
        try {
            work_on(down[0], up[1], work_, options_.row_bytes);
        } catch (...) { ::abort(); }
    }

    void wait() {
        std::vector<pollfd> files;
        for (Worker const& worker : workers_) files.push_back({worker.from, POLLIN, 0});
        if (int const wakes = events_.wakes(); wakes >= 0) files.push_back({wakes, POLLIN, 0});
        int const milliseconds = std::max(1, static_cast<int>(options_.poll_seconds * 1000));
        ::poll(files.data(), files.size(), milliseconds);
        std::size_t i = 0;
        for (auto it = workers_.begin(); it != workers_.end(); ++i) {
            auto const worker = it++;
            if (files[i].revents != 0 && !listen(*worker)) end_of(worker);
        }
    }

    /// Takes what a worker says; false when it has ended.
    bool listen(Worker& worker) {
        char buffer[65536];
        for (;;) {
            ssize_t const n = ::read(worker.from, buffer, sizeof buffer);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0 && errno == EAGAIN) return true;
            if (n <= 0) return false;
            worker.heard.append(buffer, static_cast<std::size_t>(n));
            take_answers(worker);
        }
    }

    void take_answers(Worker& worker) {
        std::size_t at = 0;
        for (std::uint32_t size = 0; worker.heard.size() - at >= sizeof size; at += sizeof size + size) {
            std::memcpy(&size, worker.heard.data() + at, sizeof size);
            if (size > kLongestAnswer || worker.at_hand.empty()) {
                ::kill(worker.process, SIGKILL);
                break;
            }
            if (worker.heard.size() - at - sizeof size < size) break;
            Job const job = worker.at_hand.front();
            worker.at_hand.pop_front();
            double const time = now();
            mean_ += 0.1 * (time - worker.since - mean_);
            worker.since = time;
            lost_over_.erase(job.first);
            let_go(worker);  // before the answer, which may take its time
            events_.result(job, worker.heard.substr(at + sizeof size, size));
        }
        worker.heard.erase(0, at);
    }

    /// A worker has ended: over a row, if it had one at hand.
    void end_of(Place worker) {
        int const status = bury(worker);
        std::deque<Job> at_hand = std::move(buried_.at_hand);
        if (at_hand.empty()) return;
        // The others were not begun.
        for (std::size_t i = at_hand.size(); i-- > 1;) queue_.nack(at_hand[i], 0);
        Job job = at_hand.front();
        if (events_.wants_abort()) return;
        if (lost_over_.insert(job.first).second) {
            ++job.deliveries;
            apart_.push_back(job);
            return;
        }
        lost_over_.erase(job.first);
        events_.lost(job, buried_.killed ? *buried_.killed : loss_of(status));
    }

    static Loss loss_of(int status) {
        if (WIFSIGNALED(status)) return {Loss::Why::Signal, WTERMSIG(status)};
        int const code = WEXITSTATUS(status);
        return {code == kMemoryExit ? Loss::Why::Memory : Loss::Why::Exit, code};
    }

    /// Waits for its end, which is near, and forgets it; how it ended.
    int bury(Place worker) {
        close_hand(*worker);
        ::close(worker->from);
        int status = 0;
        while (::waitpid(worker->process, &status, 0) < 0 && errno == EINTR) {}
        buried_ = std::move(*worker);
        workers_.erase(worker);
        return status;
    }

    void watch() {
        double const time = now();
        if (time - watched_ < options_.poll_seconds) return;
        watched_ = time;
        for (Worker& worker : workers_) {
            if (worker.killed || worker.at_hand.empty()) continue;
            if (time - worker.since > options_.row_seconds)
                worker.killed = {Loss::Why::Time, 0};
            else if (resident(worker.process) > options_.row_bytes)
                worker.killed = {Loss::Why::Memory, 0};
            if (worker.killed) ::kill(worker.process, SIGKILL);
        }
    }

    static std::uint64_t resident(pid_t process) {
        char path[64], words[128];
        std::snprintf(path, sizeof path, "/proc/%d/statm", static_cast<int>(process));
        int const file = ::open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) return 0;
        ssize_t const n = ::read(file, words, sizeof words - 1);
        ::close(file);
        if (n <= 0) return 0;
        words[n] = '\0';
        char* at = words;
        std::strtoull(at, &at, 10);
        return std::strtoull(at, nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    }

    LocalQueue& queue_;
    Work const& work_;
    PoolOptions const& options_;
    PoolEvents& events_;
    pid_t parent_;
    std::list<Worker> workers_;
    Worker buried_;
    std::deque<Job> apart_;            // claimed; each waits for a worker of its own
    std::set<std::size_t> lost_over_;  // rows over which a worker was lost once
    double mean_ = 0, watched_ = 0;    // seconds of a row; of the last look
};

}  // namespace

bool run_pool(LocalQueue& queue, Work const& work, PoolOptions const& options, PoolEvents& events, std::string& error) {
    // A worker that is gone is noticed when it is listened to, not by a signal.
    struct sigaction ignore = {}, before = {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before);
    PoolOptions resolved = options;
    if (resolved.jobs == 0) resolved.jobs = usable_processors();
    bool const good = Pool(queue, work, resolved, events).run(error);
    ::sigaction(SIGPIPE, &before, nullptr);
    return good;
}

}  // namespace offprint::batch
