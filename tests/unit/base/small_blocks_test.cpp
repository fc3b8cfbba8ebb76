#include "base/small_blocks.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <map>
#include <random>
#include <thread>
#include <vector>

using namespace offprint;

namespace {

/// A block with its size and a byte that fills it.
struct Held {
    unsigned char* at;
    std::size_t size;
    unsigned char fill;
};

Held take(std::size_t size, unsigned char fill) {
    Held held{static_cast<unsigned char*>(small_blocks::take(size)), size, fill};
    REQUIRE(held.at != nullptr);
    std::memset(held.at, fill, size);
    return held;
}

bool whole(Held const& held) {
    for (std::size_t i = 0; i < held.size; ++i)
        if (held.at[i] != held.fill) return false;
    return true;
}

}  // namespace

TEST_CASE("Small blocks of any size are aligned, apart from each other and come back") {
    std::map<std::uintptr_t, Held> by_address;
    for (std::size_t size = 0; size <= small_blocks::kLargest; ++size) {
        Held const held = take(size, static_cast<unsigned char>(size));
        auto const at = reinterpret_cast<std::uintptr_t>(held.at);
        CHECK(at % 16 == 0);
        by_address[at] = held;
    }
    REQUIRE(by_address.size() == small_blocks::kLargest + 1);
    for (auto it = by_address.begin(); std::next(it) != by_address.end(); ++it) CHECK(it->first + it->second.size <= std::next(it)->first);
    for (auto const& [at, held] : by_address) {
        CHECK(whole(held));
        CHECK(small_blocks::give_back(held.at));
    }
}

TEST_CASE("What is not a small block is refused") {
    int here = 0;
    std::vector<char> large(1 << 20);
    CHECK(small_blocks::take(small_blocks::kLargest + 1) == nullptr);
    CHECK_FALSE(small_blocks::give_back(nullptr));
    CHECK_FALSE(small_blocks::give_back(&here));
    CHECK_FALSE(small_blocks::give_back(large.data()));
}

TEST_CASE("Small blocks keep what is written in them through a long random use") {
    std::mt19937 random(7);
    std::vector<Held> held;
    for (int step = 0; step < 200'000; ++step) {
        if (held.size() < 100 || random() % 2 == 0) {
            held.push_back(take(random() % (small_blocks::kLargest + 1), static_cast<unsigned char>(random())));
            continue;
        }
        std::swap(held[random() % held.size()], held.back());
        REQUIRE(whole(held.back()));
        REQUIRE(small_blocks::give_back(held.back().at));
        held.pop_back();
    }
    for (Held const& h : held) {
        REQUIRE(whole(h));
        small_blocks::give_back(h.at);
    }
}

TEST_CASE("Blocks that one thread takes and another gives back are used again") {
    // Rounds of a maker and a taker, as pages are painted on one thread and encoded on another.
    constexpr int kRounds = 50, kBlocks = 2000;
    std::size_t after_first = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Held> held;
        for (int i = 0; i < kBlocks; ++i) held.push_back(take(200, static_cast<unsigned char>(i)));
        int broken = 0;
        std::thread([&] {
            for (Held const& h : held) {
                broken += !whole(h);
                small_blocks::give_back(h.at);
            }
        }).join();
        REQUIRE(broken == 0);
        if (round == 0) after_first = small_blocks::reserved();
    }
    CHECK(small_blocks::reserved() == after_first);
}

TEST_CASE("Small blocks on many threads at once") {
    std::vector<std::thread> threads;
    std::vector<int> broken(8, 0);
    for (unsigned number = 0; number < broken.size(); ++number) {
        threads.emplace_back([&broken, number] {
            std::mt19937 random(number);
            std::vector<Held> held;
            for (int step = 0; step < 20'000; ++step) {
                if (held.size() < 50 || random() % 2 == 0) {
                    std::size_t const size = random() % 300;
                    Held const h{static_cast<unsigned char*>(small_blocks::take(size)), size, static_cast<unsigned char>(random())};
                    std::memset(h.at, h.fill, h.size);
                    held.push_back(h);
                } else {
                    broken[number] += !whole(held.back());
                    small_blocks::give_back(held.back().at);
                    held.pop_back();
                }
            }
            for (Held const& h : held) small_blocks::give_back(h.at);
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (int const n : broken) CHECK(n == 0);
}

TEST_CASE("Spans that nobody uses serve blocks of another size") {
    constexpr std::size_t kMany = 4096;
    std::vector<Held> kept, let_go;
    for (std::size_t i = 0; i < kMany; ++i) (i % 1024 == 0 ? kept : let_go).push_back(take(48, static_cast<unsigned char>(i)));
    for (Held const& held : let_go) CHECK(small_blocks::give_back(held.at));
    small_blocks::trim();
    small_blocks::trim();  // nothing is left to give back
    std::size_t const before = small_blocks::reserved();
    std::vector<Held> others;
    for (std::size_t i = 0; i < kMany * 48 / 1024 / 2; ++i) others.push_back(take(1024, static_cast<unsigned char>(i)));
    CHECK(small_blocks::reserved() == before);
    std::map<std::uintptr_t, Held> by_address;
    for (std::vector<Held> const* list : {&kept, &others})
        for (Held const& held : *list) by_address[reinterpret_cast<std::uintptr_t>(held.at)] = held;
    REQUIRE(by_address.size() == kept.size() + others.size());
    for (auto it = by_address.begin(); std::next(it) != by_address.end(); ++it) CHECK(it->first + it->second.size <= std::next(it)->first);
    for (auto const& [at, held] : by_address) {
        CHECK(whole(held));
        CHECK(small_blocks::give_back(held.at));
    }
}
