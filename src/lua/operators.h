// What the operators of an expression do with values.
#pragma once
#include "lua/module.h"

namespace offprint::lua {

enum class Operator { Add, Subtract, Multiply, Divide, Remainder, Power, Negate, Join };

std::optional<data::Datum> calculate(Operator what, data::Datum const& a, data::Datum const& b, Fault& fault);

enum class Order { Less, LessOrEqual, Equal };

/// Nothing, with the fault, for values that cannot be compared: a text is no number and no date.
std::optional<bool> compare_values(Order order, data::Datum const& a, data::Datum const& b, Fault& fault);

/// What a value is, for messages: "a text", "rows".
std::string_view kind_of(data::Datum const& value);

}  // namespace offprint::lua
