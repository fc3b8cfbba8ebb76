// The text of a query: what it may be, and where values go in.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace offprint::bind {

struct QueryParameter {
    std::string name;
    std::size_t begin = 0, end = 0;  // of ":name", bytes in the text
};
struct QueryText {
    SourcedText sql;
    std::vector<QueryParameter> parameters;  // in the order in which they stand; a name may come again
    std::vector<std::string> names() const;  // each once
};

/// Finds `:name` outside of strings, quoted names, comments and `::`. Reports (E341) expressions in braces, which would write values into the text, and (E340)
/// what does not begin with SELECT, WITH, VALUES or TABLE.
std::optional<QueryText> read_query(SourcedText sql, Diagnostics& diagnostics);
/// The text with `$1`, `$2` for the names in their order, as PostgreSQL has it.
std::string numbered(QueryText const& query);
/// The byte in the author's text for a byte of `numbered`.
std::size_t unnumbered(QueryText const& query, std::size_t at);

}  // namespace offprint::bind
