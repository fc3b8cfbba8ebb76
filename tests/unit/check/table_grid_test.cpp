#include "check/table_grid.h"

#include <catch2/catch.hpp>

using offprint::check::TableGrid;

namespace {

/// A table of rows of cells "columns x rows".
std::string fault_of(std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> const& rows) {
    TableGrid grid;
    for (auto const& row : rows) {
        grid.begin_row();
        for (auto const& [columns, high] : row) grid.add(columns, high);
    }
    return grid.finish();
}

}  // namespace

TEST_CASE("tables are regular, or it is told where they are not") {
    CHECK(fault_of({}).empty());
    CHECK(fault_of({{{1, 1}, {1, 1}}, {{2, 1}}}).empty());
    CHECK(fault_of({{{1, 2}, {1, 1}}, {{1, 1}}}).empty());
    CHECK(fault_of({{{1, 3}, {1, 1}, {1, 1}}, {{2, 2}}, {}}).empty());
    CHECK(fault_of({{{1, 1}, {1, 1}}, {{1, 1}}}) == "row 2 covers 1 columns, the first 2");
    CHECK(fault_of({{{1, 1}}, {{1, 1}, {1, 1}}}) == "row 2 covers 2 columns, the first 1");
    CHECK(fault_of({{{1, 2}, {1, 1}}}) == "a cell of row 1 covers rows that are not there");
    CHECK(fault_of({{{1, 1}, {1, 2}, {1, 1}}, {{2, 1}}}) == "cells of row 2 cover one place");
    CHECK(fault_of({{{20'000, 1}}}) == "more than 10000 columns");
}
