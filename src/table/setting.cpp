#include "table/setting.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "fmt/format.h"

namespace offprint::table {
namespace {

constexpr int kMostLines = 250;

/// What a line in a cell shows, in any language: its values; of many the first and the last, and how many they are.
std::string spark_words(std::string_view text) {
    constexpr std::size_t kMostSaid = 24;
    std::vector<std::string_view> numbers;
    std::string_view first, last;
    for (SparkValue const& value : spark_values(text)) {
        numbers.push_back(value.number() ? value.text : "–");
        if (value.number()) last = value.text;
        if (value.number() && first.empty()) first = value.text;
    }
    if (numbers.size() > kMostSaid) return fmt::format("{} … {} ({})", first, last, numbers.size());
    return fmt::format("{}", fmt::join(numbers, "; "));
}

}  // namespace

SliceSetting::SliceSetting(std::shared_ptr<TableSetting> table, Slice slice) : table_(std::move(table)), slice_(std::move(slice)) {
    find_lines();
    find_tall();
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
        if (grid.covered(row, slice_.columns[i].column)) {
            ++i;
            continue;
        }
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
        std::size_t most = 1;
        for_cells(r, [&](std::size_t i, std::size_t count) {
            std::size_t const lines = lines_of(r, i, count);
            if (CellSpan const* const tall = grid.over(r, slice_.columns[i].column))
                tall_lines_[tall] = lines;
            else
                most = std::max(most, lines);
        });
        lines_[r] = static_cast<std::uint8_t>(std::min<std::size_t>(most, kMostLines));
    }
}

std::size_t SliceSetting::lines_of(std::size_t row, std::size_t index, std::size_t count) const {
    Grid const& grid = *table_->grid;
    std::size_t const column = slice_.columns[index].column;
    TextLook const& look = look_of(table_->look, grid.rows[row].kind, grid.columns[column]);
    if (count == 1 && !is_text(grid.columns[column])) return 1;
    Length const width = cell_width(row, index, count);
    CellKey const key{static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(column)};
    // The sum of the words is a hair off where a font kerns with the space: near the edge the paragraph itself decides.
    BreakableText const words = table_->texts.cell_words(key, look, grid);
    if (words.natural() + Length::points(1) < width) return 1;
    return table_->texts.cell_lines(key, look, grid, width, false, 0).count();
}

Length SliceSetting::tall_height(CellSpan const& cell) const {
    return row_top(cell.row) + row_leading(cell.row) * static_cast<std::int64_t>(tall_lines_.at(&cell)) + table_->look.pad;
}

void SliceSetting::find_tall() {
    std::vector<CellSpan const*> cells;
    for (auto const& [cell, lines] : tall_lines_) cells.push_back(cell);
    std::stable_sort(cells.begin(), cells.end(), [](CellSpan const* a, CellSpan const* b) { return a->end() < b->end(); });
    for (CellSpan const* const cell : cells) {
        Length has;
        for (std::size_t r = cell->row; r < cell->end(); ++r) has += row_height(r);
        if (tall_height(*cell) > has) extra_[cell->end() - 1] += tall_height(*cell) - has;
    }
}

Length SliceSetting::row_top(std::size_t row) const { return table_->look.pad + space_above(row); }

Length SliceSetting::space_above(std::size_t row) const {
    auto const labels = [&](std::size_t r) { return table_->grid->rows[r].kind == RowKind::Group; };
    return row > 0 && labels(row) && !labels(row - 1) ? table_->look.group_space : Length{};
}

Length SliceSetting::row_height(std::size_t row) const {
    auto const extra = extra_.empty() ? extra_.end() : extra_.find(row);
    return row_top(row) + row_leading(row) * lines_[row] + table_->look.pad + (extra == extra_.end() ? Length{} : extra->second);
}

Length SliceSetting::head_label_width(HeadCell const& cell) const {
    Length width = width_of(cell.column, cell.columns);
    PlacedColumn const& place = slice_.columns[cell.column];
    if (cell.leaf) width -= place.beyond_label;
    return width;
}

Length SliceSetting::cell_width(std::size_t row, std::size_t index, std::size_t count) const {
    Column const& column = table_->grid->columns[slice_.columns[index].column];
    return width_of(index, count) - (column.stub ? table_->look.indent * table_->grid->rows[row].indent : Length{});
}

CellLines SliceSetting::head_lines(HeadCell const& cell, std::uint32_t mark) const {
    if (table_->grid->rich.contains(cell.key())) return rich_cell(cell.key(), label_look(cell), head_label_width(cell));
    return table_->texts.lines(cell.text, label_look(cell), *table_->grid, head_label_width(cell), true, mark);
}

void SliceSetting::find_head() {
    Look const& look = table_->look;
    head_rows_.assign(slice_.head.rows, {});
    auto const wanted = [&](HeadCell const& cell) {
        return cell.text.empty() ? Length{} : look.head_pad * 2 + label_look(cell).leading * static_cast<std::int64_t>(head_lines(cell, 0).count());
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
    Grid const& grid = *table_->grid;
    tree_ = &tree;
    names_heads_ = slice_.head.rows > 1 || std::any_of(grid.rows.begin(), grid.rows.end(), [](Row const& row) { return row.kind == RowKind::Group; });
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
            tree[node].identified = !cell.text.empty() && names_heads_;
            tree[node].row_span = cell.rows;
            tree[node].column_span = cell.columns;
            head_nodes_.push_back(node);
            if (grid.rich.contains(cell.key()))
                rich_.emplace(cell.key(), table_->texts.lines(table_->texts.rich(cell.key(), label_look(cell), node), head_label_width(cell), true));
        }
    }
    auto const rows = static_cast<std::uint32_t>(grid.rows.size());
    std::uint32_t const foot = first_foot_row();
    add_row_nodes(tree, tree.add(table, draw::Role::TBody), 0, foot);
    if (foot < rows) add_row_nodes(tree, tree.add(table, draw::Role::TFoot), foot, rows);
}

std::uint32_t SliceSetting::first_foot_row() const {
    Grid const& grid = *table_->grid;
    auto const rows = static_cast<std::uint32_t>(grid.rows.size());
    std::uint32_t foot = rows;
    while (foot > 0 && grid.rows[foot - 1].kind == RowKind::Total) --foot;
    bool const cut = std::any_of(grid.spans.begin(), grid.spans.end(), [&](CellSpan const& cell) { return cell.row < foot && cell.end() > foot; });
    return foot == 0 || cut ? rows : foot;
}

std::vector<std::pair<std::uint32_t, std::size_t>> SliceSetting::heads_above(std::uint32_t row) const {
    std::vector<std::pair<std::uint32_t, std::size_t>> above;
    if (!names_heads_) return above;
    Grid const& grid = *table_->grid;
    for (std::uint32_t group = grid.rows[row].group; group != kNone; group = grid.rows[group].group) above.emplace_back(group, 0);
    std::reverse(above.begin(), above.end());
    for (std::size_t i = 0; i < slice_.columns.size(); ++i) {
        std::size_t const column = slice_.columns[i].column;
        if (grid.columns[column].stub && grid.covered(row, column)) above.emplace_back(grid.over(row, column)->row, i);
    }
    return above;
}

draw::NodeId SliceSetting::cell_node(std::uint32_t row, std::size_t index) const {
    draw::NodeId cell = row_node(row), found = cell;
    for_cells(row, [&](std::size_t i, std::size_t) {
        ++cell;
        if (i <= index) found = cell;
    });
    return found;
}

std::vector<draw::NodeId> SliceSetting::nodes_above(std::uint32_t row) const {
    std::vector<draw::NodeId> nodes;
    for (auto const& [above, index] : heads_above(row)) {
        draw::NodeId const node = cell_node(above, index);
        if ((*tree_)[node].role == draw::Role::TH && (nodes.empty() || nodes.back() != node)) nodes.push_back(node);
    }
    return nodes;
}

std::vector<draw::NodeId> SliceSetting::labels_over(std::size_t index, std::size_t count) const {
    std::vector<draw::NodeId> labels;
    for (std::size_t i = 0; i < slice_.head.cells.size(); ++i) {
        HeadCell const& cell = slice_.head.cells[i];
        if (!cell.text.empty() && cell.column < index + count && index < static_cast<std::size_t>(cell.column + cell.columns)) labels.push_back(head_nodes_[i]);
    }
    return labels;
}

draw::RowPattern SliceSetting::pattern_of(std::vector<RowCell> const& cells) const {
    draw::RowPattern pattern;
    pattern.row.role = draw::Role::TR;
    for (RowCell const& cell : cells) {
        draw::StructNode& node = pattern.cells.emplace_back();
        node.role = cell.heads ? draw::Role::TH : draw::Role::TD;
        if (cell.heads) node.scope = draw::Scope::Row;
        node.identified = cell.heads && names_heads_;
        node.column_span = cell.columns;
        node.row_span = static_cast<int>(cell.rows);
        if (names_heads_) pattern.heads.push_back(labels_over(cell.index, cell.columns));
    }
    return pattern;
}

SliceSetting::RowCell SliceSetting::row_cell(std::size_t row, std::size_t index, std::size_t count) const {
    Grid const& grid = *table_->grid;
    std::string room;
    std::size_t const column = slice_.columns[index].column;
    bool const heads = grid.rows[row].kind == RowKind::Group || grid.columns[column].stub;
    CellSpan const* const tall = grid.over(row, column);
    return {static_cast<std::uint16_t>(index), static_cast<std::uint16_t>(count), tall == nullptr ? 1 : tall->rows,
            heads && !grid.text(row, column, room).empty()};
}

void SliceSetting::add_row_nodes(draw::StructTree& tree, draw::NodeId body, std::uint32_t begin, std::uint32_t const end) {
    std::map<std::vector<RowCell>, std::uint32_t> patterns;  // few: rows differ by their spans and by blank stubs
    std::vector<RowCell> cells, before;
    std::vector<std::pair<std::uint32_t, std::size_t>> above, above_before;
    auto const close = [&](std::uint32_t next) {
        auto const [it, fresh] = patterns.try_emplace(before);
        if (fresh) it->second = tree.add_pattern(pattern_of(before));
        row_nodes_.push_back({begin, tree.add_rows(body, it->second, next - begin, nodes_above(begin)), static_cast<std::uint32_t>(before.size() + 1)});
        begin = next;
    };
    for (std::uint32_t r = begin; r < end; ++r) {
        if (needs_nodes(r)) {
            if (begin < r) close(r);
            add_row_by_itself(tree, body, r);
            begin = r + 1;
            continue;
        }
        cells.clear();
        for_cells(r, [&](std::size_t i, std::size_t count) { cells.push_back(row_cell(r, i, count)); });
        above = heads_above(r);
        if (r > begin && (cells != before || above != above_before)) close(r);
        before = cells;
        above_before = above;
    }
    if (begin < end) close(end);
}

bool SliceSetting::is_spark(std::size_t row, std::size_t column) const {
    Grid const& grid = *table_->grid;
    std::string room;
    if (grid.columns[column].type != ColumnType::Spark || grid.rows[row].kind == RowKind::Group) return false;
    std::vector<SparkValue> const values = spark_values(grid.text(row, column, room));
    return std::count_if(values.begin(), values.end(), [](SparkValue const& v) { return v.number(); }) > 1;
}

bool SliceSetting::needs_nodes(std::size_t row) const {
    Grid const& grid = *table_->grid;
    auto const next = grid.rich.lower_bound({static_cast<std::uint32_t>(row), 0});
    if (next != grid.rich.end() && next->row == row) return true;
    return std::any_of(slice_.columns.begin(), slice_.columns.end(), [&](PlacedColumn const& place) { return is_spark(row, place.column); });
}

// As StructTree does it for rows that are alike.
void SliceSetting::name_heads(draw::StructTree& tree, draw::RowPattern const& pattern, std::uint32_t row, draw::NodeId node) const {
    std::vector<draw::NodeId> const above = nodes_above(row);
    for (std::size_t i = 0; i < pattern.cells.size(); ++i) {
        std::vector<draw::NodeId> heads = above;
        if (pattern.cells[i].role != draw::Role::TH) {
            for (std::size_t other = 0; other < pattern.cells.size(); ++other)
                if (pattern.cells[other].identified) heads.push_back(node + 1 + static_cast<draw::NodeId>(other));
            heads.insert(heads.end(), pattern.heads[i].begin(), pattern.heads[i].end());
        }
        tree.set_heads(node + 1 + static_cast<draw::NodeId>(i), std::move(heads));
    }
}

// What stands in rich cells, and lines as figures, have nodes of their own, behind those of the cells.
void SliceSetting::add_row_by_itself(draw::StructTree& tree, draw::NodeId body, std::uint32_t row) {
    Grid const& grid = *table_->grid;
    draw::NodeId const node = tree.add(body, draw::Role::TR);
    std::vector<RowCell> cells;
    for_cells(row, [&](std::size_t i, std::size_t count) { cells.push_back(row_cell(row, i, count)); });
    draw::RowPattern const pattern = pattern_of(cells);
    for (draw::StructNode const& cell : pattern.cells) {
        draw::NodeId const added = tree.add(node, cell.role);
        tree[added].scope = cell.scope;
        tree[added].identified = cell.identified;
        tree[added].column_span = cell.column_span;
        tree[added].row_span = cell.row_span;
    }
    row_nodes_.push_back({row, node, static_cast<std::uint32_t>(cells.size() + 1)});
    if (names_heads_) name_heads(tree, pattern, row, node);
    draw::NodeId cell = node;
    for_cells(row, [&](std::size_t i, std::size_t count) {
        ++cell;
        CellKey const key{row, static_cast<std::uint16_t>(slice_.columns[i].column)};
        TextLook const& look = look_of(table_->look, grid.rows[row].kind, grid.columns[key.column]);
        if (grid.rich.contains(key)) rich_.emplace(key, table_->texts.lines(table_->texts.rich(key, look, cell), cell_width(row, i, count), false));
        if (count > 1 || !is_spark(row, key.column)) return;
        draw::NodeId const figure = tree.add(cell, draw::Role::Figure);
        std::string room;
        tree[figure].alt = spark_words(grid.text(row, key.column, room));
        figures_.emplace(key, figure);
    });
}

void SliceSetting::visit_words(std::uint32_t index, std::uint32_t, std::function<void(text::Paragraph const&)> const& visit) const {
    for (auto at = rich_.lower_bound({index, 0}); at != rich_.end() && at->first.row == index; ++at) visit(*at->second.paragraph);
}

void SliceSetting::visit_head_words(std::function<void(text::Paragraph const&)> const& visit) const {
    for (auto const& [key, lines] : rich_) {
        if (in_head(key)) visit(*lines.paragraph);
    }
}

CellLines SliceSetting::rich_cell(CellKey key, TextLook const& look, Length width) const {
    auto const found = rich_.find(key);
    return found != rich_.end() ? found->second : table_->texts.cell_lines(key, look, *table_->grid, width, in_head(key), 0);
}

bool SliceSetting::renew(CellKey key, text::StyledText words) {
    Length width;
    std::size_t most = rich_.at(key).count();
    if (in_head(key)) {
        for (HeadCell const& cell : slice_.head.cells) {
            if (cell.key() == key) width = head_label_width(cell);
        }
    } else {
        for_cells(key.row, [&](std::size_t i, std::size_t count) {
            if (slice_.columns[i].column != key.column) return;
            width = cell_width(key.row, i, count);
            CellSpan const* const tall = table_->grid->over(key.row, key.column);
            most = tall == nullptr ? lines_[key.row] : tall_lines_.at(tall);
        });
    }
    CellLines lines = table_->texts.lines(std::move(words), width, in_head(key));
    auto const fits = [&](text::Line const& line) { return line.natural <= width + Length::points(0.05); };
    if (lines.count() > most || !std::all_of(lines.paragraph->lines().begin(), lines.paragraph->lines().end(), fits)) return false;
    rich_.insert_or_assign(key, std::move(lines));
    return true;
}

Length SliceSetting::label_top(CellKey label) const {
    for (HeadCell const& cell : slice_.head.cells) {
        if (cell.key() != label) continue;
        HeadRow const& last = head_rows_[cell.row + cell.rows - 1];
        return last.top + last.height - table_->look.head_pad - label_look(cell).leading * static_cast<std::int64_t>(head_lines(cell, 0).count());
    }
    return {};
}

draw::NodeId SliceSetting::row_node(std::size_t row) const {
    if (row_nodes_.empty()) return draw::kArtifactLayout;
    NodeRun const& run = *std::prev(std::upper_bound(row_nodes_.begin(), row_nodes_.end(), row, [](std::size_t r, NodeRun const& n) { return r < n.row; }));
    return run.node + static_cast<draw::NodeId>(row - run.row) * run.step;
}

}  // namespace offprint::table
