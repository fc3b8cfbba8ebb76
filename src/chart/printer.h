// How the numbers of a series are printed: its unit and format for values on marks, the same scale with the unit once for ticks.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "chart/ticks.h"
#include "data/number_format.h"

namespace offprint::chart {

/// "$B" is `$` before and `B` after the number; "x" is after; "GW" is after, parted by a no-break space.
struct Affixes {
    std::string prefix, suffix;
};
Affixes split_unit(std::string_view unit);
/// A unit that is a currency and nothing else, where the language puts it.
Affixes placed(Affixes unit, data::NumberLocale const& locale);

/// Made once per series; prints any value of it.
class Printer {
public:
    /// Without a format: the unit around grouped figures, with as many decimals (at most four) as the author typed for the series, and the language's K, M, B,
    /// T when the numbers are long.
    Printer(std::string_view unit, std::optional<data::NumberFormat> format, std::span<std::optional<data::Decimal> const> values, std::string_view language);

    std::string value(data::Decimal v) const { return data::format_number(v, format_, locale_); }
    /// A tick's label; the unit stands on the top tick only.
    std::string tick(Ticks const& ticks, int i) const;

private:
    data::NumberFormat format_;
    data::NumberLocale locale_;
    Affixes unit_;
};

}  // namespace offprint::chart
