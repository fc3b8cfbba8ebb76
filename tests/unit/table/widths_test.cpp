// Column widths: lines by first fit, and the search for the least height against all combinations.
#include <catch2/catch.hpp>
#include <random>

#include "table/widths.h"

using namespace offprint;
using namespace offprint::literals;
using namespace offprint::table;

namespace {

BreakableText text_of(std::vector<int> const& words) {
    BreakableText text;
    for (int const w : words) text.words.push_back(Length::points(w));
    text.space = 2_pt;
    text.leading = 10_pt;
    return text;
}

/// Least height over all widths in whole points that fit.
Length least_height(WidthProblem const& problem, std::vector<Length> widths, std::size_t column, Length spare) {
    if (column == widths.size()) return height_at(problem, widths);
    Length best = least_height(problem, widths, column + 1, spare);
    while (spare >= 1_pt) {
        widths[column] += 1_pt;
        spare -= 1_pt;
        best = min(best, least_height(problem, widths, column + 1, spare));
    }
    return best;
}

}  // namespace

TEST_CASE("Lines at a width, and the least width for a number of lines") {
    BreakableText const text = text_of({10, 20, 10, 30});
    CHECK(text.natural() == 76_pt);
    CHECK(text.widest_word() == 30_pt);
    CHECK(text.lines_at(76_pt) == 1);
    CHECK(text.lines_at(75_pt) == 2);
    CHECK(text.lines_at(30_pt) == 4);
    CHECK(text.least_width(1) == 76_pt);
    CHECK(text.least_width(2) == 42_pt);
    CHECK(text.least_width(3) == 32_pt);
    CHECK(text_of({}).lines_at(5_pt) == 0);
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<int> words(random() % 7 + 1);
        for (int& w : words) w = static_cast<int>(random() % 20) + 1;
        BreakableText const some = text_of(words);
        for (int lines = 1; lines <= 5; ++lines) {
            Length const least = some.least_width(lines);
            CHECK(some.lines_at(least) <= std::max(lines, some.lines_at(least)));
            if (least > some.widest_word()) CHECK(some.lines_at(least - Length::from_raw(1)) > lines);
        }
    }
}

TEST_CASE("Spare width goes where it saves most height: as good as trying everything") {
    std::mt19937 random(11);
    for (int round = 0; round < 250; ++round) {
        std::size_t const columns = random() % 3 + 1, rows = random() % 4 + 1;
        WidthProblem problem;
        problem.minimum.assign(columns, 4_pt);
        for (std::size_t r = 0; r < rows; ++r) {
            std::vector<FlexibleCell> cells;
            for (std::uint32_t c = 0; c < columns; ++c) {
                if (random() % 4 == 0) continue;
                std::vector<int> words(random() % 4 + 1);
                for (int& w : words) w = static_cast<int>(random() % 6) + 1;
                cells.push_back({c, text_of(words)});
            }
            problem.rows.push_back(std::move(cells));
        }
        for (auto const& row : problem.rows) {
            for (FlexibleCell const& cell : row) problem.minimum[cell.column] = max(problem.minimum[cell.column], cell.text.widest_word());
        }
        Length spare = Length::points(static_cast<double>(random() % 25));
        problem.available = spare;
        for (Length const m : problem.minimum) problem.available += m;
        std::vector<Length> const widths = spend_spare_width(problem);
        Length used;
        for (std::size_t c = 0; c < columns; ++c) {
            CHECK(widths[c] >= problem.minimum[c]);
            used += widths[c];
        }
        CHECK(used <= problem.available);
        CHECK(height_at(problem, widths) == least_height(problem, problem.minimum, 0, spare));
    }
}

TEST_CASE("Where the minima do not fit they come back") {
    WidthProblem problem{{50_pt, 60_pt}, {{{0, text_of({50, 50})}}}, 100_pt};
    CHECK(spend_spare_width(problem) == problem.minimum);
}

TEST_CASE("A long table: the step that saves most comes first") {
    WidthProblem problem;
    problem.minimum = {20_pt, 20_pt};
    // Ten rows profit from the first column, one from the second; there is room for one of them.
    for (int i = 0; i < 300; ++i) problem.rows.push_back({{0, text_of({20, 18})}});
    problem.rows.push_back({{1, text_of({20, 18})}});
    problem.available = 65_pt;
    std::vector<Length> const widths = spend_spare_width(problem);
    CHECK(widths[0] == 40_pt);
    CHECK(widths[1] == 20_pt);
}
