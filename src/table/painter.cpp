// The drawing of a slice: head, rows, group labels again, carried figures.
#include <algorithm>
#include <limits>

#include "layout/page_builder.h"
#include "table/setting.h"

namespace offprint::table {
namespace {

constexpr int kHeatShare = 340;  // of the full colour at most, in permille: text stays readable on it

}  // namespace

void SliceSetting::put_lines(draw::Frame& frame, CellLines const& lines, TextLook const& look, Align align, Rect box, std::uint32_t part,
                             std::optional<draw::NodeId> node) const {
    std::size_t const from = part == 0 ? 0 : part - 1, to = part == 0 ? lines.count() : std::min<std::size_t>(part, lines.count());
    for (std::size_t i = from; i < to; ++i) {
        Length const room = box.width - lines.paragraph->lines()[i].natural;
        Length const shift = align == Align::Left ? Length{} : align == Align::Center ? room / 2 : room;
        Length const y = box.y + look.ascent + look.leading * static_cast<std::int64_t>(i - from);
        if (tree_ != nullptr && !node) {  // links become areas to click on
            layout::paint_pieces({{{}, layout::LineContent{lines.paragraph, static_cast<std::uint32_t>(i)}}}, {box.x + shift, y}, *tree_, frame);
            continue;
        }
        for (text::PlacedRun& placed : text::set_line(*lines.paragraph, i))
            frame.text(node.value_or(placed.run.mark), {box.x + shift + placed.x, y}, std::move(placed.run));
    }
}

draw::Frame SliceSetting::draw_head(bool repeated) const {
    Look const& look = table_->look;
    draw::Frame frame;
    frame.size = {slice_.width, head_height()};
    for (std::size_t n = 0; n < slice_.head.cells.size(); ++n) {
        HeadCell const& cell = slice_.head.cells[n];
        if (cell.text.empty()) continue;
        HeadRow const& last = head_rows_[cell.row + cell.rows - 1];
        TextLook const& style = label_look(cell);
        CellLines const lines = head_lines(cell, repeated ? draw::kArtifactLayout : head_nodes_[n]);
        Length const height = style.leading * static_cast<std::int64_t>(lines.count());
        Align align = Align::Center;
        if (cell.leaf) align = table_->grid->columns[slice_.columns[cell.column].column].align;
        if (align == Align::Decimal) align = Align::Right;
        Rect const box{left_of(cell.column), last.top + last.height - look.head_pad - height, head_label_width(cell), height};
        put_lines(frame, lines, style, align, box, 0, repeated ? std::optional(draw::kArtifactLayout) : std::nullopt);
        if (!cell.leaf) {
            frame.fill(draw::kArtifactLayout,
                       Rect{left_of(cell.column), last.top + last.height - look.hair_width, width_of(cell.column, cell.columns),
                            max(look.hair_width, Length::points(0.3))},
                       look.ink);
        }
    }
    if (!head_rows_.empty()) frame.fill(draw::kArtifactLayout, Rect{{}, frame.size.height - look.rule_width, slice_.width, look.rule_width}, look.rule);
    return frame;
}

template <class Wanted, class Call>
void SliceSetting::for_stretches(Wanted const& wanted, Call const& call) const {
    for (std::size_t i = 0; i < slice_.columns.size();) {
        std::size_t end = i;
        while (end < slice_.columns.size() && wanted(slice_.columns[end].column)) ++end;
        Length const left = i == 0 ? Length{} : left_of(i), right = end == slice_.columns.size() ? slice_.width : left_of(end) - slice_.gap;
        if (end > i) call(left, right - left);
        i = end + 1;
    }
}

void SliceSetting::draw_grounds(draw::Frame& frame, std::size_t row, Length height) const {
    Grid const& grid = *table_->grid;
    Look const& look = table_->look;
    // A hair below what stands above, which a viewer would else paint over.
    Length const top = look.hair_width > Length{} || row == 0 ? Length::points(0.25) : Length{};
    if (look.zebra_rows && grid.rows[row].kind == RowKind::Body && row % 2 == 1) {
        // A cell of several rows stands on paper: its words run from row to row.
        for_stretches([&](std::size_t c) { return grid.over(row, c) == nullptr; },
                      [&](Length x, Length width) {
                          frame.fill(draw::kArtifactBackground, Rect{x, top, width, height - top}, look.zebra);
                      });
    }
    for (std::size_t i = 0; i < slice_.columns.size(); ++i) draw_heat(frame, row, i, top, height);
}

void SliceSetting::draw_heat(draw::Frame& frame, std::size_t row, std::size_t index, Length top, Length height) const {
    Grid const& grid = *table_->grid;
    PlacedColumn const& place = slice_.columns[index];
    ColumnNeed const& need = table_->needs[place.column];
    if (!grid.columns[place.column].heat || grid.rows[row].kind != RowKind::Body || !need.any_value || grid.covered(row, place.column)) return;
    PrintedCell const cell = print_cell(table_->tools(), row, place.column);
    if (cell.value.kind != NumberCell::Kind::Number) return;
    double const value = cell.value.value.to_double();
    // Values on both sides of zero are shaded away from it, others from their least to their greatest.
    bool const both = need.low < 0 && need.high > 0;
    double const reach = both ? std::max(need.high, -need.low) : need.high - need.low;
    if (reach <= 0) return;
    double const share = both ? value / reach : (value - need.low) / reach;
    Color const full = share < 0 ? table_->look.low : table_->look.high;
    auto const permille = static_cast<int>(std::abs(share) * kHeatShare + 0.5);
    if (permille == 0) return;
    // Halfway to the neighbours, or to the table's edge.
    Length const left = max(place.x - slice_.gap / 2, Length{}), right = min(place.x + place.width + slice_.gap / 2, slice_.width);
    frame.fill(draw::kArtifactBackground, Rect{left, top, right - left, height - top}, mixed(table_->look.paper, full, permille));
}

bool SliceSetting::has_figure(std::size_t row, std::size_t column) const {
    std::string room;
    return table_->grid->columns[column].type == ColumnType::Number && !table_->grid->text(row, column, room).empty();
}

void SliceSetting::draw_rules(draw::Frame& frame, std::size_t row, Length height, bool first, bool last) const {
    Look const& look = table_->look;
    RowKind const kind = table_->grid->rows[row].kind;
    auto const rule = [&](Length x, Length y, Length width, Length thickness, Color color) {
        frame.fill(draw::kArtifactLayout, Rect{x, y, width, thickness}, color);
    };
    // Under the head there is one already.
    if (first && row > 0 && kind == RowKind::Total) rule({}, {}, slice_.width, look.rule_width, look.rule);
    if (first && row > 0 && kind == RowKind::Subtotal) {
        for (PlacedColumn const& place : slice_.columns) {
            if (has_figure(row, place.column)) rule(place.x, {}, place.width, max(look.hair_width, Length::points(0.4)), look.ink);
        }
    }
    if (!last || look.hair_width <= Length{} || row + 1 >= rows()) return;
    if (table_->grid->rows[row + 1].kind == RowKind::Total) return;
    for_stretches([&](std::size_t c) { return !table_->grid->covered(row + 1, c); },
                  [&](Length x, Length width) { rule(x, height - look.hair_width, width, look.hair_width, look.hair); });
}

void SliceSetting::draw_number(draw::Frame& frame, PrintedCell const& cell, PlacedColumn const& place, TextLook const& look, Length baseline,
                               draw::NodeId node) const {
    NumberWidths const widths = table_->numbers.measure(cell.number, look);
    Length x = (cell.number.words ? place.digits_right() : place.point()) - widths.left;
    Length const end = x + widths.left + widths.fraction + widths.hang;
    for (text::PlacedRun& placed : cut_at(table_->numbers.set(cell.number, look, node), cell.number.point))
        frame.text(node, {x + placed.x, baseline}, std::move(placed.run));
    if (cell.marks.empty()) return;
    for (text::PlacedRun& placed : table_->texts.marks(cell.marks, look, node)) frame.text(node, {end + placed.x, baseline}, std::move(placed.run));
}

void SliceSetting::draw_bar(draw::Frame& frame, double value, PlacedColumn const& place, TextLook const& look, Length baseline) const {
    ColumnNeed const& need = table_->needs[place.column];
    double const low = std::min(need.low, 0.0), full = table_->grid->columns[place.column].bar_full, high = std::max({need.high, full, 0.0});
    if (high <= low) return;
    // The slot lies left of the numbers.
    Length slot = place.width - need.left - need.fraction - need.hang - Length::points(5);
    if (full > 0) slot = min(slot, table_->look.bar_width - Length::points(5));  // the room that every such column has: one scale in all tables
    if (slot <= Length{}) return;
    Length const zero = place.x + scaled(slot, -low / (high - low)), size = scaled(slot, std::abs(value) / (high - low));
    Length const thickness = scaled(look.chars.size, 55, 100);
    frame.fill(draw::kArtifactLayout, Rect{value < 0 ? zero - size : zero, baseline - scaled(look.chars.size, 64, 100), size, thickness},
               value < 0 ? table_->look.low : table_->look.bar);
    if (low < 0) frame.fill(draw::kArtifactLayout, Rect{zero, baseline - look.ascent, Length::points(0.3), look.leading}, table_->look.ink);
}

void SliceSetting::draw_spark(draw::Frame& frame, std::string const& text, PlacedColumn const& place, TextLook const& look, Length baseline,
                              draw::NodeId node) const {
    std::vector<SparkValue> const values = spark_values(text);
    if (std::count_if(values.begin(), values.end(), [](SparkValue const& v) { return v.number(); }) < 2) return;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (SparkValue const& v : values) {
        if (!v.number()) continue;
        low = std::min(low, v.value);
        high = std::max(high, v.value);
    }
    double const range = high > low ? high - low : 1;
    Length const height = scaled(look.chars.size, 80, 100), width = min(place.width, table_->look.spark_width) - Length::points(2);
    draw::Stroke const stroke = draw::Stroke::round(table_->look.bar, Length::points(0.7));
    Path path;
    Point point;
    auto const is_number = [&](std::size_t i) { return i < values.size() && values[i].number(); };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!is_number(i)) continue;
        point = {place.x + Length::points(1) + scaled(width, static_cast<double>(i) / static_cast<double>(values.size() - 1)),
                 baseline - scaled(height, (values[i].value - low) / range)};
        bool const begins = i == 0 || !is_number(i - 1);
        // A value between two gaps is a dot.
        if (begins && !is_number(i + 1)) frame.fill(node, Path::circle(point, Length::points(0.6)), table_->look.bar);
        begins ? path.move_to(point) : path.line_to(point);
    }
    frame.stroke(node, std::move(path), stroke);
    frame.fill(node, Path::circle(point, Length::points(1.1)), table_->look.bar);
}

void SliceSetting::draw_cell(draw::Frame& frame, std::size_t row, std::size_t index, std::size_t count, std::uint32_t part, Length baseline,
                             draw::NodeId node) const {
    Grid const& grid = *table_->grid;
    PlacedColumn const& place = slice_.columns[index];
    Column const& column = grid.columns[place.column];
    TextLook const& look = look_of(table_->look, grid.rows[row].kind, column);
    SourcedText const text = grid.cell(row, place.column);
    if (text.empty()) return;
    CellSpan const* const tall = grid.over(row, place.column);
    if (tall != nullptr) {
        if (part > 1) return;
        part = 0;  // no break falls between its lines
    }
    std::optional<draw::NodeId> const again = draw::is_artifact(node) ? std::optional(node) : std::nullopt;
    if (count == 1 && !is_text(column)) {
        if (part > 1) return;
        if (column.type == ColumnType::Spark) {
            auto const figure = figures_.find({static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(place.column)});
            return draw_spark(frame, text.text, place, look, baseline, figure == figures_.end() ? node : figure->second);
        }
        PrintedCell const cell = print_cell(table_->tools(), row, place.column);
        if (cell.empty) return;
        if (column.bar && cell.value.kind == NumberCell::Kind::Number && grid.rows[row].kind == RowKind::Body)
            draw_bar(frame, cell.value.value.to_double(), place, look, baseline);
        return draw_number(frame, cell, place, look, baseline, node);
    }
    Length const indent = column.stub ? table_->look.indent * grid.rows[row].indent : Length{};
    Rect const box{place.x + indent, baseline - look.ascent, width_of(index, count) - indent, {}};
    Align align = column.align == Align::Decimal ? Align::Right : column.align;
    if (count > 1) align = column.stub ? Align::Left : Align::Center;
    if (CellKey const key{static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(place.column)}; grid.rich.contains(key)) {
        CellLines const lines = rich_cell(key, look, box.width);
        if (part <= lines.count()) put_lines(frame, lines, look, align, box, part, again);
        return;
    }
    if (tall == nullptr ? lines_[row] == 1 : tall_lines_.at(tall) == 1) {
        std::vector<text::PlacedRun> runs = table_->texts.line(text, look, grid, node);
        Length const room = box.width - text::line_width(runs);
        Length const shift = align == Align::Left ? Length{} : align == Align::Center ? room / 2 : room;
        for (text::PlacedRun& placed : runs) frame.text(node, {box.x + shift + placed.x, baseline}, std::move(placed.run));
        return;
    }
    put_lines(frame, table_->texts.lines(text, look, grid, box.width, false, node), look, align, box, part);
}

draw::Frame SliceSetting::paint(std::uint32_t index, std::uint32_t part) const {
    Look const& look = table_->look;
    bool const first = part <= 1, last = part == 0 || part == lines_[index];
    draw::Frame frame;
    Length height = row_height(index);
    Length baseline = row_top(index) + look_of(look, table_->grid->rows[index].kind).ascent;
    if (part > 0) {
        height = row_leading(index) + (first ? row_top(index) : Length{}) + (last ? look.pad : Length{});
        if (!first) baseline = look_of(look, table_->grid->rows[index].kind).ascent;
    }
    frame.size = {slice_.width, height};
    draw_grounds(frame, index, height);
    draw_rules(frame, index, height, first, last);
    draw::NodeId node = row_node(index);
    for_cells(index, [&](std::size_t i, std::size_t count) { draw_cell(frame, index, i, count, part, baseline, row_nodes_.empty() ? node : ++node); });
    return frame;
}

Length SliceSetting::group_again_height() const { return table_->look.strong.leading + table_->look.pad * 2; }

draw::Frame SliceSetting::draw_group_again(std::uint32_t row) const {
    Look const& look = table_->look;
    draw::Frame frame;
    frame.size = {slice_.width, group_again_height()};
    Grid const& grid = *table_->grid;
    Length const baseline = look.pad + look.strong.ascent;
    CellKey const key{row, static_cast<std::uint16_t>(slice_.columns.front().column)};
    std::vector<text::PlacedRun> runs = grid.rich.contains(key) ? text::set_line(*rich_cell(key, look.strong, slice_.width).paragraph, 0)
                                                                : table_->texts.line(grid.cell(row, key.column), look.strong, grid, draw::kArtifactLayout);
    Length const end = text::line_width(runs);
    bool const indented = grid.columns[key.column].stub;
    Length const left = left_of(0) + (indented ? look.indent * grid.rows[row].indent : Length{});
    for (text::PlacedRun& placed : runs) frame.text(draw::kArtifactLayout, {left + placed.x, baseline}, std::move(placed.run));
    SourcedText const continued(" (" + table_->words.continued + ")");
    for (text::PlacedRun& placed : table_->texts.line(continued, look.continued, grid, draw::kArtifactLayout))
        frame.text(draw::kArtifactLayout, {left + end + placed.x, baseline}, std::move(placed.run));
    if (look.hair_width > Length{}) frame.fill(draw::kArtifactLayout, Rect{{}, frame.size.height - look.hair_width, slice_.width, look.hair_width}, look.hair);
    return frame;
}

std::vector<std::pair<std::size_t, CellSpan const*>> SliceSetting::cut_cells(std::size_t row, bool inside) const {
    std::vector<std::pair<std::size_t, CellSpan const*>> cells;
    if (table_->grid->tall.empty()) return cells;
    for (std::size_t i = 0; i < slice_.columns.size(); ++i) {
        CellSpan const* const cell = table_->grid->over(row, slice_.columns[i].column);
        bool const cut = cell != nullptr && (cell->row < row || inside);
        if (cut && (cells.empty() || cells.back().second != cell)) cells.emplace_back(i, cell);
    }
    return cells;
}

draw::Frame SliceSetting::draw_cells_again(std::uint32_t row, bool inside) const {
    draw::Frame frame;
    for (auto const& [index, cell] : cut_cells(row, inside)) {
        std::size_t count = 1;
        while (index + count < slice_.columns.size() && table_->grid->over(row, slice_.columns[index + count].column) == cell) ++count;
        Length const baseline = (inside ? Length{} : row_top(row)) + look_of(table_->look, table_->grid->rows[cell->row].kind).ascent;
        frame.size = {slice_.width, max(frame.size.height, tall_height(*cell))};
        draw_cell(frame, cell->row, index, count, 0, baseline, draw::kArtifactLayout);
    }
    return frame;
}

Length SliceSetting::carried_height() const { return table_->look.strong.leading + table_->look.pad * 2; }

draw::Frame SliceSetting::draw_carried(std::uint32_t row, std::string const& label) const {
    Look const& look = table_->look;
    draw::Frame frame;
    frame.size = {slice_.width, carried_height()};
    Length const baseline = look.pad + look.strong.ascent;
    for (text::PlacedRun& placed : table_->texts.line(SourcedText(label), look.continued, *table_->grid, draw::kArtifactLayout))
        frame.text(draw::kArtifactLayout, {left_of(0) + placed.x, baseline}, std::move(placed.run));
    std::vector<ExactSum> const sums = table_->sums->until(row);
    for (PlacedColumn const& place : slice_.columns) {
        if (!table_->grid->columns[place.column].sum) continue;
        auto const value = sums[place.column].value();
        if (!value) continue;
        PrintedCell cell;
        cell.value.kind = NumberCell::Kind::Number;
        cell.value.value = *value;
        cell.number = print_number(cell.value, {}, table_->grid->columns[place.column].format, table_->words.locale);
        draw_number(frame, cell, place, look.strong, baseline, draw::kArtifactLayout);
    }
    frame.fill(draw::kArtifactLayout, Rect{{}, {}, slice_.width, max(look.hair_width, Length::points(0.3))}, look.ink);
    frame.fill(draw::kArtifactLayout, Rect{{}, frame.size.height - look.rule_width, slice_.width, look.rule_width}, look.rule);
    return frame;
}

}  // namespace offprint::table
