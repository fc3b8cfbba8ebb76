#include "archive/retention.h"

#include <algorithm>
#include <chrono>

#include "fmt/format.h"

namespace offprint::archive {
namespace {

constexpr RetentionClass kClasses[] = {
    {"us-bd", 3, "SEC 17a-4(b)(4), FINRA 2210(b)(4)"},
    {"us-ia", 5, "Advisers Act 204-2(e)"},
    {"eu-mifid", 5, "2017/565 art. 72"},
    {"house", 7, "the house's own rule, and what holds where no class is given"},
};

std::optional<std::chrono::year_month_day> day_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    int parts[3] = {};
    std::size_t part = 0;
    for (char const c : text) {
        if (c == '-')
            ++part;
        else if (c < '0' || c > '9' || part > 2)
            return std::nullopt;
        else
            parts[part] = parts[part] * 10 + (c - '0');
    }
    auto const month = static_cast<unsigned>(parts[1]), date = static_cast<unsigned>(parts[2]);
    auto const day = std::chrono::year(parts[0]) / std::chrono::month(month) / std::chrono::day(date);
    return part == 2 && day.ok() ? std::optional(day) : std::nullopt;
}

std::string day_text(std::chrono::year_month_day const& day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

std::span<RetentionClass const> retention_classes() { return kClasses; }

bool is_retention_class(std::string_view name) {
    return std::any_of(std::begin(kClasses), std::end(kClasses), [&](RetentionClass const& c) { return c.name == name; });
}

std::string keep_until(std::string_view time, std::vector<std::string> const& classes) {
    auto const day = day_of(time.substr(0, 10));
    if (!day) return {};
    int years = 0;
    for (RetentionClass const& one : kClasses)
        if (std::find(classes.begin(), classes.end(), one.name) != classes.end()) years = std::max(years, one.years);
    if (years == 0) years = kClasses[std::size(kClasses) - 1].years;
    std::chrono::year_month_day end = *day + std::chrono::years(years);
    if (!end.ok()) end = end.year() / std::chrono::March / 1;
    return day_text(end);
}

std::string time_text(std::int64_t seconds) {
    using namespace std::chrono;
    sys_seconds const time{std::chrono::seconds(seconds)};
    auto const day = floor<days>(time);
    hh_mm_ss const clock(time - day);
    return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(year_month_day(day)), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<std::int64_t> seconds_of(std::string_view time) {
    if (time.size() != 20 || time[10] != 'T' || time[13] != ':' || time[16] != ':' || time[19] != 'Z') return std::nullopt;
    auto const day = day_of(time.substr(0, 10));
    std::int64_t clock[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        char const high = time[11 + 3 * i], low = time[12 + 3 * i];
        if (high < '0' || high > '9' || low < '0' || low > '9') return std::nullopt;
        clock[i] = (high - '0') * 10 + (low - '0');
    }
    if (!day || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return std::nullopt;
    std::int64_t const days = std::chrono::sys_days(*day).time_since_epoch().count();
    return days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2];
}

bool is_day(std::string_view text) { return day_of(text).has_value(); }

}  // namespace offprint::archive
