#include "table/header.h"

#include <algorithm>

namespace offprint::table {
namespace {

bool same_groups(Column const& a, Column const& b, std::size_t levels) {
    if (a.groups.size() < levels || b.groups.size() < levels) return false;
    for (std::size_t i = 0; i < levels; ++i) {
        if (a.groups[i].text != b.groups[i].text) return false;
    }
    return true;
}

}  // namespace

Head make_head(Grid const& grid, std::vector<std::size_t> const& columns) {
    Head head;
    std::size_t levels = 0;
    bool labelled = false;
    for (std::size_t const c : columns) {
        levels = std::max(levels, grid.columns[c].groups.size());
        labelled = labelled || !grid.columns[c].label.empty() || !grid.columns[c].groups.empty();
    }
    if (!labelled) return head;
    head.rows = levels + 1;
    for (std::size_t row = 0; row < head.rows; ++row) {
        for (std::size_t i = 0; i < columns.size();) {
            Column const& column = grid.columns[columns[i]];
            HeadCell cell;
            cell.row = static_cast<std::uint16_t>(row);
            cell.column = static_cast<std::uint16_t>(i);
            cell.of = static_cast<std::uint16_t>(columns[i]);
            std::size_t end = i + 1;
            if (row < column.groups.size()) {
                while (end < columns.size() && same_groups(column, grid.columns[columns[end]], row + 1)) ++end;
                cell.text = column.groups[row];
            } else if (row == column.groups.size()) {
                cell.text = column.label;
                cell.rows = static_cast<std::uint16_t>(head.rows - row);
                cell.leaf = true;
            } else {
                i = end;
                continue;  // covered from above
            }
            cell.columns = static_cast<std::uint16_t>(end - i);
            head.cells.push_back(std::move(cell));
            i = end;
        }
    }
    return head;
}

}  // namespace offprint::table
