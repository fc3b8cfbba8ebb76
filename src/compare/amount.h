// Numbers as texts print them, and how one differs from another.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "data/decimal.h"

namespace offprint::compare {

/// A printed number taken apart: −$1.3M is -1.3 with "$" before and "M" behind.
struct Amount {
    data::Decimal value;
    int decimals = 0;      // as printed
    bool grouped = false;  // with signs between thousands
    std::string before, behind;
};

/// Reads a printed number; `decimal_sign` is that of its document's language: '.' or ','. A whole text in parentheses is negative. Nothing for what is none.
std::optional<Amount> read_amount(std::string_view text, char decimal_sign);

/// "+0.5 pp", "+$1.3M (+7.4%)", "-12 (-3.0%)"; empty where the difference says nothing: other units, years, the same value.
std::string difference(Amount const& before, Amount const& after);
/// The same of two printed texts; empty where one is no number.
std::string difference(std::string_view before, std::string_view after, char decimal_sign);

}  // namespace offprint::compare
