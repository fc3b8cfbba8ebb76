// The functions and filters of expressions (docs/expressions.md), natively over decimals and number formats.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bind/words.h"
#include "data/datum.h"

namespace offprint::bind {

/// Why a function has no value.
struct Failure {
    std::string code, message, hint;
};

struct Function {
    std::string_view name;
    int least, most;  // arguments; most -1: any number
    std::optional<data::Datum> (*call)(std::span<data::Datum const> arguments, Words const& words, Failure& failure);
    std::string_view usage, help;
};

/// All of them, in the order of the documentation.
std::span<Function const> functions();
/// The number of a function among `functions()`, or -1.
int find_function(std::string_view name);
/// Calls one; the number of arguments is checked.
std::optional<data::Datum> call_function(int function, std::span<data::Datum const> arguments, Words const& words, Failure& failure);

}  // namespace offprint::bind
