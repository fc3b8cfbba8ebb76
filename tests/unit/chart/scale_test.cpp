#include "chart/scale.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace offprint;
using namespace offprint::chart;

TEST_CASE("a linear scale is exact to half a unit") {
    std::mt19937 random(3);
    LinearScale const scale({0, 0}, {3, 0}, Length::points(120), Length::points(10));
    CHECK(scale.at({0, 0}) == Length::points(120));
    CHECK(scale.at({3, 0}) == Length::points(10));
    CHECK(scale.at({15, -1}) == Length::points(65));
    for (int i = 0; i < 2000; ++i) {
        data::Decimal const v{static_cast<std::int64_t>(random() % 3000000), -6};
        double const want = 120.0 - v.to_double() / 3.0 * 110.0;
        REQUIRE(std::abs(scale.at(v).to_points() - want) <= 0.5000001 / 65536);
        double const across = 20.0 + v.to_double() / 7.0 * 100.0;
        LinearScale const right({0, 0}, {7, 0}, Length::points(20), Length::points(120));
        REQUIRE(std::abs(right.at(v).to_points() - across) <= 0.5000001 / 65536);
        LinearScale const turned({7, 0}, {0, 0}, Length::points(120), Length::points(20));
        REQUIRE(turned.at(v) == right.at(v));
    }
}

TEST_CASE("a scale does not care how a number is spelt or in which unit it is") {
    LinearScale const scale({0, 0}, {268, -2}, Length::points(0), Length::points(333.3));
    LinearScale const thousand({0, 0}, {2680, 0}, Length::points(0), Length::points(333.3));
    for (int v = 0; v <= 268; ++v) {
        CHECK(scale.at({v, -2}) == scale.at({v * 1000, -5}));
        CHECK(scale.at({v, -2}) == thousand.at({v, 1}));
    }
}

TEST_CASE("values many orders of magnitude apart") {
    LinearScale const scale({0, 0}, {1, 12}, Length::points(0), Length::points(100));
    CHECK(scale.at({1, -12}) == Length{});
    CHECK(scale.at({5, 11}) == Length::points(50));
    LinearScale const tiny({0, 0}, {3, -12}, Length::points(0), Length::points(100));
    CHECK(tiny.at({15, -13}) == Length::points(50));
    CHECK(tiny.at({123456789012345678, -29}) > Length::points(41));
}

TEST_CASE("bands are equal and their bars centred") {
    for (std::size_t count : {1u, 2u, 3u, 7u, 60u}) {
        BandScale const band(count, Length::points(20), Length::points(341.7), 500, Length::points(51));
        CHECK(band.left(0) == Length::points(20));
        CHECK(band.left(count) == Length::points(341.7));
        CHECK(band.bar_width() <= Length::points(51));
        for (std::size_t i = 0; i < count; ++i) {
            Length const before = band.centre(i) - band.left(i), after = band.left(i + 1) - band.centre(i);
            CHECK(std::abs((before - after).raw()) <= 2);
        }
    }
}
