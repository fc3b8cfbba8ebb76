// Tables of data: columns of cells that remember their place in the CSV (or in the article).
#pragma once
#include "data/record.h"
#include "data/value.h"

namespace offprint::data {

struct Column {
    SourcedText name;
    std::vector<SourcedText> cells;  // as written, trimmed of nothing; empty text is null
};

struct Table {
    std::string name;  // how the article calls it
    SourceId source = 0;
    Span span;  // the place in the article that asked for it
    std::vector<Column> columns;
    std::size_t rows() const { return columns.empty() ? 0 : columns.front().cells.size(); }
    Column const* find(std::string_view column) const;
};

/// RFC 4180, UTF-8 (a BOM is skipped), header required. Ragged rows, duplicate or empty header names, stray quotes, NUL,
/// invalid UTF-8 are errors at their row and column; a final empty line is none.
std::optional<Table> parse_csv(Sources const& sources, SourceId source, std::string name, Diagnostics& diagnostics);
/// A list of maps in YAML as a table: every row has the same keys.
std::optional<Table> table_from_rows(Value const& rows, std::string name, Diagnostics& diagnostics);
/// The cells of a column as numbers; an empty cell is null. Reports every cell that is none, at its place in the CSV ("2.1O": letter O?).
std::vector<std::optional<Decimal>> number_cells(Column const& column, Diagnostics& diagnostics);

}  // namespace offprint::data
