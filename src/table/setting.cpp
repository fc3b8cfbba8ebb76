#include "table/setting.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace offprint::table {
namespace {

constexpr int kMostLines = 250;

/// What the nodes of two rows that are alike have in common: for each cell the columns that it covers, and whether it heads its row.
struct RowCell {
    std::uint16_t columns = 1;
    bool heads = false;
    friend auto operator<=>(RowCell const&, RowCell const&) = default;
};

draw::RowPattern pattern_of(std::vector<RowCell> const& cells) {
    draw::RowPattern pattern;
    pattern.row.role = draw::Role::TR;
    for (RowCell const& cell : cells) {
        draw::StructNode& node = pattern.cells.emplace_back();
        node.role = cell.heads ? draw::Role::TH : draw::Role::TD;
        if (cell.heads) node.scope = draw::Scope::Row;
        node.column_span = cell.columns;
    }
    return pattern;
}

}  // namespace

SliceSetting::SliceSetting(std::shared_ptr<TableSetting> table, Slice slice) : table_(std::move(table)), slice_(std::move(slice)) {
    find_lines();
    find_head();
}

Length SliceSetting::width_of(std::size_t index, std::size_t count) const {
    PlacedColumn const& last = slice_.columns[index + count - 1];
    return last.x + last.width - slice_.columns[index].x;
}

void SliceSetting::for_cells(std::size_t row, std::function<void(std::size_t, std::size_t)> const& call) const {
    Grid const& grid = *table_->grid;
    if (grid.rows[row].kind == RowKind::Group) return call(0, slice_.columns.size());
    for (std::size_t i = 0; i < slice_.columns.size();) {
        std::size_t const wanted = grid.columns_of(row, slice_.columns[i].column);
        std::size_t count = 1;
        // A slice may cut a cell's columns off.
        while (count < wanted && i + count < slice_.columns.size() && slice_.columns[i + count].column == slice_.columns[i].column + count) ++count;
        call(i, count);
        i += count;
    }
}

void SliceSetting::find_lines() {
    Grid const& grid = *table_->grid;
    lines_.assign(grid.rows.size(), 1);
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        TextLook const& look = look_of(table_->look, grid.rows[r].kind);
        std::size_t most = 1;
        for_cells(r, [&](std::size_t i, std::size_t count) {
            std::size_t const column = slice_.columns[i].column;
            if (count == 1 && !is_text(grid.columns[column])) return;
            SourcedText const text = grid.cell(r, column);
            Length const width = width_of(i, count) - (grid.columns[column].stub ? table_->look.indent * grid.rows[r].indent : Length{});
            // The sum of the words is a hair off where a font kerns with the space: near the edge the paragraph itself decides.
            BreakableText const words = table_->texts.words(text, look, grid);
            if (words.natural() + Length::points(1) < width) return;
            most = std::max(most, table_->texts.lines(text, look, grid, width, false, 0).count());
        });
        lines_[r] = static_cast<std::uint8_t>(std::min<std::size_t>(most, kMostLines));
    }
}

Length SliceSetting::row_top(std::size_t row) const {
    bool const spaced = table_->grid->rows[row].kind == RowKind::Group && row > 0;
    return table_->look.pad + (spaced ? table_->look.group_space : Length{});
}

Length SliceSetting::row_height(std::size_t row) const { return row_top(row) + row_leading(row) * lines_[row] + table_->look.pad; }

Length SliceSetting::head_label_width(HeadCell const& cell) const {
    Length width = width_of(cell.column, cell.columns);
    PlacedColumn const& place = slice_.columns[cell.column];
    if (cell.leaf && table_->grid->columns[place.column].align == Align::Decimal) width -= place.hang;
    return width;
}

CellLines SliceSetting::head_lines(HeadCell const& cell, std::uint32_t mark) const {
    return table_->texts.lines(cell.text, cell.leaf ? table_->look.head : table_->look.spanner, *table_->grid, head_label_width(cell), true, mark);
}

void SliceSetting::find_head() {
    Look const& look = table_->look;
    head_rows_.assign(slice_.head.rows, {});
    auto const wanted = [&](HeadCell const& cell) {
        TextLook const& style = cell.leaf ? look.head : look.spanner;
        return cell.text.empty() ? Length{} : look.head_pad * 2 + style.leading * static_cast<std::int64_t>(head_lines(cell, 0).count());
    };
    // Cells of one row first; then those that reach over several give what they lack to the lowest.
    for (bool const single : {true, false}) {
        for (HeadCell const& cell : slice_.head.cells) {
            if ((cell.rows == 1) != single) continue;
            Length has;
            for (std::size_t i = 0; i < cell.rows; ++i) has += head_rows_[cell.row + i].height;
            if (Length const lacking = wanted(cell) - has; lacking > Length{}) head_rows_[cell.row + cell.rows - 1].height += lacking;
        }
    }
    Length top;
    for (HeadRow& row : head_rows_) {
        row.top = top;
        top += row.height;
    }
}

Length SliceSetting::head_height() const { return head_rows_.empty() ? Length{} : head_rows_.back().top + head_rows_.back().height + table_->look.rule_width; }

void SliceSetting::add_nodes(draw::StructTree& tree, draw::NodeId table) {
    if (slice_.head.rows > 0) {
        draw::NodeId const head = tree.add(table, draw::Role::THead);
        draw::NodeId row = 0;
        int current = -1;
        for (HeadCell const& cell : slice_.head.cells) {
            if (cell.row != current) row = tree.add(head, draw::Role::TR);
            current = cell.row;
            // A blank corner heads nothing.
            draw::NodeId const node = tree.add(row, cell.text.empty() ? draw::Role::TD : draw::Role::TH, cell.text.span());
            if (!cell.text.empty()) tree[node].scope = draw::Scope::Column;
            tree[node].row_span = cell.rows;
            tree[node].column_span = cell.columns;
            head_nodes_.push_back(node);
        }
    }
    add_row_nodes(tree, tree.add(table, draw::Role::TBody));
}

void SliceSetting::add_row_nodes(draw::StructTree& tree, draw::NodeId body) {
    Grid const& grid = *table_->grid;
    std::map<std::vector<RowCell>, std::uint32_t> patterns;  // few: rows differ by their spans and by blank stubs
    std::vector<RowCell> cells, before;
    std::string room;
    std::uint32_t begin = 0;
    auto const close = [&](std::uint32_t end) {
        auto const [it, fresh] = patterns.try_emplace(before);
        if (fresh) it->second = tree.add_pattern(pattern_of(before));
        row_nodes_.push_back({begin, tree.add_rows(body, it->second, end - begin), static_cast<std::uint32_t>(before.size() + 1)});
        begin = end;
    };
    for (std::uint32_t r = 0; r < grid.rows.size(); ++r) {
        cells.clear();
        bool const group = grid.rows[r].kind == RowKind::Group;
        for_cells(r, [&](std::size_t i, std::size_t count) {
            std::size_t const column = slice_.columns[i].column;
            cells.push_back({static_cast<std::uint16_t>(count), (group || grid.columns[column].stub) && !grid.text(r, column, room).empty()});
        });
        if (r > 0 && cells != before) close(r);
        before = cells;
    }
    if (!grid.rows.empty()) close(static_cast<std::uint32_t>(grid.rows.size()));
}

draw::NodeId SliceSetting::row_node(std::size_t row) const {
    if (row_nodes_.empty()) return draw::kArtifactLayout;
    NodeRun const& run = *std::prev(std::upper_bound(row_nodes_.begin(), row_nodes_.end(), row, [](std::size_t r, NodeRun const& n) { return r < n.row; }));
    return run.node + static_cast<draw::NodeId>(row - run.row) * run.step;
}

}  // namespace offprint::table
