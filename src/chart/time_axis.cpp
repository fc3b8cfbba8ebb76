#include "chart/time_axis.h"

#include "base/number.h"

namespace offprint::chart {
namespace {

bool ascends(std::vector<data::Decimal> const& places) {
    for (std::size_t i = 1; i < places.size(); ++i)
        if (compare(places[i - 1], places[i]) >= 0) return false;
    return places.size() > 1;
}

std::string integer_text(std::int64_t v) {
    std::string out;
    append_integer(out, v);
    return out;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// A day, or a month as its first day: 2026-06.
std::optional<data::Date> day_of(std::string const& text) {
    constexpr std::size_t kMonthLength = 7;
    return data::parse_date(text.size() == kMonthLength ? text + "-01" : text);
}

}  // namespace

// Both by counting years from 1 March, in eras of 400 years (146,097 days).
std::int64_t days_from_civil(data::Date date) {
    std::int64_t const year = date.year - (date.month <= 2 ? 1 : 0), era = floor_div(year, 400), of_era = year - era * 400;
    std::int64_t const day = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
}

data::Date civil_from_days(std::int64_t days) {
    days += 719468;
    std::int64_t const era = floor_div(days, 146097), of_era = days - era * 146097;
    std::int64_t const year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    std::int64_t const day = of_era - (365 * year + year / 4 - year / 100), part = (5 * day + 2) / 153;
    int const month = static_cast<int>(part < 10 ? part + 3 : part - 9);
    return {static_cast<int>(year + era * 400 + (month <= 2 ? 1 : 0)), month, static_cast<int>(day - (153 * part + 2) / 5 + 1)};
}

LineAxis read_line_axis(SeriesSet const& set) {
    LineAxis axis;
    std::vector<data::Decimal> dates, numbers;
    for (std::size_t i = 0; i < set.rows(); ++i) {
        axis.places.push_back({static_cast<std::int64_t>(i), 0});
        if (auto const date = day_of(set.x_text(i))) dates.push_back({days_from_civil(*date), 0});
        if (auto const number = data::parse_decimal(set.x_text(i)); number && valid_magnitude(*number)) numbers.push_back(*number);
    }
    if (dates.size() == set.rows() && ascends(dates)) return {LineAxis::Kind::Date, std::move(dates)};
    if (numbers.size() == set.rows() && ascends(numbers)) return {LineAxis::Kind::Number, std::move(numbers)};
    return axis;
}

std::vector<AxisTick> month_ticks(std::int64_t first, std::int64_t last, int months, std::span<std::string const> names) {
    data::Date const start = civil_from_days(first);
    std::int64_t month = floor_div(static_cast<std::int64_t>(start.year) * 12 + start.month - 1, months) * months;
    std::vector<AxisTick> ticks;
    for (;; month += months) {
        auto const year = static_cast<int>(floor_div(month, 12));
        int const of_year = static_cast<int>(month - static_cast<std::int64_t>(year) * 12);
        std::int64_t const day = days_from_civil({year, of_year + 1, 1});
        if (day > last) break;
        if (day < first) continue;
        AxisTick tick{{day, 0}, integer_text(year), {}};
        if (months % 12 != 0) {
            tick.words = names.size() == 12 ? names[static_cast<std::size_t>(of_year)] : integer_text(of_year + 1);
            if (ticks.empty() || of_year < months) tick.below = integer_text(year);
        }
        ticks.push_back(std::move(tick));
    }
    return ticks;
}

}  // namespace offprint::chart
