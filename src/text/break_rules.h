// The house's rules for places where Unicode would allow a line break. Pure functions of the words around the place.
#pragma once
#include <string_view>
#include <vector>

#include "text/break_opportunities.h"

namespace offprint::text {

/// As a penalty: no break here.
inline constexpr int kNoBreak = 10'000;
/// As a penalty: a break only where a line would stick out otherwise.
inline constexpr int kLastResort = 9'000;

/// The words around a place, split at spaces; empty where the text begins or ends.
struct Junction {
    std::string_view before_left, left, right;
};

/// Penalty of a break at the space between two words.
int space_penalty(Junction const& junction, BreakTaste taste);
/// Words of one letter stand on the line of the word after them, as Polish has it: w, z, i, o, a, u.
bool leads_on(std::string_view word);

/// Penalty of a break inside a word of the text, at byte `at` of it (after a hyphen, a dash, a slash, between ideographs).
Opportunity inner_break(std::string_view word, std::size_t at);

/// True for a web or mail address: those are cut by `address_breaks` and nowhere else.
bool is_address(std::string_view word);
/// Appends the places inside an address, at its marks and, as a last resort, within its names; offsets from the word's start, plus `base`.
void address_breaks(std::string_view word, std::uint32_t base, std::vector<Opportunity>& out);

}  // namespace offprint::text
