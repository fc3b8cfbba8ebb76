#include "archive/retention.h"

#include <catch2/catch.hpp>

using namespace offprint::archive;

TEST_CASE("the longest class counts, from the day of archiving") {
    CHECK(keep_until("2026-06-15T12:00:00Z", {"us-bd"}) == "2029-06-15");
    CHECK(keep_until("2026-06-15T12:00:00Z", {"us-bd", "eu-mifid"}) == "2031-06-15");
    CHECK(keep_until("2026-06-15T12:00:00Z", {}) == "2033-06-15");
    CHECK(keep_until("2028-02-29T12:00:00Z", {"us-bd"}) == "2031-03-01");
    CHECK(is_retention_class("us-ia"));
    CHECK_FALSE(is_retention_class("us"));
}

TEST_CASE("times are written and read") {
    CHECK(time_text(0) == "1970-01-01T00:00:00Z");
    CHECK(time_text(1781524800) == "2026-06-15T12:00:00Z");
    CHECK(seconds_of("2026-06-15T12:00:00Z") == 1781524800);
    for (char const* const bad : {"2026-06-15", "2026-02-30T12:00:00Z", "2026-06-15T24:00:00Z", "2026-06-15T12:00:00+", "2026-06-15 12:00:00Z", ""})
        CHECK_FALSE(seconds_of(bad));
    CHECK(is_day("2028-02-29"));
    for (char const* const bad : {"2027-02-29", "2026-6-15", "20260615", "2026-13-01", "-026-01-01"}) CHECK_FALSE(is_day(bad));
}
