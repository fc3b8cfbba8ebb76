// The values of a ladder: "<100", "200", "200+", "400..800", "400..800+".
#pragma once
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "chart/printer.h"

namespace offprint::chart {

/// What is known of a step: `certain` is reached for sure, `possible` perhaps; `open` means "and more".
struct LadderValue {
    enum class Form { Below, Exact, Range } form = Form::Exact;
    data::Decimal certain;   // zero for "<n"
    data::Decimal possible;  // equal to `certain` for one number
    bool open = false;
};

/// Reads a cell; reports what it cannot read at its place.
std::optional<LadderValue> read_ladder_value(SourcedText const& cell, Diagnostics& diagnostics);

/// "<$100", "$200+", "$400–$800+": the unit where it belongs, thousands grouped, decimals as the author typed them.
std::string print_ladder_value(LadderValue const& value, Affixes const& unit, data::NumberLocale const& locale);

}  // namespace offprint::chart
