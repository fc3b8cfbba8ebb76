// Expressions in texts: `{{ expr }}` becomes its value, whose bytes are marked as a value's, so that nothing in them is markup or an expression again.
#pragma once
#include "bind/evaluator.h"
#include "data/value.h"

namespace offprint::bind {

/// A text with the values of its expressions, each standing for the place of its braces; line ends in a value are blanks. `\{{` is `{{` as it is. Nothing,
/// reported, where an expression has no value, none that is a text (E354), an empty one (E330), or one with control characters (E356).
std::optional<SourcedText> expand_text(SourcedText const& text, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics);

/// The same for all texts of a tree. A text that is one expression and nothing else may also become a list: of values, or of a map for each row.
/// False if a fault was reported.
bool expand_tree(data::Value& tree, Evaluator& evaluator, Scope const& scope, Diagnostics& diagnostics);

}  // namespace offprint::bind
