#include "batch/progress.h"

#include <catch2/catch.hpp>

#include "batch/metrics.h"
#include "batch/processors.h"

using namespace offprint::batch;

TEST_CASE("a rate forgets by half in 30 seconds and says how sure it is") {
    Rate rate;
    CHECK(rate.left(100) == 0);
    for (int t = 0; t <= 300; ++t) rate.see(t, static_cast<std::uint64_t>(t) * 10);
    CHECK(rate.per_second() == Approx(10));
    CHECK(rate.left(100) == Approx(10));
    CHECK(rate.left_spread(100) < 0.01);
    for (int t = 301; t <= 330; ++t) rate.see(t, 3000 + static_cast<std::uint64_t>(t - 300) * 30);
    CHECK(rate.per_second() == Approx(20).epsilon(0.02));
}

TEST_CASE("progress in words and as JSON") {
    Counts const counts{100'000, 61'198, 0, 6};
    Rate rate;
    CHECK(progress_line(counts, rate) == "[============>       ] 61,204/100,000  ok 61,198  skip 0  fail 6");
    for (int t = 0; t <= 60; ++t) rate.see(t, static_cast<std::uint64_t>(t) * 142);
    CHECK(progress_line(counts, rate) == "[============>       ] 61,204/100,000  ok 61,198  skip 0  fail 6  142/s  ETA 4m33s (+-0s)");
    CHECK(progress_json(counts, rate) == R"({"phase":"progress","total":100000,"ok":61198,"skipped":0,"failed":6,"per_second":142.00,"seconds_left":273})");
    CHECK(end_json(counts, 1, "a \"b\"") == R"({"phase":"end","total":100000,"ok":61198,"skipped":0,"failed":6,"exit_code":1,"msg":"a \"b\""})");
    CHECK(progress_line({}, Rate()) == "[====================] 0/0  ok 0  skip 0  fail 0");
}

TEST_CASE("the last success is found in older metrics") {
    Figures figures;
    figures.job = "a\"\\\nb";
    figures.last_success = 1'795'753'465;
    CHECK(last_success_in(metrics_text(figures)) == 1'795'753'465);
    CHECK(metrics_text(figures).find(R"(job_name="a\"\\ b")") != std::string::npos);
    CHECK(last_success_in("") == 0);
    CHECK(last_success_in("\noffprint_run_last_success_timestamp_seconds{} x") == 0);
    CHECK(last_success_in("\noffprint_run_last_success_timestamp_seconds{") == 0);
}

TEST_CASE("workers are as many as the machine or the control group grants") {
    CHECK(usable_processors() >= 1);
    CHECK(granted_processors("150000 100000\n") == 2);
    CHECK(granted_processors("50000 100000") == 1);
    CHECK(granted_processors("400000 100000") == 4);
    for (std::string_view const text : {"", "max 100000", "100000", "0 100000", "100000 0", "x y"}) CHECK(granted_processors(text) == 0);
}
