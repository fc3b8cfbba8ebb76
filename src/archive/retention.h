// How long a report is kept, and the calendar for it.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::archive {

/// A rule of keeping, and the years that it asks for.
struct RetentionClass {
    std::string_view name;
    int years;
    std::string_view basis;
};
std::span<RetentionClass const> retention_classes();
bool is_retention_class(std::string_view name);

/// The last day of keeping, "2033-06-15": the longest of the classes, counted from the day on which it was archived. A 29th of February becomes a 1st of March.
std::string keep_until(std::string_view time, std::vector<std::string> const& classes);

/// "2026-06-15T12:00:00Z" of seconds since 1970, and back; nothing for what is not written so.
std::string time_text(std::int64_t seconds);
std::optional<std::int64_t> seconds_of(std::string_view time);
/// Whether it is a day of the calendar, "2026-06-15".
bool is_day(std::string_view text);

}  // namespace offprint::archive
