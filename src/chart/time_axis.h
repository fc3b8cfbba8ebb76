// The x of a line: categories in equal steps, numbers or civil dates in their true distance, and the labels under it.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "chart/series.h"

namespace offprint::chart {

/// A label under the axis. The second line (a year under its first month) may be empty.
struct AxisTick {
    data::Decimal at;
    std::string words, below;
};

/// Where every row stands, in order. Rows that are all dates, or all numbers, and ascend keep their distances; else rows count 0, 1, 2 ...
struct LineAxis {
    enum class Kind { Category, Number, Date } kind = Kind::Category;
    std::vector<data::Decimal> places;
};
LineAxis read_line_axis(SeriesSet const& set);

/// First days of every `months`-th month in [first, last] (days of the proleptic Gregorian calendar from 1970-01-01). `names`: of the twelve months; others:
/// figures.
std::vector<AxisTick> month_ticks(std::int64_t first, std::int64_t last, int months, std::span<std::string const> names);

/// Days from 1970-01-01, negative before.
std::int64_t days_from_civil(data::Date date);
data::Date civil_from_days(std::int64_t days);

}  // namespace offprint::chart
