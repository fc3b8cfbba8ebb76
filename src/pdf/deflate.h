// Deflate at one level, always by us, so that the same content gives the same bytes. Streams are deflated as they are finished, on
// other threads if there are any; each result is asked for by its number, so threads never show in the file.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace offprint::pdf {

/// zlib format (RFC 1950). The bytes are the same for one version of libdeflate.
std::string deflate(std::string_view bytes);

class DeflateQueue {
public:
    /// `threads` counts the caller's; 0 and 1 deflate at once, on the caller's thread.
    explicit DeflateQueue(unsigned threads) : helpers_(threads > 1 ? threads - 1 : 0) {}
    ~DeflateQueue();
    DeflateQueue(DeflateQueue const&) = delete;
    DeflateQueue& operator=(DeflateQueue const&) = delete;

    /// Takes bytes and gives the number to ask for the result by.
    std::size_t add(std::string bytes);
    /// The deflated bytes; waits for them, or makes them itself. Once for each number.
    std::string take(std::size_t number);

private:
    struct Job {
        std::size_t number;
        std::string bytes;
    };
    void start_helpers();
    void help();
    void run_one(std::unique_lock<std::mutex>& lock);

    unsigned helpers_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> waiting_;
    std::vector<std::optional<std::string>> results_;
    bool closing_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace offprint::pdf
