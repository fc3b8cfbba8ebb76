#include "chart/ticks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace offprint;
using namespace offprint::chart;
using data::Decimal;

namespace {

/// Heckbert 1990, "Nice numbers for graph labels": steps of 1, 2, 5 with cut points 1.5, 3, 7. The oracle.
struct Heckbert {
    double step, low, high;
};
double nice_number(double v, bool round) {
    double const power = std::pow(10.0, std::floor(std::log10(v))), f = v / power;
    if (round) return (f < 1.5 ? 1 : f < 3 ? 2 : f < 7 ? 5 : 10) * power;
    return (f <= 1 ? 1 : f <= 2 ? 2 : f <= 5 ? 5 : 10) * power;
}
Heckbert heckbert(double low, double high, int target) {
    double const step = nice_number(nice_number(high - low, false) / (target - 1), true);
    return {step, std::floor(low / step) * step, std::ceil(high / step) * step};
}

bool nice(Ticks const& ticks) {
    std::int64_t step = ticks.step;
    while (step % 10 == 0) step /= 10;
    // The step of the paper's list, perhaps times a skip of 2 to 4.
    std::vector<std::int64_t> const known{1, 2, 3, 4, 5, 6, 8, 9, 12, 15, 16, 25, 75};
    return std::find(known.begin(), known.end(), step) != known.end();
}

Extent random_extent(std::mt19937& random) {
    auto uniform = [&](std::int64_t low, std::int64_t high) { return low + static_cast<std::int64_t>(random() % static_cast<std::uint32_t>(high - low + 1)); };
    int const exponent = static_cast<int>(uniform(-12, 9));
    Extent extent{{uniform(-999, 999), exponent}, {}};
    extent.high = extent.low;
    extent.include({uniform(-999, 999), exponent + static_cast<int>(uniform(-1, 2))});
    return extent;
}

}  // namespace

TEST_CASE("ticks of familiar extents") {
    Ticks const revenue = nice_ticks({{0, 0}, {268, -2}}, 4);
    CHECK(revenue.count == 4);
    CHECK(compare(revenue.at(3), {3, 0}) == 0);
    Ticks const percent = nice_ticks({{0, 0}, {93, 0}}, 5);
    CHECK(compare(percent.high(), {100, 0}) == 0);
    Ticks const tenths = nice_ticks({{0, 0}, {3, -1}}, 4);
    CHECK(tenths.decimals() == 1);
    CHECK(compare(tenths.high(), {3, -1}) == 0);
}

TEST_CASE("ticks cover the data with nice steps, and are no worse than Heckbert's") {
    std::mt19937 random(20260615);
    for (int i = 0; i < 3000; ++i) {
        Extent const extent = random_extent(random);
        int const target = 3 + static_cast<int>(random() % 5);
        Ticks const ticks = nice_ticks(extent, target);
        if (extent.low.negative() && !extent.high.negative() && !extent.high.zero()) {
            bool zero = false;
            for (int k = 0; k < ticks.count; ++k) zero = zero || ticks.at(k).zero();
            CHECK(zero);
        }
        INFO(extent.low.mantissa << "e" << extent.low.exponent << " .. " << extent.high.mantissa << "e" << extent.high.exponent << " target " << target);
        REQUIRE(ticks.count >= 2);
        REQUIRE(ticks.step > 0);
        REQUIRE(compare(ticks.low(), extent.low) <= 0);
        REQUIRE(compare(ticks.high(), extent.high) >= 0);
        REQUIRE(nice(ticks));
        REQUIRE(ticks.decimals() >= 0);
        if (compare(extent.low, extent.high) == 0) continue;
        // Data fill at least as much of the axis as two thirds of what Heckbert's axis lets them fill.
        double const low = extent.low.to_double(), high = extent.high.to_double();
        Heckbert const oracle = heckbert(low, high, target);
        double const fill = (high - low) / (ticks.high().to_double() - ticks.low().to_double());
        double const oracle_fill = (high - low) / (oracle.high - oracle.low);
        REQUIRE(fill >= oracle_fill * 0.66);
        // And there are about as many ticks as asked for.
        REQUIRE(ticks.count <= target * 3 / 2 + 1);
    }
}

TEST_CASE("ticks are exact decimals and the same at every power of ten") {
    std::mt19937 random(7);
    for (int i = 0; i < 500; ++i) {
        Extent const extent = random_extent(random);
        Ticks const one = nice_ticks(extent, 4);
        Extent const moved{{extent.low.mantissa, extent.low.exponent + 3}, {extent.high.mantissa, extent.high.exponent + 3}};
        Ticks const thousand = nice_ticks(moved, 4);
        if (compare(extent.low, extent.high) == 0 && extent.low.zero()) continue;
        REQUIRE(one.count == thousand.count);
        for (int t = 0; t < one.count; ++t) REQUIRE(compare({one.at(t).mantissa, one.at(t).exponent + 3}, thousand.at(t)) == 0);
        // The same value written with more zeros gives the same ticks.
        Ticks const longer = nice_ticks({{extent.low.mantissa * 1000, extent.low.exponent - 3}, extent.high}, 4);
        REQUIRE(compare(one.low(), longer.low()) == 0);
        REQUIRE(compare(one.high(), longer.high()) == 0);
    }
}

TEST_CASE("an extent of one value is padded") {
    for (Decimal v : {Decimal{}, Decimal{5, 0}, Decimal{-5, 0}, Decimal{1, -12}, Decimal{-1, 12}, Decimal{123456789012345678, -3}}) {
        Ticks const ticks = nice_ticks({v, v}, 4);
        INFO(v.mantissa << "e" << v.exponent);
        CHECK(compare(ticks.low(), v) < 0);
        CHECK(compare(ticks.high(), v) > 0);
    }
}

TEST_CASE("a pair of axes shares intervals and zero") {
    auto const [revenue, eps] = aligned_ticks({{155, -2}, {268, -2}}, {{300, -2}, {520, -2}}, 4);
    CHECK(revenue.count == 4);
    CHECK(compare(revenue.high(), {3, 0}) == 0);
    CHECK(compare(eps.high(), {6, 0}) == 0);
    CHECK(revenue.first == 0);
    CHECK(eps.first == 0);

    // Points that would lie on the tops of their columns are moved off them by another scale.
    std::vector<std::pair<Decimal, Decimal>> const pairs{{{155, -2}, {301, -2}}, {{218, -2}, {422, -2}}, {{268, -2}, {520, -2}}};
    auto const [columns, line] = aligned_ticks({{155, -2}, {268, -2}}, {{301, -2}, {520, -2}}, 4, pairs);
    for (auto const& [top, point] : pairs) CHECK(std::abs(top.to_double() / columns.high().to_double() - point.to_double() / line.high().to_double()) > 0.06);

    std::mt19937 random(99);
    for (int i = 0; i < 2000; ++i) {
        Extent const a = random_extent(random), b = random_extent(random);
        INFO(a.low.mantissa << "e" << a.low.exponent << " .. " << a.high.mantissa << "e" << a.high.exponent << " and " << b.low.mantissa << "e"
                            << b.low.exponent << " .. " << b.high.mantissa << "e" << b.high.exponent);
        auto const [left, right] = aligned_ticks(a, b, 4);
        REQUIRE(left.count == right.count);
        REQUIRE(left.count >= 3);
        REQUIRE(left.count <= 9);
        // Zero is the same tick on both sides.
        REQUIRE(left.first % left.step == 0);
        REQUIRE(left.first / left.step == right.first / right.step);
        REQUIRE(left.first <= 0);
        for (auto const& [ticks, extent] : {std::pair{left, a}, std::pair{right, b}}) {
            REQUIRE(compare(ticks.low(), extent.low) <= 0);
            REQUIRE(compare(ticks.high(), extent.high) >= 0);
            REQUIRE(compare(ticks.high(), {0, 0}) >= 0);
        }
    }
}

TEST_CASE("magnitudes") {
    CHECK(magnitude({1, 0}) == 0);
    CHECK(magnitude({999, 0}) == 2);
    CHECK(magnitude({-25, -3}) == -2);
    CHECK(valid_magnitude({}));
    CHECK(valid_magnitude({1, -12}));
    CHECK(valid_magnitude({1, 15}));
    CHECK_FALSE(valid_magnitude({1, 16}));
    CHECK_FALSE(valid_magnitude({1, -16}));
    CHECK(canonical({2500, -4}).mantissa == 25);
    CHECK(canonical({2500, -4}).exponent == -2);
    CHECK(shifted({155, -2}, 0) == 1.55);
    CHECK(shifted({155, 1}, -3) == 1.55);
}
