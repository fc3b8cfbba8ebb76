// Arithmetic as expressions have it: exact where 18 digits hold the result, else rounded half to even; no binary float.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/decimal.h"
#include "data/record.h"

namespace offprint::data {

/// What stands for a number that has no meaning: growth from zero, a division by zero.
inline constexpr std::string_view kNotMeaningful = "n.m.";

/// Nothing when the result is beyond what a decimal holds.
std::optional<Decimal> sum(Decimal a, Decimal b);
std::optional<Decimal> difference(Decimal a, Decimal b);
std::optional<Decimal> product(Decimal a, Decimal b);
/// Nothing for a divisor of zero too.
std::optional<Decimal> quotient(Decimal a, Decimal b);
/// What is left of a whole quotient, with the sign of the divisor.
std::optional<Decimal> remainder(Decimal a, Decimal b);
/// `exponent` is whole and at most 1000 in size; a negative one wants a base that is not zero.
std::optional<Decimal> power(Decimal base, int exponent);
/// The positive root (degree 1 to 1000) of a number that is not negative, to 15 digits.
std::optional<Decimal> root(Decimal value, int degree);
/// Rounded half away from zero, as a report prints it.
std::optional<Decimal> round_to(Decimal value, int decimals);
/// A whole number that fits, or nothing.
std::optional<std::int64_t> whole_number(Decimal value);
/// All digits, without an exponent and without zeros at the end: "-0.125", "1200".
std::string plain_text(Decimal value);

/// Days since 1 March of the year 0, and back; nothing outside the years 1 to 9999.
std::int64_t day_number(Date date);
std::optional<Date> date_of(std::int64_t day_number);

}  // namespace offprint::data
