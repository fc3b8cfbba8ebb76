// Expressions: Lua syntax and filters, without any way out (docs/data.md). The interpreter is a module; an article without an expression never loads it.
#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "data/datum.h"

namespace offprint::bind {

/// The names that an expression sees.
class Scope {
public:
    virtual ~Scope() = default;
    /// The value of a name: `params`, `data`, `run`, `row`, `facts`, the variable of a loop, a column of the row that is looked at. Nothing: no such name.
    virtual std::optional<data::Datum> find(std::string_view name) const = 0;
    /// All names, for "did you mean".
    virtual std::vector<std::string> names() const = 0;
};

/// Compiles expressions once and evaluates them as often as asked.
class Evaluator {
public:
    virtual ~Evaluator() = default;
    /// The value of an expression (without braces, with filters) in a scope; nothing, reported at its place, when it has none.
    virtual std::optional<data::Datum> evaluate(SourcedText const& expression, Scope const& scope, Diagnostics& diagnostics) = 0;
    /// Lets go of the data that evaluations saw.
    virtual void rest() = 0;
};

}  // namespace offprint::bind
