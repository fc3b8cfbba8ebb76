#include "batch/queue.h"

#include <catch2/catch.hpp>

using namespace offprint::batch;

TEST_CASE("jobs come by priority, then in order; what is given back comes again") {
    double now = 0;
    LocalQueue queue([&] { return now; });
    queue.publish(0, 1, 5);
    queue.publish(1, 2, -1);
    queue.publish(2, 3, 5);
    auto const first = queue.claim();
    REQUIRE(first);
    CHECK(first->first == 1);
    CHECK(first->deliveries == 1);
    queue.nack(*first, 0);
    auto const again = queue.claim();
    REQUIRE(again);
    CHECK(again->first == 1);
    CHECK(again->deliveries == 2);
    queue.nack(*again, 10);
    CHECK(queue.claim()->first == 0);
    now = 9;
    CHECK(queue.claim()->first == 2);
    CHECK_FALSE(queue.claim());
    CHECK_FALSE(queue.is_done());
    now = 10;
    CHECK(queue.claim()->first == 1);
}

TEST_CASE("a queue is done when all is settled") {
    LocalQueue queue([] { return 0.0; });
    queue.publish(0, 1, 0);
    queue.publish(1, 2, 0);
    auto const a = queue.claim(), b = queue.claim();
    queue.ack(*a);
    CHECK_FALSE(queue.is_done());
    queue.dead(*b, "E970");
    CHECK(queue.is_done());
    CHECK(queue.dead_letters().size() == 1);
    queue.nack(*a, 0);  // settled already
    CHECK(queue.is_done());
}
