#include "compare/sequence.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace offprint::compare;

namespace {

using Members = std::vector<std::uint32_t>;

Pairs within(Members const& a, Members const& b, Budget budget = {}) { return common_subsequence(a, b, budget); }

/// Length of a longest common subsequence, by the definition.
std::size_t longest(Members const& a, Members const& b) {
    std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t k = b.size(); k-- > 0;) best[i][k] = a[i] == b[k] ? best[i + 1][k + 1] + 1 : std::max(best[i + 1][k], best[i][k + 1]);
    return best[0][0];
}

bool is_common_subsequence(Pairs const& pairs, Members const& a, Members const& b) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i].first >= a.size() || pairs[i].second >= b.size() || a[pairs[i].first] != b[pairs[i].second]) return false;
        if (i > 0 && (pairs[i].first <= pairs[i - 1].first || pairs[i].second <= pairs[i - 1].second)) return false;
    }
    return true;
}

Members random_members(std::mt19937& random, std::size_t length, std::uint32_t kinds) {
    Members out;
    for (std::size_t i = 0; i < length; ++i) out.push_back(static_cast<std::uint32_t>(random() % kinds));
    return out;
}

/// Some members taken out, changed or put in.
Members edited(Members members, std::mt19937& random, int edits) {
    for (int i = 0; i < edits; ++i) {
        auto const at = static_cast<std::ptrdiff_t>(random() % (members.size() + 1));
        auto const member = static_cast<std::uint32_t>(random() % 50'000);
        if (random() % 2 == 0 || members.empty())
            members.insert(members.begin() + at, member);
        else
            members.erase(members.begin() + at % static_cast<std::ptrdiff_t>(members.size()));
    }
    return members;
}

}  // namespace

TEST_CASE("a longest common subsequence, as all of them tried give it") {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        Members const a = random_members(random, random() % 14, 1 + static_cast<std::uint32_t>(random() % 6));
        Members const b = random_members(random, random() % 14, 1 + static_cast<std::uint32_t>(random() % 6));
        Pairs const pairs = within(a, b);
        REQUIRE(is_common_subsequence(pairs, a, b));
        REQUIRE(pairs.size() == longest(a, b));
    }
}

TEST_CASE("long sequences with few differences") {
    std::mt19937 random(4);
    Members const a = random_members(random, 2000, 50'000);
    Members const b = edited(a, random, 60);
    Pairs const pairs = within(a, b);
    CHECK(is_common_subsequence(pairs, a, b));
    CHECK(pairs.size() == longest(a, b));
}

TEST_CASE("within few steps it is a common subsequence still") {
    std::mt19937 random(5);
    for (std::size_t const steps : {std::size_t{0}, std::size_t{10}, std::size_t{1000}}) {
        Members a = random_members(random, 3000, 50'000), b = edited(a, random, 300);
        std::rotate(b.begin(), b.begin() + 1000, b.end());
        Pairs const pairs = within(a, b, Budget{steps});
        CHECK(is_common_subsequence(pairs, a, b));
        CHECK(pairs.size() > 1200);
    }
}

TEST_CASE("sequences without anything in common, and very long ones, end soon") {
    std::mt19937 random(6);
    Members const a = random_members(random, 200'000, 3), b = random_members(random, 200'000, 3);
    CHECK(is_common_subsequence(within(a, b), a, b));
    Members c(100'000, 1), d(100'000, 2);
    CHECK(within(c, d).empty());
    CHECK(within({}, d).empty());
}
