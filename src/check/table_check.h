// Whether a table is regular and its cells have headers (ISO 14289-1, 7.2 and 7.5), told of its cells as they come: a long table has a million. Held are,
// beside the grid, only cells that a header still to come may reach, and of those that want the same one no more than would be told.
#pragma once
#include <map>
#include <optional>
#include <set>

#include "check/table_grid.h"

namespace offprint::check {

class TableCheck {
public:
    struct Cell {
        std::uint32_t order = 0, number = 0;  // of its element: in reading, and of its object
        std::uint32_t columns = 1, rows = 1;
        bool is_header = false, heads_rows = false, heads_columns = false;
        bool names_headers = false;  // by their IDs, instead of standing below or beside them
    };
    struct Fault {
        std::uint32_t order = 0, number = 0;  // of the cell
        char const* words = nullptr;
    };

    void begin_row() { grid_.begin_row(); }
    void end_row();
    /// The next cell of the row. Of a header with its ID, which may be empty.
    void begin_cell(Cell const& cell, std::string_view id);
    /// The cell, one that is not a header, names one.
    void name_header(std::string_view id);
    /// Whether there is anything in the cell: a blank corner has nothing to tell.
    void end_cell(bool is_blank);

    /// After the last row: what is wrong with the grid, or "".
    std::string finish() { return grid_.finish(); }
    /// Of a regular table: cells that their headers do not reach, in their order.
    std::vector<Fault> faults() const;

private:
    struct Place {
        Cell cell;
        TableGrid::Place at;
    };
    /// The first cells of those that want the same.
    class First {
    public:
        void add(std::uint32_t order, std::uint32_t number);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> cells;  // order and number
    };
    bool is_column_headed(std::uint32_t column, std::uint32_t columns) const;

    TableGrid grid_;
    Place cell_;                                                        // the last that began
    std::vector<bool> column_heads_;                                    // by column
    std::uint32_t headed_rows_ = 0;                                     // rows up to this one have a header, from the one that is open on
    std::vector<Place> unheaded_;                                       // cells of the open row, and those that reach into it, without a header yet
    std::map<std::pair<std::uint32_t, std::uint32_t>, First> waiting_;  // for a header of a column from one on, and so many
    std::set<std::string, std::less<>> ids_;                            // of headers
    std::map<std::string, First, std::less<>> unknown_;                 // IDs that cells name
};

}  // namespace offprint::check
