// A table as its author said it, ready for setting: columns with their types, rows with their kinds, cells as written. Made by the
// block from inline rows or a CSV; the passes of this room (numbers, widths, header, rows) read it and nothing else.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "base/length.h"
#include "data/number_format.h"
#include "data/table.h"

namespace offprint::table {

enum class ColumnType : std::uint8_t { Text, Number, Spark };
enum class Align : std::uint8_t { Left, Center, Right, Decimal };

struct Column {
    ColumnType type = ColumnType::Text;
    Align align = Align::Left;
    SourcedText label;
    std::vector<SourcedText> groups;  // labels over this column and its neighbours, the outermost first
    data::NumberFormat format{};
    Length wish{};        // width of its own; zero: found by the layouter
    double share = 0;     // the same as a share of the table's width
    bool sum = false;     // carried forward, and added up where the author wants totals
    bool heat = false;    // its cells are shaded by their values
    bool bar = false;     // a bar stands beside each number
    double bar_full = 0;  // whose bar fills its room, if none of the column is larger
    bool stub = false;    // its cells name their rows
    bool date = false;
    bool amount = false;                          // its figures may be given in larger units
    bool made_format = false;                     // no author chose its format: it was made from its cells
    std::vector<data::NumberFormat> by_decimals;  // where numbers keep the decimals that they were written with: none, one, ...
    data::NumberFormat const& format_of(data::Decimal value) const {
        if (by_decimals.empty()) return format;
        return by_decimals[std::min<std::size_t>(static_cast<std::size_t>(std::max(-value.exponent, 0)), by_decimals.size() - 1)];
    }
};

enum class RowKind : std::uint8_t { Body, Group, Subtotal, Total };

/// No number: a row that belongs to no group.
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct Row {
    RowKind kind = RowKind::Body;
    std::uint8_t indent = 0;
    bool made = false;            // its cells stand in `Grid::made`, not in the data
    std::uint32_t source = 0;     // row of the data, or index in `made`
    std::uint32_t group = kNone;  // the group label (a row) that it stands under; of a label the one around its group
};

/// A cell that covers several columns, several rows, or both. The places that it covers are empty.
struct CellSpan {
    std::uint32_t row = 0;
    std::uint16_t column = 0, columns = 1;
    std::uint32_t rows = 1;
    std::uint32_t end() const { return row + rows; }
};

/// A cell, the label of a column (`row` kHeadRow), or one over a column and its neighbours (the rows before kHeadRow, the outermost level first).
struct CellKey {
    std::uint32_t row = 0;
    std::uint16_t column = 0;
    friend auto operator<=>(CellKey const&, CellKey const&) = default;
};
inline constexpr std::uint32_t kHeadRow = 0xFFFFFFFE, kMostLevels = 4;
constexpr CellKey group_key(std::size_t level, std::size_t column) {
    return {kHeadRow - kMostLevels + static_cast<std::uint32_t>(level), static_cast<std::uint16_t>(column)};
}
constexpr bool in_head(CellKey key) { return key.row >= kHeadRow - kMostLevels && key.row <= kHeadRow; }

/// Prints a cell: a date in words.
using CellPrinter = std::function<SourcedText(SourcedText const&)>;

/// Keys of a table's notes, and their order.
using NoteKeys = std::map<std::string, std::size_t, std::less<>>;

struct Grid {
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::vector<data::Column const*> cells;        // by column; null: the column has none
    std::vector<CellPrinter> printers;             // by column: how its cells of the data are printed; null: as they are
    std::vector<std::vector<SourcedText>> made;    // rows that the program made: group labels, sums
    std::vector<CellSpan> spans;                   // ascending by row and column
    std::vector<std::vector<std::uint32_t>> tall;  // by column: which of `spans` cover several rows of it; empty: none do
    NoteKeys marks;                                // of the table's notes
    std::shared_ptr<data::Table const> owned;      // the cells, where they come from the article itself
    std::set<CellKey> rich;                        // text cells and labels whose words do not all look alike: emphasis, links, footnotes
    Span span;

    /// The words of a cell, or of a label.
    SourcedText words(CellKey key) const {
        if (key.row == kHeadRow) return columns[key.column].label;
        return in_head(key) ? columns[key.column].groups[key.row - group_key(0, 0).row] : cell(key.row, key.column);
    }
    SourcedText cell(std::size_t row, std::size_t column) const;
    /// Its text without its places; `room` may have to hold it.
    std::string_view text(std::size_t row, std::size_t column, std::string& room) const;
    /// Columns that the cell covers.
    std::size_t columns_of(std::size_t row, std::size_t column) const;
    /// Puts the spans in order and finds the tall ones; before anything asks for `over`.
    void order_spans();
    /// The cell of several rows that a place belongs to; null: none.
    CellSpan const* over(std::size_t row, std::size_t column) const;
    /// Whether a cell of a row above reaches down to a place.
    bool covered(std::size_t row, std::size_t column) const {
        CellSpan const* const cell = over(row, column);
        return cell != nullptr && cell->row < row;
    }
};

}  // namespace offprint::table
