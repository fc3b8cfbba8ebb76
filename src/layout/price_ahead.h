// Prices of pages, worked out by two threads. What a page costs does not hang on what comes after it: only the choice among ends must go
// from the end of the document, and that is a small part of the work.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "layout/page_layout.h"

namespace offprint::layout {

/// The pages of a flow without footnotes, start by start from the last one on.
class PriceAhead {
public:
    /// Starts the other thread. The setting must outlive this.
    explicit PriceAhead(PageSetting const& setting);
    ~PriceAhead();
    PriceAhead(PriceAhead const&) = delete;
    PriceAhead& operator=(PriceAhead const&) = delete;

    /// A page from some start: where it ends, and what it costs.
    struct Way {
        std::uint32_t end = 0;
        std::int64_t cost = 0;
    };
    /// Calls `choose(start, ways)` for every start from the last one down to 0, ways by ascending ends.
    template <class Choose>
    void each_start(Choose&& choose) {
        for (std::uint32_t index = 0; index < blocks_; ++index) {
            Block const& block = ready(index);
            std::uint32_t start = block.high;
            for (std::size_t i = 0; i + 1 < block.first.size(); ++i)
                choose(--start, std::span(block.ways).subspan(block.first[i], block.first[i + 1] - block.first[i]));
            done_with(index);
        }
    }

private:
    static constexpr std::uint32_t kStarts = 64;  // of a block
    static constexpr std::uint32_t kBlocks = 16;  // that wait to be chosen from: prices of a whole document would fill the memory

    struct Block {
        std::uint32_t high = 0;            // its starts are those below, descending
        std::vector<std::uint32_t> first;  // of each start, and one more
        std::vector<Way> ways;
        bool priced = false;
    };

    Block const& ready(std::uint32_t index);
    void done_with(std::uint32_t index);
    void help();
    bool may_begin() const { return begun_ < blocks_ && begun_ < done_ + kBlocks; }
    void price_next(std::unique_lock<std::mutex>& lock);

    PageSetting const& setting_;
    std::uint32_t const blocks_;
    std::vector<Block> ring_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint32_t begun_ = 0, done_ = 0;
    bool closing_ = false;
    std::exception_ptr failure_;
    std::thread helper_;
};

}  // namespace offprint::layout
