// Sums that never round.
#include <catch2/catch.hpp>
#include <random>

#include "table/sums.h"

using namespace offprint;
using namespace offprint::table;

TEST_CASE("A sum of decimals is exact whatever their exponents") {
    ExactSum sum;
    for (int i = 0; i < 10; ++i) sum.add({1, -1});
    CHECK(decimal_text(*sum.value()) == "1");
    sum.add({-123456789012345678, -6});
    sum.add({5, 3});
    CHECK(decimal_text(*sum.value()) == "-123456784011.345678");
    CHECK(decimal_text({5, -3}) == "0.005");
    CHECK(decimal_text({-5, -3}) == "-0.005");
    CHECK(decimal_text({12, 3}) == "12000");
    CHECK(decimal_text({0, 0}) == "0");
}

TEST_CASE("A sum out of reach is none") {
    ExactSum sum;
    sum.add({999'999'999'999'999'999, 0});
    sum.add({1, -18});
    CHECK(!sum.value());
    ExactSum far;
    far.add({1, 40});
    far.add({1, -40});
    CHECK(!far.value());
}

TEST_CASE("Running sums equal adding row by row, totals and labels left out") {
    std::mt19937 random(3);
    data::Table cells;
    cells.columns.resize(2);
    Grid grid;
    grid.columns.resize(2);
    for (Column& column : grid.columns) column.type = ColumnType::Number;
    grid.columns[0].sum = true;
    for (std::uint32_t r = 0; r < 1000; ++r) {
        for (data::Column& column : cells.columns) column.cells.push_back(SourcedText(decimal_text({static_cast<int>(random() % 20001) - 10000, -2})));
        grid.rows.push_back({random() % 10 == 0 ? RowKind::Subtotal : RowKind::Body, 0, false, r});
    }
    grid.cells = {&cells.columns[0], &cells.columns[1]};
    RunningSums const sums(grid);
    std::int64_t cents = 0;
    for (std::size_t r = 0; r <= grid.rows.size(); ++r) {
        auto const until = sums.until(r);
        CHECK(data::compare(*until[0].value(), {cents, -2}) == 0);
        CHECK(until[1].value()->zero());
        if (r < grid.rows.size() && grid.rows[r].kind == RowKind::Body) cents += *data::rounded(*data::parse_decimal(cells.columns[0].cells[r].text), 2);
    }
}
