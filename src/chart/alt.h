// What a chart says in words: at most 250 characters for a reader who cannot see it (charts.md, section 8).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "data/decimal.h"

namespace offprint::chart {

/// Sentences and parts of one, added while there is room.
class AltText {
public:
    static constexpr std::size_t kMost = 250;  // code points
    explicit AltText(std::string opening) : text_(std::move(opening)) {}
    /// Appends `part` after `joint`; false (and nothing added) when it does not fit beside an ending of `reserve` characters.
    bool add(std::string_view joint, std::string_view part, std::size_t reserve = 0);
    /// The text with a full stop.
    std::string finish() &&;

private:
    std::string text_;
};

/// First and last value of a series with their places, as printed.
struct SeriesSpan {
    data::Decimal first, last;
    std::string first_text, last_text, first_x, last_x;
};
/// "rises from $1.55B (2026E) to $2.68B (2028E), +73%"; `verb` and `places` may be left out when the series before said them.
std::string change_in_words(SeriesSpan const& span, bool verb, bool places);
/// "+73%", "−12%"; nothing when the first value is not above zero or the sign changes.
std::string change_percent(data::Decimal first, data::Decimal last);

}  // namespace offprint::chart
