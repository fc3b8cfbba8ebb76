// Paragraphs broken by several threads. A paragraph is a pure function of its text and style, so which thread breaks it never shows:
// the results, each with what was wrong in it, come in the order in which they were asked for.
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "text/paragraph.h"

namespace offprint::text {

/// Takes paragraphs to be broken and works on them while the caller goes on.
class ParagraphQueue {
public:
    /// `shaper` is the caller's own; `threads` counts the caller's. With 0 or 1 everything is broken in `finish`.
    ParagraphQueue(Shaper& shaper, unsigned threads) : shaper_(shaper), helpers_(threads > 1 ? threads - 1 : 0) {}
    ~ParagraphQueue();
    ParagraphQueue(ParagraphQueue const&) = delete;
    ParagraphQueue& operator=(ParagraphQueue const&) = delete;

    /// Gives the number to ask for the paragraph by. `style`'s hyphenator and the text's faces are read by other threads until `finish` is through.
    std::size_t add(StyledText text, SharedStyle style);
    struct Broken {
        ParagraphPtr paragraph;
        Diagnostics faults;
    };
    /// Breaks what is left on this thread too, waits until all is broken and gives it by number; the queue is empty then and its threads
    /// and their caches are gone. Rethrows what a helper could not deal with (no memory).
    std::vector<Broken> finish();

private:
    struct Job {
        StyledText text;
        SharedStyle style;
        Broken broken;
    };
    void join();
    void start_helpers();
    void help();
    /// Breaks the next paragraph that nobody has begun; false if there is none.
    bool run_one(Shaper& shaper, std::unique_lock<std::mutex>& lock);

    Shaper& shaper_;
    unsigned helpers_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;  // a deque keeps a job in its place while others are added
    std::size_t begun_ = 0;
    bool closing_ = false;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
};

}  // namespace offprint::text
