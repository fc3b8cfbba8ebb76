// Heads of several levels: regular, whatever groups the columns have.
#include <catch2/catch.hpp>
#include <numeric>
#include <random>

#include "table/header.h"

using namespace offprint;
using namespace offprint::table;

namespace {

Grid grid_of(std::vector<std::vector<char const*>> const& groups) {
    Grid grid;
    for (auto const& names : groups) {
        Column column;
        column.label = SourcedText("label");
        for (char const* name : names) column.groups.emplace_back(SourcedText(name));
        grid.columns.push_back(std::move(column));
    }
    return grid;
}

std::vector<std::size_t> all(Grid const& grid) {
    std::vector<std::size_t> columns(grid.columns.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    return columns;
}

}  // namespace

TEST_CASE("Neighbours with the same groups share a label; a column without groups reaches down") {
    Grid const grid = grid_of({{}, {"Actual"}, {"Actual"}, {"Estimates", "Base"}, {"Estimates", "Base"}, {"Estimates", "Low"}});
    Head const head = make_head(grid, all(grid));
    CHECK(head.rows == 3);
    REQUIRE(head.cells.size() == 10);
    CHECK(head.cells[0].rows == 3);  // the stub's
    CHECK(head.cells[1].columns == 2);
    CHECK(head.cells[1].text.text == "Actual");
    CHECK(head.cells[2].columns == 3);
}

TEST_CASE("Every place of a head is covered exactly once") {
    std::mt19937 random(9);
    char const* const names[] = {"A", "B", "C"};
    for (int round = 0; round < 500; ++round) {
        std::vector<std::vector<char const*>> groups(random() % 9 + 1);
        for (auto& list : groups) {
            for (std::size_t level = random() % 4; level > 0; --level) list.push_back(names[random() % 3]);
        }
        Grid const grid = grid_of(groups);
        Head const head = make_head(grid, all(grid));
        std::vector<int> covered(head.rows * groups.size(), 0);
        for (HeadCell const& cell : head.cells) {
            for (std::size_t r = cell.row; r < cell.row + std::size_t{cell.rows}; ++r) {
                for (std::size_t c = cell.column; c < cell.column + std::size_t{cell.columns}; ++c) ++covered[r * groups.size() + c];
            }
        }
        CHECK(std::all_of(covered.begin(), covered.end(), [](int n) { return n == 1; }));
    }
}

TEST_CASE("A table without labels has no head") {
    Grid grid;
    grid.columns.resize(3);
    CHECK(make_head(grid, all(grid)).rows == 0);
}
