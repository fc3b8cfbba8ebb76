#include "layout/price_ahead.h"

#include "layout/page_notes.h"

namespace offprint::layout {

PriceAhead::PriceAhead(PageSetting const& setting)
    : setting_(setting), blocks_((static_cast<std::uint32_t>(setting.flow.atoms.size()) + kStarts - 1) / kStarts), ring_(kBlocks) {
    helper_ = std::thread([this] { help(); });
}

PriceAhead::~PriceAhead() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
    }
    changed_.notify_all();
    helper_.join();
}

/// Prices blocks until that one is there.
PriceAhead::Block const& PriceAhead::ready(std::uint32_t index) {
    Block const& block = ring_[index % kBlocks];
    std::unique_lock lock(mutex_);
    while (!block.priced && !failure_) {
        if (may_begin())
            price_next(lock);
        else
            changed_.wait(lock);
    }
    if (failure_) std::rethrow_exception(failure_);
    return block;
}

void PriceAhead::done_with(std::uint32_t index) {
    {
        std::lock_guard const lock(mutex_);
        ring_[index % kBlocks].priced = false;
        done_ = index + 1;
    }
    changed_.notify_all();
}

void PriceAhead::help() {
    std::unique_lock lock(mutex_);
    while (!closing_ && !failure_ && begun_ < blocks_) {
        if (may_begin())
            price_next(lock);
        else
            changed_.wait(lock);
    }
}

void PriceAhead::price_next(std::unique_lock<std::mutex>& lock) {
    std::uint32_t const index = begun_++;
    Block& block = ring_[index % kBlocks];
    lock.unlock();
    std::exception_ptr failure;
    try {
        block.high = static_cast<std::uint32_t>(setting_.flow.atoms.size()) - index * kStarts;
        block.first.assign(1, 0);
        block.ways.clear();
        for (std::uint32_t start = block.high, low = start - std::min(start, kStarts); start-- > low;) {
            each_page(setting_, {start, 0}, PriceDetail::CostOnly, [&](std::uint32_t end, PageNotes const&, PagePrice const& price) {
                block.ways.push_back({end, price.cost});
            });
            block.first.push_back(static_cast<std::uint32_t>(block.ways.size()));
        }
    } catch (...) {
        failure = std::current_exception();  // no memory: `ready` tells the caller
    }
    lock.lock();
    if (failure && !failure_) failure_ = failure;
    block.priced = true;
    changed_.notify_all();
}

}  // namespace offprint::layout
