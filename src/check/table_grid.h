// The places that the cells of a table cover (ISO 14289-1, 7.2: tables are regular).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace offprint::check {

class TableGrid {
public:
    struct Cell {
        std::uint32_t element = 0, row = 0, column = 0, rows = 1, columns = 1;
    };
    void begin_row();
    /// The next cell of the row: it takes the first free place.
    void add(std::uint32_t element, std::uint32_t columns, std::uint32_t rows);
    /// What is wrong with the table, or "".
    std::string finish();

    std::size_t rows() const { return row_; }
    std::size_t columns() const { return columns_; }
    std::vector<Cell> const& cells() const { return cells_; }

private:
    void end_row();
    std::vector<std::uint32_t> taken_;  // by column: rows from this one on that a cell of it covers
    std::vector<Cell> cells_;
    std::uint32_t row_ = 0, columns_ = 0, at_ = 0;  // row_: rows begun
    std::string fault_;
};

}  // namespace offprint::check
