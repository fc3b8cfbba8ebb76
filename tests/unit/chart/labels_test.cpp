#include "chart/labels.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <random>

using namespace offprint;
using namespace offprint::chart;

namespace {

/// Cheapest placement on a grid of whole steps by trying all of them: the oracle for three and four labels.
std::int64_t best_cost(std::vector<Stacked> const& labels, std::size_t i, std::int64_t from, std::int64_t bottom) {
    if (i == labels.size()) return 0;
    std::int64_t best = std::numeric_limits<std::int64_t>::max() / 4;
    std::int64_t const half = labels[i].height.raw() / 2;
    for (std::int64_t centre = from + half; centre + half <= bottom; ++centre) {
        std::int64_t const shift = centre - labels[i].want.raw();
        best = std::min(best, shift * shift + best_cost(labels, i + 1, centre + half, bottom));
    }
    return best;
}

}  // namespace

TEST_CASE("stacked labels move as little as can be (against all placements)") {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<Stacked> labels;
        for (int i = 0; i < 3; ++i) labels.push_back({Length::from_raw(static_cast<std::int64_t>(random() % 40)), Length::from_raw(6)});
        std::sort(labels.begin(), labels.end(), [](Stacked const& a, Stacked const& b) { return a.want < b.want; });
        auto const centres = spread(labels, Length{}, Length::from_raw(40));
        std::int64_t cost = 0;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            std::int64_t const shift = (centres[i] - labels[i].want).raw();
            cost += shift * shift;
            REQUIRE(centres[i].raw() - 3 >= 0);
            REQUIRE(centres[i].raw() + 3 <= 40);
            if (i > 0) REQUIRE((centres[i] - centres[i - 1]).raw() >= 6);
        }
        // Means of blocks are rounded to whole units, a unit each at most.
        REQUIRE(cost <= best_cost(labels, 0, 0, 40) + 3 * 3);
    }
}

TEST_CASE("stacked labels that do not need to move stay") {
    std::vector<Stacked> const labels{{Length::points(10), Length::points(8)}, {Length::points(30), Length::points(8)}};
    auto const centres = spread(labels, Length{}, Length::points(100));
    CHECK(centres[0] == Length::points(10));
    CHECK(centres[1] == Length::points(30));
}

TEST_CASE("too many stacked labels start at the top and do not overlap") {
    std::vector<Stacked> const labels(20, {Length::points(50), Length::points(10)});
    auto const centres = spread(labels, Length{}, Length::points(100));
    CHECK(centres.front() == Length::points(5));
    for (std::size_t i = 1; i < centres.size(); ++i) CHECK(centres[i] - centres[i - 1] == Length::points(10));
}

TEST_CASE("segments and boxes") {
    Rect const box{Length::points(10), Length::points(10), Length::points(10), Length::points(10)};
    auto at = [](double x, double y) { return Point{Length::points(x), Length::points(y)}; };
    CHECK(crosses(at(0, 0), at(30, 30), box));
    CHECK(crosses(at(12, 12), at(14, 14), box));
    CHECK(crosses(at(15, 0), at(15, 30), box));
    CHECK_FALSE(crosses(at(0, 0), at(9, 9), box));
    CHECK_FALSE(crosses(at(0, 21), at(9, 30), box));
    CHECK_FALSE(crosses(at(0, 25), at(30, 21), box));
    CHECK_FALSE(crosses(at(5, 5), at(5, 5), box));

    // Against points along the segment, for random ones.
    std::mt19937 random(5);
    for (int i = 0; i < 3000; ++i) {
        auto coordinate = [&] { return static_cast<double>(random() % 300) / 10.0; };
        Point const a = at(coordinate(), coordinate()), b = at(coordinate(), coordinate());
        bool sampled = false;
        for (int t = 0; t <= 1000 && !sampled; ++t) {
            double const x = a.x.to_points() + (b.x - a.x).to_points() * t / 1000.0, y = a.y.to_points() + (b.y - a.y).to_points() * t / 1000.0;
            sampled = x > 10.05 && x < 19.95 && y > 10.05 && y < 19.95;
        }
        if (sampled) REQUIRE(crosses(a, b, box));
    }
}

TEST_CASE("occupied places keep their distance") {
    Occupancy taken;
    taken.add(Rect{Length::points(0), Length::points(0), Length::points(10), Length::points(10)});
    Rect const near{Length::points(11), Length::points(0), Length::points(5), Length::points(5)};
    CHECK_FALSE(taken.free(near, Length::points(2)));
    CHECK(taken.free(near, Length::points(1)));
    Occupancy line;
    line.add({Length::points(0), Length::points(20)}, {Length::points(50), Length::points(20)}, Length::points(0.7));
    Rect const below{Length::points(5), Length::points(22), Length::points(5), Length::points(5)};
    CHECK_FALSE(line.free(below, Length::points(2)));
    CHECK(line.free(below, Length::points(1)));
}
