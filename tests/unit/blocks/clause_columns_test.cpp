#include "blocks/clause_columns.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace offprint;
using namespace offprint::blocks;

namespace {

constexpr Length kLeading = Length::points(10);

/// Clauses of a heading of one or two lines and one to three paragraphs of one to six lines.
std::vector<ColumnLine> random_clauses(std::mt19937& random) {
    auto const pick = [&](std::uint32_t least, std::uint32_t most) { return least + static_cast<std::uint32_t>(random() % (most - least + 1)); };
    std::vector<ColumnLine> lines;
    for (std::uint32_t clause = pick(1, 12); clause > 0; --clause) {
        for (std::uint32_t i = 0, n = pick(1, 2); i < n; ++i) lines.push_back({nullptr, i, i == 0 ? Length::points(8) : Length{}, i == 0, true});
        for (std::uint32_t paragraph = pick(1, 3); paragraph > 0; --paragraph)
            for (std::uint32_t i = 0, n = pick(1, 6); i < n; ++i) lines.push_back({nullptr, i, i == 0 ? Length::points(4) : Length{}, i == 0, false});
    }
    return lines;
}

Length height_of(std::vector<ColumnLine> const& lines, std::size_t begin, std::size_t end) {
    Length height;
    for (std::size_t i = begin; i < end; ++i) height += kLeading + (i > begin ? lines[i].above : Length{});
    return height;
}

}  // namespace

TEST_CASE("clauses in columns: no column ends below a heading, the tallest is told, and none is much longer than its share") {
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        std::vector<ColumnLine> const lines = random_clauses(random);
        std::size_t const count = 2 + random() % 2;
        ColumnChoice const chosen = choose_columns(lines, count, kLeading);
        REQUIRE(chosen.starts.size() == count);
        REQUIRE(chosen.starts.front() == 0);
        Length tallest, all;
        for (std::size_t c = 0; c < count; ++c) {
            std::size_t const begin = chosen.starts[c], end = c + 1 < count ? chosen.starts[c + 1] : lines.size();
            REQUIRE(begin <= end);
            if (end > begin && end < lines.size()) REQUIRE_FALSE(lines[end - 1].holds_next);
            tallest = max(tallest, height_of(lines, begin, end));
        }
        for (ColumnLine const& line : lines) all += kLeading + line.above;
        REQUIRE(chosen.tallest == tallest);
        // The longest run that may not be cut is a heading of two lines and what follows it.
        REQUIRE(tallest <= all / static_cast<std::int64_t>(count) + kLeading * 9);
    }
}

TEST_CASE("the lines of columns stand below one another from the top, side by side") {
    std::vector<ColumnLine> lines;
    for (std::uint32_t i = 0; i < 6; ++i) lines.push_back({nullptr, i, i == 3 ? Length::points(4) : Length{}, i % 3 == 0, false});
    ColumnChoice const chosen = choose_columns(lines, 2, kLeading);
    REQUIRE(chosen.starts == std::vector<std::size_t>{0, 3});
    auto const pieces = column_pieces(lines, chosen, Length::points(5), Length::points(100), kLeading, Length::points(7));
    REQUIRE(pieces.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(pieces[i].at.x == Length::points(i < 3 ? 5 : 105));
        CHECK(pieces[i].at.y == Length::points(7) + kLeading * static_cast<std::int64_t>(i % 3));
    }
}
