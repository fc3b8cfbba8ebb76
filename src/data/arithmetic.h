// Sums and quotients of decimals.
#pragma once
#include <optional>
#include <string>

#include "data/decimal.h"

namespace offprint::data {

/// Exact; nothing when it does not fit 18 digits.
std::optional<Decimal> add(Decimal a, Decimal b);
/// Rounded half away from zero to 15 digits; nothing for a divisor of zero.
std::optional<Decimal> divide(Decimal a, Decimal b);
/// Without trailing zeros; zero has exponent 0.
Decimal normalized(Decimal value);
/// Plain digits: "-0.125", "1200". What is too large or small for that is written with an exponent.
std::string decimal_text(Decimal value);

}  // namespace offprint::data
