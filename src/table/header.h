// The head of a table as cells with spans: labels over groups of columns, then the columns' own. Regular: every place of the head is
// covered by exactly one cell (PDF/UA-1, 7.2-15 and -41 to -43).
#pragma once
#include "table/grid.h"

namespace offprint::table {

struct HeadCell {
    std::uint16_t row = 0, rows = 1, column = 0, columns = 1;
    SourcedText text;
    bool leaf = false;  // a column's own label
    CellKey key() const { return leaf ? CellKey{kHeadRow, of} : group_key(row, of); }
    std::uint16_t of = 0;  // the first of its columns in the grid
};

struct Head {
    std::vector<HeadCell> cells;  // by row, then column
    std::size_t rows = 0;         // none when no column has a label
};

/// Neighbours whose groups are the same from the outermost down to a level share a cell there. A column with fewer groups than others
/// has its label higher up the more rows it covers. Only columns [first of `columns`...] in the order given.
Head make_head(Grid const& grid, std::vector<std::size_t> const& columns);

}  // namespace offprint::table
