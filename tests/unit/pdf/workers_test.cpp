#include "pdf/workers.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>

using namespace offprint::pdf;

TEST_CASE("jobs of the one family are done singly, in the order of adding, and may add others") {
    for (unsigned const threads : {0U, 1U, 2U, 3U, 6U}) {
        std::vector<int> order, others(300, 0);
        std::vector<Workers::Ticket> more(300);
        std::atomic<int> inside = 0;
        bool alone = true;
        Workers workers(threads);
        Workers::Ticket last = 0;
        for (int i = 0; i < 300; ++i) {
            last = workers.add_in_order([&, i] {
                alone = alone && ++inside == 1;
                order.push_back(i);
                auto const at = static_cast<std::size_t>(i);
                more[at] = workers.add([&others, at] { ++others[at]; });
                --inside;
            });
        }
        workers.wait(last);
        std::vector<int> wanted(300);
        std::iota(wanted.begin(), wanted.end(), 0);
        CHECK(order == wanted);
        CHECK(alone);
        for (Workers::Ticket const ticket : more) workers.wait(ticket);
        CHECK(others == std::vector<int>(300, 1));
    }
}

TEST_CASE("what a job throws reaches who waits, and nothing is done after it") {
    for (unsigned const threads : {1U, 2U, 4U}) {
        int after = 0;
        auto const all = [&] {
            Workers workers(threads);
            workers.add_in_order([] { throw std::runtime_error("no"); });
            workers.wait(workers.add_in_order([&] { ++after; }));
        };
        CHECK_THROWS_AS(all(), std::runtime_error);
        CHECK(after == 0);
    }
}

TEST_CASE("workers may go with work undone") {
    std::atomic<int> done = 0;
    {
        Workers workers(3);
        for (int i = 0; i < 400; ++i) workers.add_in_order([&] { ++done; });
    }
    CHECK(done <= 400);
}

TEST_CASE("a batch that goes by an exception leaves no job at work") {
    for (unsigned const threads : {1U, 2U, 4U}) {
        Workers workers(threads);
        std::atomic<bool> gone = false, late = false;
        auto const all = [&] {
            Batch batch(workers);
            for (int i = 0; i < 50; ++i)
                batch.add([&] {
                    if (gone) late = true;
                });
            throw std::runtime_error("no");
        };
        CHECK_THROWS_AS(all(), std::runtime_error);
        gone = true;
        workers.wait(workers.add([] {}));
        CHECK_FALSE(late);
    }
}
