// The columns of a table as they stand: what their cells need (one walk over all rows), what width each gets, what is done when the
// table is too wide.
#pragma once
#include "table/header.h"
#include "table/number_setter.h"
#include "table/text_setter.h"

namespace offprint::table {

/// What a column's cells need, whatever else stands in the table.
struct ColumnNeed {
    Length left, fraction, hang;   // numbers: widest part left of the decimal point, widest fraction, widest that hangs
    std::optional<Length> shared;  // of what hangs, the part that every number has: the percent signs of a column of percents
    int whole = 0, parted = 0;     // numbers without and with a fraction
    Length minimum;                // least width of its text cells; of a number column: all parts
    Length natural;                // of its text cells on one line
    double low = 0, high = 0;      // range of its values
    bool any_value = false;
    /// Of cells that cover so many columns from this one: their widest word, and the widest of them on one line.
    struct Spanned {
        Length minimum, natural;
    };
    std::map<std::size_t, Spanned> spanned;
};

/// Everything that measuring a table asks for.
struct Tools {
    Grid const& grid;
    Look const& look;
    Words const& words;
    NumberSetter& numbers;
    TextSetter& texts;
};

TextLook const& look_of(Look const& look, RowKind kind);
/// Of a column's cells.
TextLook const& look_of(Look const& look, RowKind kind, Column const& column);
/// The cells of a column that are words broken to its width.
bool is_text(Column const& column);
/// A cell of a number column as it is printed, and the note marks behind it.
struct PrintedCell {
    PrintedNumber number;
    std::string marks;
    NumberCell value;
    bool empty = false;
};
PrintedCell print_cell(Tools const& tools, std::size_t row, std::size_t column);
/// A number with its note marks, measured.
NumberWidths measure_cell(Tools const& tools, PrintedCell const& cell, TextLook const& look);

std::vector<ColumnNeed> measure_columns(Tools const& tools);
/// Lets a column have room for one more number: a sum carried from page to page.
void need_number(Tools const& tools, ColumnNeed& need, PrintedNumber const& number, TextLook const& look);

struct PlacedColumn {
    std::size_t column = 0;  // of the grid
    Length x, width;         // x from the table's left edge
    Length fraction, hang;   // the decimal point stands `fraction + hang` left of the column's right edge
    Length beyond_label;     // what hangs beyond the right edge of the column's label
    Length digits_right() const { return x + width - hang; }
    Length point() const { return x + width - hang - fraction; }
};
/// A table, or one of the parts that a table too wide was cut into.
struct Slice {
    std::vector<PlacedColumn> columns;
    Length width, gap;
    Length height;  // of the rows that were looked at, at these widths
    Head head;
};
struct Widths {
    std::vector<Slice> slices;
    bool tightened = false;
    bool overfull = false;  // not even the stub and one column fit
    Length needed;          // on one page at the common gap
};

/// Places the columns in `available`: with the common gap, else with the tight one, else in slices that each begin with the stub.
Widths place_columns(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available);
/// The least width of the whole table at the common gap in `available` (columns may ask for a share of it).
Length least_width(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available = {});

}  // namespace offprint::table
