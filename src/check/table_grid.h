// The places that the cells of a table cover (ISO 14289-1, 7.2: tables are regular). It holds no cells, as a long table has a million of them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace offprint::check {

class TableGrid {
public:
    struct Place {
        std::uint32_t row = 0, column = 0;
    };
    void begin_row();
    /// The next cell of the row: it takes the first free place, which it gives.
    Place add(std::uint32_t columns, std::uint32_t rows);
    /// What is wrong with the table, or "".
    std::string finish();

    bool is_wrong() const { return !fault_.empty(); }
    std::size_t rows() const { return row_; }

private:
    struct Column {
        std::uint32_t taken = 0;  // rows from this one on that a cell of it covers
        std::uint32_t since = 0;  // the cell's row
    };
    void end_row();
    std::vector<Column> taken_;
    std::uint32_t row_ = 0, columns_ = 0, at_ = 0;  // row_: rows begun
    std::string fault_;
};

}  // namespace offprint::check
