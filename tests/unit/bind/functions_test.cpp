#include "bind/functions.h"

#include <catch2/catch.hpp>

#include "bind/rows.h"
#include "data/calculation.h"

using namespace offprint;

TEST_CASE("functions check how many arguments they have") {
    bind::Failure failure;
    CHECK_FALSE(bind::call_function(bind::find_function("growth"), {}, {}, failure));
    CHECK(failure.code == "E354");
    CHECK(bind::find_function("no such") == -1);
}

TEST_CASE("roots and powers are decimals") {
    CHECK(data::plain_text(*data::root({121, -2}, 2)) == "1.1");
    CHECK(data::plain_text(*data::power({11, -1}, 3)) == "1.331");
    CHECK(data::plain_text(*data::quotient({1, 0}, {8, 0})) == "0.125");
    CHECK_FALSE(data::quotient({1, 0}, {}));
}

TEST_CASE("days are counted through leap years") {
    for (data::Date day : {data::Date{2024, 2, 29}, data::Date{1, 1, 1}, data::Date{9999, 12, 31}, data::Date{2000, 3, 1}})
        CHECK(*data::date_of(data::day_number(day)) == day);
    CHECK(data::day_number({2026, 3, 1}) - data::day_number({2026, 2, 28}) == 1);
}
