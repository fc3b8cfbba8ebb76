// Facts: numbers that an article says once and uses anywhere; and asserts, which hold its arithmetic.
#pragma once
#include "bind/expand.h"

namespace offprint::bind {

/// The values of an article's `facts`, in their order; each can be used in those after it. Faults are told at their places.
data::DatumMap read_facts(data::Value const& facts, Evaluator& evaluator, NamedScope& scope, Diagnostics& diagnostics);

/// Holds each of an article's `asserts`: {that, equals, tol, else}. One that fails is an error (E360) where it stands, with both values.
void check_asserts(data::Value const& asserts, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics);

}  // namespace offprint::bind
