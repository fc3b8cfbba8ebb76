// Scales: where a value or a category stands on paper.
#pragma once
#include <cstddef>

#include "base/geometry.h"
#include "data/decimal.h"

namespace offprint::chart {

/// Value -> place, exact: the ratio is formed in integers and rounded once, half away from zero.
class LinearScale {
public:
    /// `low` stands at `at_low`, `high` at `at_high` (either may be the larger length). low != high.
    LinearScale(data::Decimal low, data::Decimal high, Length at_low, Length at_high);
    Length at(data::Decimal value) const;

private:
    data::Decimal low_, high_;
    Length at_low_, at_high_;
};

/// Category -> band. Bars stand centred in equal steps.
class BandScale {
public:
    /// `share` of a step (in 1/1000) is bar; no bar group is wider than `most`.
    BandScale(std::size_t count, Length left, Length right, int share, Length most);
    Length step() const { return step_; }
    Length bar_width() const { return bar_; }
    Length left(std::size_t i) const;  // of the step
    Length centre(std::size_t i) const;

private:
    std::size_t count_;
    Length left_, right_, step_, bar_;
};

}  // namespace offprint::chart
