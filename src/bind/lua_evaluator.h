// The evaluator of expressions, over the module `lua`, which is loaded for the first one.
#pragma once
#include "bind/evaluator.h"
#include "bind/words.h"

namespace offprint::bind {

/// Compiled expressions are kept by their text. Unknown names, columns and functions are E351 to E353, what cannot be calculated E354, a limit E355, a value
/// that is empty where one is needed E330. One thread at a time.
std::unique_ptr<Evaluator> make_evaluator(Words words = {});

}  // namespace offprint::bind
