// Tables of data: columns of cells that remember their place in the CSV (or in the article).
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>

#include "data/cell_type.h"
#include "data/record.h"
#include "data/value.h"

namespace offprint::data {

struct CsvRows;

/// Bytes of a file, from the first to behind the last.
struct FileRange {
    std::uint32_t begin = 0, end = 0;
    friend auto operator<=>(FileRange const&, FileRange const&) = default;
};

/// Rows of a table by number, in the order in which they are taken.
using RowNumbers = std::shared_ptr<std::vector<std::uint32_t> const>;

/// The cells of a column, trimmed of nothing; empty text is null. Those of a CSV are not held but read again where they stand each time: a million cells with
/// their places would take ten times the room of the file. They are given as written, or with a format in the one way to write what they say
/// (data/cell_type.h), which then stands for the whole cell.
class Cells {
public:
    Cells() = default;
    /// Column `column` of a CSV that was found to be sound.
    Cells(std::shared_ptr<CsvRows const> rows, std::uint32_t column) : rows_(std::move(rows)), column_(column) {}

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    SourcedText operator[](std::size_t row) const;
    /// As the author wrote it, whatever the format.
    SourcedText as_written(std::size_t row) const;
    /// As written too, without its place.
    std::string_view raw(std::size_t row, std::string& room) const;
    /// The text alone, without its place; `room` holds it where it does not stand in the file as it is.
    std::string_view text(std::size_t row, std::string& room) const;
    /// Whether they come from a file of data, not from the article.
    bool of_file() const { return rows_ != nullptr; }
    /// For cells that are held.
    void push_back(SourcedText cell) { held_.push_back(std::move(cell)); }
    /// How they are read; null: as written.
    void set_format(std::shared_ptr<CellFormat const> format) { format_ = std::move(format); }
    CellFormat const* format() const { return format_.get(); }
    /// Their type, or null.
    CellType const* type() const { return format_ && format_->type ? &*format_->type : nullptr; }
    /// Some of them, in another order.
    Cells chosen(RowNumbers const& rows) const;
    /// Where in their file the lines stand that they are of, the header first, then in the order of the file; nothing where they are not of a CSV.
    std::vector<FileRange> lines() const;

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = SourcedText;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = SourcedText;
        Iterator(Cells const& cells, std::size_t at) : cells_(&cells), at_(at) {}
        SourcedText operator*() const { return (*cells_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(Iterator const& a, Iterator const& b) { return a.at_ == b.at_; }

    private:
        Cells const* cells_;
        std::size_t at_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

private:
    friend struct Table;
    std::size_t source_row(std::size_t row) const { return chosen_ ? (*chosen_)[row] : row; }
    SourcedText formatted(SourcedText cell) const;

    std::vector<SourcedText> held_;
    std::shared_ptr<CsvRows const> rows_;
    RowNumbers chosen_;  // of a CSV
    std::shared_ptr<CellFormat const> format_;
    std::uint32_t column_ = 0;
};

struct Column {
    SourcedText name;
    Cells cells;
};

struct Table {
    std::string name;  // how the article calls it
    SourceId source = 0;
    Span span;  // the place in the article that asked for it
    std::vector<Column> columns;
    std::size_t rows() const { return columns.empty() ? 0 : columns.front().cells.size(); }
    Column const* find(std::string_view column) const;
    /// Some of its rows, in another order.
    Table chosen(RowNumbers const& numbers) const;
    /// The cells of a row, as each column gives them. A line of a CSV is read once, not anew for each of its cells.
    std::vector<SourcedText> row(std::size_t number) const;
};

/// The value of a cell.
inline Datum cell_datum(Column const& column, std::size_t row) {
    std::string room;
    return datum_of(column.cells.type(), column.cells.text(row, room));
}

/// How a CSV file is written.
struct CsvDialect {
    char separator = ',';
};

/// The table reads its cells from `sources`, which must stay. RFC 4180, UTF-8 (a BOM is skipped), header required. Ragged rows, duplicate or empty header
/// names, stray quotes, NUL, invalid UTF-8 are errors at their row and column; a final empty line is none.
std::optional<Table> parse_csv(Sources const& sources, SourceId source, std::string name, Diagnostics& diagnostics, CsvDialect dialect = {});
/// A list of maps in YAML as a table: every row has the same keys.
std::optional<Table> table_from_rows(Value const& rows, std::string name, Diagnostics& diagnostics);
/// The cells of a column as numbers; an empty cell is null. Reports every cell that is none, at its place in the CSV ("2.1O": letter O?).
std::vector<std::optional<Decimal>> number_cells(Column const& column, Diagnostics& diagnostics);

}  // namespace offprint::data
