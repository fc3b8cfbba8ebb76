#include <random>

#include "chart/time_axis.h"
#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;

TEST_CASE("civil dates and days") {
    CHECK(days_from_civil({1970, 1, 1}) == 0);
    CHECK(days_from_civil({2000, 3, 1}) == 11017);
    CHECK(days_from_civil({1969, 12, 31}) == -1);
    // Every day of four centuries and more, one after the other.
    data::Date date{1599, 1, 1};
    std::int64_t day = days_from_civil(date);
    for (int i = 0; i < 160000; ++i, ++day) {
        data::Date const back = civil_from_days(day);
        REQUIRE(days_from_civil(back) == day);
        data::Date const next = civil_from_days(day + 1);
        REQUIRE(back < next);
        REQUIRE(((next.day == back.day + 1 && next.month == back.month) || next.day == 1));
    }
}

TEST_CASE("ticks at months, quarters and years") {
    std::vector<std::string> const names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const quarters = month_ticks(days_from_civil({2025, 1, 6}), days_from_civil({2026, 6, 30}), 3, names);
    REQUIRE(quarters.size() == 5);
    CHECK(quarters[0].words == "Apr");
    CHECK(quarters[0].below == "2025");
    CHECK(quarters[1].below.empty());
    CHECK(quarters[3].words == "Jan");
    CHECK(quarters[3].below == "2026");
    auto const years = month_ticks(days_from_civil({1999, 12, 31}), days_from_civil({2002, 1, 1}), 12, names);
    REQUIRE(years.size() == 3);
    CHECK(years[0].words == "2000");
    CHECK(years[0].below.empty());
    CHECK(month_ticks(days_from_civil({2025, 1, 2}), days_from_civil({2025, 1, 30}), 1, names).empty());
    CHECK(month_ticks(days_from_civil({2025, 2, 1}), days_from_civil({2025, 2, 2}), 1, {}).front().words == "2");
}
