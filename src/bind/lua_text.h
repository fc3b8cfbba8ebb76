// An expression as Lua reads it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "data/datum.h"

namespace offprint::bind {

/// Bytes of an expression.
struct Stretch {
    std::uint32_t begin = 0, end = 0;
};

/// Each token stands on a line of its own, so that a line that Lua names is a place in the expression. Numbers and texts are constants: 308.4M is exact.
/// `a | f(x)` calls the filter f with a before its arguments.
struct LuaText {
    static constexpr std::uint32_t kFirstLine = 3;
    std::string code;
    std::vector<Stretch> places;  // of line kFirstLine and those behind it
    std::vector<data::Datum> constants;
    Stretch place(std::uint32_t line, std::size_t size) const;
};

/// Nothing, reported at its character (E350), for what can be no expression: a statement, a function, an unknown sign, a bracket that is not closed.
std::optional<LuaText> write_lua(SourcedText const& expression, Diagnostics& diagnostics);

/// Where the expression ends that begins at `at`, behind "{{": the place of its "}}", beyond texts and braces; npos if there is none.
std::size_t end_of_expression(std::string_view text, std::size_t at);

}  // namespace offprint::bind
