#include "base/small_blocks.h"

#include <sys/mman.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <mutex>
#include <utility>

namespace offprint::small_blocks {
namespace {

/// Addresses set aside, so that one comparison tells whether a block is from here. What is not touched costs no memory.
constexpr std::size_t kRegion = std::size_t{8} << 30;
constexpr std::size_t kSpan = std::size_t{16} << 10;
constexpr std::size_t kClasses = 32;

/// Sizes in steps of 16 up to 256; then four to each doubling.
constexpr std::size_t class_of(std::size_t size) {
    if (size <= 256) return size == 0 ? 0 : (size - 1) / 16;
    std::size_t const doubling = std::bit_width(size - 1) - 9;  // 256 to 512: 0
    return 16 + 4 * doubling + ((size - 1) >> (doubling + 6)) - 4;
}
constexpr std::size_t size_of(std::size_t size_class) {
    if (size_class < 16) return (size_class + 1) * 16;
    std::size_t const doubling = (size_class - 16) / 4;
    return (5 + (size_class - 16) % 4) << (doubling + 6);
}
static_assert(class_of(kLargest) + 1 == kClasses && size_of(kClasses - 1) == kLargest);

constexpr std::size_t kSpans = kRegion / kSpan;
constexpr std::uint32_t kNone = kSpans;

/// A free block. The first of a chain in the store says where the next chain is.
struct Free {
    Free* next;
    Free* next_chain;
};

/// What a thread has of a class: blocks given back, and the part of a span that was never used.
struct Shelf {
    Free* free;
    std::size_t count;  // of `free`
    char *fresh, *end;
};

/// What no thread has: chains of blocks given back, and unused parts of spans, whose first block stands for them (`next` is their end).
struct Store {
    std::mutex mutex;
    std::array<Free*, kClasses> chains{}, rests{};
    char* region = nullptr;
    std::size_t used = 0;         // bytes of the region in spans
    std::uint32_t empty = kNone;  // the first span that is of no class
    bool refused = false;         // the system gave no region
};

constinit Store store;
/// Where the region begins; until there is one, where no block can be within its length.
constinit std::atomic<std::uintptr_t> region_begin{std::uintptr_t{1} << 63};
constinit std::array<std::uint8_t, kSpans> class_of_span{};
/// Of an empty span the next one; of one that is counted how many of its blocks are free.
constinit std::array<std::uint32_t, kSpans> next_empty{};
constinit std::array<std::uint16_t, kSpans> free_of_span{};
constinit thread_local std::array<Shelf, kClasses> shelves{};

std::uint32_t span_of(void const* block) { return static_cast<std::uint32_t>((static_cast<char const*>(block) - store.region) / kSpan); }

void put_chain(std::size_t size_class, Free* chain) {
    chain->next_chain = store.chains[size_class];
    store.chains[size_class] = chain;
}

/// At its end a thread leaves what it has to the others.
struct Departure {
    ~Departure() {
        std::lock_guard const lock(store.mutex);
        for (std::size_t k = 0; k < kClasses; ++k) {
            Shelf& shelf = shelves[k];
            if (shelf.free != nullptr) put_chain(k, shelf.free);
            if (shelf.fresh != shelf.end) {
                auto* const rest = reinterpret_cast<Free*>(shelf.fresh);
                *rest = {reinterpret_cast<Free*>(shelf.end), store.rests[k]};
                store.rests[k] = rest;
            }
            shelf = {};
        }
    }
    bool expected = false;
};

/// To be called before a thread puts the first thing on a shelf of its own.
void expect_departure() {
    thread_local Departure departure;
    departure.expected = true;
}

/// A new span of a class on its shelf; the store is locked.
bool add_span(std::size_t size_class, Shelf& shelf) {
    if (store.region == nullptr && !store.refused) {
        void* const region = mmap(nullptr, kRegion, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        store.refused = region == MAP_FAILED;
        if (store.refused) return false;
        store.region = static_cast<char*>(region);
        region_begin.store(reinterpret_cast<std::uintptr_t>(region), std::memory_order_relaxed);
    }
    if (store.refused || (store.empty == kNone && store.used == kRegion)) return false;
    std::uint32_t span = store.empty;
    if (span != kNone) {
        store.empty = next_empty[span];
    } else {
        span = static_cast<std::uint32_t>(store.used / kSpan);
        store.used += kSpan;
    }
    class_of_span[span] = static_cast<std::uint8_t>(size_class);
    shelf.fresh = store.region + span * kSpan;
    shelf.end = shelf.fresh + kSpan / size_of(size_class) * size_of(size_class);
    return true;
}

bool fill(std::size_t size_class, Shelf& shelf) {
    expect_departure();
    std::lock_guard const lock(store.mutex);
    if (Free* const chain = store.chains[size_class]) {
        store.chains[size_class] = chain->next_chain;
        shelf.free = chain;
        shelf.count = 0;  // fewer than there are: the next chain is handed on so much later
        return true;
    }
    if (Free* const rest = store.rests[size_class]) {
        store.rests[size_class] = rest->next_chain;
        shelf.fresh = reinterpret_cast<char*>(rest);
        shelf.end = reinterpret_cast<char*>(rest->next);
        return true;
    }
    return add_span(size_class, shelf);
}

/// Calls `use` for every block that nobody has; it may do with it what it will.
template <class Use>
void each_free(Free* chain, Use const& use) {
    while (chain != nullptr) {
        Free* const next_chain = chain->next_chain;
        for (Free *block = chain, *next = nullptr; block != nullptr; block = next) {
            next = block->next;
            use(block);
        }
        chain = next_chain;
    }
}

/// Makes empty those spans of a class of which all blocks are free: these are then no blocks any more.
void empty_spans(std::size_t size_class) {
    std::size_t const whole = kSpan / size_of(size_class);
    Free* const all = std::exchange(store.chains[size_class], nullptr);
    each_free(all, [](Free* block) { ++free_of_span[span_of(block)]; });
    Free* kept = nullptr;
    std::uint32_t emptied = kNone;
    each_free(all, [&](Free* block) {
        std::uint32_t const span = span_of(block);
        if (free_of_span[span] != whole) {
            block->next = std::exchange(kept, block);
        } else if (reinterpret_cast<char*>(block) == store.region + span * kSpan) {
            next_empty[span] = std::exchange(emptied, span);
        }
    });
    for (Free* block = kept; block != nullptr; block = block->next) free_of_span[span_of(block)] = 0;
    if (kept != nullptr) put_chain(size_class, kept);
    for (std::uint32_t span = emptied, next = kNone; span != kNone; span = next) {
        next = std::exchange(next_empty[span], store.empty);
        free_of_span[span] = 0;
        store.empty = span;
        madvise(store.region + span * kSpan, kSpan, MADV_DONTNEED);
    }
}

}  // namespace

void* take(std::size_t size) noexcept {
    if (size > kLargest) return nullptr;
    std::size_t const size_class = class_of(size);
    Shelf& shelf = shelves[size_class];
    if (shelf.free == nullptr && shelf.fresh == shelf.end && !fill(size_class, shelf)) return nullptr;
    if (Free* const block = shelf.free) {
        shelf.free = block->next;
        __builtin_prefetch(shelf.free);  // the next one is most likely cold
        shelf.count -= shelf.count > 0;
        return block;
    }
    char* const block = shelf.fresh;
    shelf.fresh += size_of(size_class);
    return block;
}

bool give_back(void* block) noexcept {
    std::uintptr_t const at = reinterpret_cast<std::uintptr_t>(block) - region_begin.load(std::memory_order_relaxed);
    if (at >= kRegion) return false;
    std::size_t const size_class = class_of_span[at / kSpan];
    Shelf& shelf = shelves[size_class];
    if (shelf.free == nullptr) expect_departure();
    auto* const free = static_cast<Free*>(block);
    free->next = shelf.free;
    shelf.free = free;
    // A thread that gives back what another takes must not hoard it.
    if (++shelf.count * size_of(size_class) < kSpan) return true;
    std::lock_guard const lock(store.mutex);
    put_chain(size_class, free);
    shelf.free = nullptr;
    shelf.count = 0;
    return true;
}

void trim() noexcept {
    std::lock_guard const lock(store.mutex);
    for (std::size_t k = 0; k < kClasses; ++k) {
        if (Free* const mine = std::exchange(shelves[k].free, nullptr)) put_chain(k, mine);
        shelves[k].count = 0;
        empty_spans(k);
    }
}

std::size_t reserved() noexcept {
    std::lock_guard const lock(store.mutex);
    return store.used;
}

}  // namespace offprint::small_blocks
