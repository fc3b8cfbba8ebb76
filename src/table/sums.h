// Exact sums of decimals: what a total, a carried-forward figure and the CSV agree on to the last digit.
#pragma once
#include <vector>

#include "table/grid.h"

namespace offprint::table {

/// A sum of decimals that never rounds. 128 bits: 18 digits with 18 more before them.
class ExactSum {
public:
    void add(data::Decimal value);
    /// Nothing when the sum, stripped of trailing zeros, does not fit a decimal, or something added was out of reach.
    std::optional<data::Decimal> value() const;

private:
    __extension__ using Wide = __int128;
    Wide mantissa_ = 0;
    int exponent_ = 0;
    bool lost_ = false;
};

/// A decimal as it would stand in a CSV.
std::string decimal_text(data::Decimal value);

/// Sums of the body rows of a grid's summed columns up to any row, from checkpoints, so that a long table takes no memory for them.
class RunningSums {
public:
    explicit RunningSums(Grid const& grid);
    /// The sums of rows [0, end), by column; columns that are not summed have zero.
    std::vector<ExactSum> until(std::size_t end) const;
    /// Adds one row.
    static void add_row(Grid const& grid, std::size_t row, std::vector<ExactSum>& sums);

private:
    static constexpr std::size_t kStep = 128;
    Grid const& grid_;
    std::vector<std::vector<ExactSum>> checkpoints_;  // before row i * kStep
};

}  // namespace offprint::table
