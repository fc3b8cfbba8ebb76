// The parameters of an article: what it declares under `params`, filled with what was given.
#pragma once
#include "bind/bind.h"
#include "bind/template.h"

namespace offprint::bind {

/// What `run` holds: `as_of` (a date) and `id`, null where they were not given.
data::DatumMap run_of(data::Value const& tree, Asked const& asked);

/// The typed values of the parameters, in the order of their declaration; each also goes into `scope`, so that a later default may name it. `params` may be
/// null: nothing is declared. Nothing, reported, when one is wrong: at the place where it was given, with the declaration as a note.
std::optional<data::DatumMap> read_parameters(data::Value const* params, std::vector<Given> const& given, RunScope& scope, Evaluator* evaluator,
                                              Diagnostics& diagnostics);

}  // namespace offprint::bind
