// Clauses filled in: what holds of the facts is said, and names of facts in braces become what they name.
#pragma once
#include "doc/article.h"

namespace offprint::compliance {

/// Whether a condition of a clause holds: a fact's path is true when it is there and is not answered no; `not PATH`, `PATH=word`, `PATH=a|b`. Nothing where it
/// names no fact.
std::optional<bool> holds(std::string_view condition, doc::Facts const& facts);

/// A clause with a regime: the parts that hold follow its text, `{rating.meaning}` becomes what the facts say, printed as typed, never as Markdown. What is
/// missing is told at the clause's name in the article, or at its facts (K161). A clause of no regime stays as it is.
void fill_clause(doc::Clause& clause, doc::Facts const& facts, doc::Messages const& messages, Span asked_at, Diagnostics& diagnostics);

}  // namespace offprint::compliance
