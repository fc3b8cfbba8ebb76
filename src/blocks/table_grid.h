// What an author says of a table, and the grid that is made of it: columns with types, rows in place or from a source, sums.
#pragma once
#include "blocks/exhibit.h"
#include "blocks/table_words.h"
#include "table/grid.h"

namespace offprint::blocks {

enum class CellType { Auto, Text, Number, Money, Percent, Date, Spark };

/// A column as the article describes it.
struct ColumnSpec {
    SourcedText field, label, format;
    std::vector<SourcedText> groups;
    CellType type = CellType::Auto;
    std::optional<std::size_t> align;
    data::Decimal width{};  // points, or a share where `share`
    bool has_width = false, share = false;
    std::optional<bool> sum;
    bool heat = false, bar = false, merge = false;
    double bar_full = 0;
    Span span;
};

/// A row written in place.
struct InlineRow {
    std::vector<SourcedText> cells;  // by column
    std::vector<int> columns;        // that each covers
    std::vector<int> rows;           // the same
    table::RowKind kind = table::RowKind::Body;
    int indent = 0;
};

struct TableSpec {
    std::vector<ColumnSpec> columns;
    std::optional<std::vector<InlineRow>> rows;
    SourcedText data, row_kind, indent, total, subtotals;
    std::vector<SourcedText> group_by;  // the outermost level first
    std::vector<std::pair<SourcedText, std::vector<doc::InlineRun>>> notes;
    bool carry = false;
    /// Units that amounts are given in: powers of ten; or the smallest ones in which the table is not too wide.
    int scale = 0;
    bool scale_to_fit = false;
    Span span;
};

/// Reads what stands under `columns`, `rows` and `notes`. Nothing when a fault leaves no table to go on with.
std::optional<TableSpec> read_table_spec(data::Record const& record, doc::ReadContext& context);

/// Fills the grid, and `words` with the cells that are more than plain words; faults in cells are told at their places in the article or in the CSV. Null when
/// there is nothing to set.
std::shared_ptr<table::Grid const> make_grid(TableSpec const& spec, TableWords& words, BuildContext& context);

/// The same with its amounts in units of 10^`exponent`: thousands, millions, billions. Null where all of them are less than one such unit.
std::shared_ptr<table::Grid const> scaled_grid(table::Grid const& grid, int exponent);

}  // namespace offprint::blocks
