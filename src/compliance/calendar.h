// Days counted: how old a price is, which month or quarter ended last.
#pragma once
#include <chrono>

#include "data/record.h"

namespace offprint::compliance {

inline std::chrono::sys_days days_of(data::Date date) { return std::chrono::year(date.year) / date.month / date.day; }
inline data::Date date_of(std::chrono::year_month_day day) {
    return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())), static_cast<int>(static_cast<unsigned>(day.day()))};
}
/// Days from `a` to `b`.
inline std::int64_t days_between(data::Date a, data::Date b) { return (days_of(b) - days_of(a)).count(); }

/// The last day, before `date`, of a month whose number is a multiple of `months`: 1 for months, 3 for quarters.
inline data::Date period_end_before(data::Date date, int months) {
    auto month = std::chrono::year(date.year) / date.month;
    do month -= std::chrono::months(1);
    while (static_cast<unsigned>(month.month()) % static_cast<unsigned>(months) != 0);
    return date_of(month / std::chrono::last);
}

/// The same day `months` earlier; where there is none, the last of its month.
inline data::Date months_before(data::Date date, int months) {
    std::chrono::year_month_day day = std::chrono::year(date.year) / date.month / date.day;
    day -= std::chrono::months(months);
    return date_of(day.ok() ? day : day.year() / day.month() / std::chrono::last);
}

}  // namespace offprint::compliance
