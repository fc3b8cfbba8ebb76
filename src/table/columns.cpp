#include "table/columns.h"

#include <algorithm>
#include <numeric>

namespace offprint::table {
namespace {

/// Rows that the search for widths looks at; of a longer table an even sample. Every row's least width counts all the same.
constexpr std::size_t kMostRows = 1500;

CellKey key_of(std::size_t row, std::size_t column) { return {static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(column)}; }

/// A label of the head goes over numbers: it ends where digits end, or what all of them have behind the digits, so what else hangs
/// stands beyond it.
Length label_room(Column const& column, ColumnNeed const& need) {
    return column.align == Align::Decimal ? need.hang - need.shared.value_or(Length{}) : Length{};
}

void measure_label(Tools const& tools, std::size_t c, ColumnNeed& need) {
    Column const& column = tools.grid.columns[c];
    BreakableText const label = tools.texts.cell_words({kHeadRow, static_cast<std::uint16_t>(c)}, tools.look.head, tools.grid);
    need.minimum = max(need.minimum, label.widest_word() + label_room(column, need));
}

/// Whether its author chose the width.
bool is_fixed(Column const& column) { return column.wish > Length{} || column.share > 0; }

/// The least widths of a choice of columns as they stand side by side in `available`, labels that span several made to fit.
std::vector<Length> minima(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Head const& head, Length gap,
                           Length available) {
    std::vector<Length> widths;
    for (std::size_t const c : columns) {
        Column const& column = tools.grid.columns[c];
        Length const wish = column.share > 0 ? scaled(available, column.share) : column.wish;
        widths.push_back(wish > Length{} ? max(wish, is_text(tools.grid.columns[c]) ? Length{} : needs[c].minimum) : needs[c].minimum);
    }
    for (HeadCell const& cell : head.cells) {
        if (cell.columns < 2) continue;
        Length const wanted = tools.texts.words(cell.text, tools.look.spanner, tools.grid).widest_word();
        Length has = gap * (cell.columns - 1);
        for (std::size_t i = 0; i < cell.columns; ++i) has += widths[cell.column + i];
        for (std::size_t i = 0; has < wanted && i < cell.columns; ++i) widths[cell.column + i] += (wanted - has) / cell.columns + Length::from_raw(1);
    }
    return widths;
}

Length total(std::vector<Length> const& widths, Length gap) {
    return std::accumulate(widths.begin(), widths.end(), Length{}) + gap * static_cast<std::int64_t>(widths.empty() ? 0 : widths.size() - 1);
}

/// What the search for widths sees of the rows: texts that may be broken, by place in `columns`.
WidthProblem problem_of(Tools const& tools, std::vector<std::size_t> const& columns, std::vector<Length> minimum, std::vector<ColumnNeed> const& needs,
                        Length available) {
    WidthProblem problem{std::move(minimum), {}, available};
    Grid const& grid = tools.grid;
    auto const fixed = [&](std::size_t i) { return is_fixed(grid.columns[columns[i]]); };
    std::vector<FlexibleCell> labels;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (fixed(i)) continue;
        FlexibleCell cell{static_cast<std::uint32_t>(i), tools.texts.cell_words({kHeadRow, static_cast<std::uint16_t>(columns[i])}, tools.look.head, grid)};
        // What hangs beside the label is not its own.
        if (!cell.text.words.empty()) cell.text.words.front() += label_room(grid.columns[columns[i]], needs[columns[i]]);
        if (!cell.text.words.empty()) labels.push_back(std::move(cell));
    }
    problem.rows.push_back(std::move(labels));
    std::size_t const stride = grid.rows.size() / kMostRows + 1;
    for (std::size_t r = 0; r < grid.rows.size(); r += stride) {
        if (grid.rows[r].kind == RowKind::Group) continue;
        std::vector<FlexibleCell> cells;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (fixed(i) || !is_text(grid.columns[columns[i]]) || grid.columns_of(r, columns[i]) > 1 || grid.covered(r, columns[i])) continue;
            BreakableText text = tools.texts.cell_words(key_of(r, columns[i]), look_of(tools.look, grid.rows[r].kind), grid);
            if (grid.columns[columns[i]].stub && !text.words.empty()) {
                // Indented: every line loses as much.
                Length const indent = tools.look.indent * grid.rows[r].indent;
                if (indent > Length{}) {
                    for (Length& word : text.words) word += indent;
                    text.space -= indent;
                }
            }
            if (text.words.size() < 2) continue;
            FlexibleCell cell{static_cast<std::uint32_t>(i), std::move(text)};
            // One over several rows has no neighbours of its height.
            if (grid.over(r, columns[i]))
                problem.rows.push_back({std::move(cell)});
            else
                cells.push_back(std::move(cell));
        }
        if (!cells.empty()) problem.rows.push_back(std::move(cells));
    }
    return problem;
}

/// What no height is saved by goes between the columns: numbers get one width, then they and the widest text share alike. Texts that
/// are short anyway (numbers of rows, countries) stay narrow.
void spread_rest(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, std::vector<Length>& widths,
                 Length available, Length gap) {
    Grid const& grid = tools.grid;
    Length rest = available - total(widths, gap);
    Length widest;
    std::vector<std::size_t> numbers, sharing;
    std::optional<std::size_t> text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Column const& column = grid.columns[columns[i]];
        if (is_fixed(column)) continue;
        if (is_text(column) && (!text || needs[columns[i]].natural > needs[columns[*text]].natural)) text = i;
        if (!is_text(column)) sharing.push_back(i);
        if (column.type != ColumnType::Number) continue;
        numbers.push_back(i);
        widest = max(widest, widths[i]);
    }
    if (text) sharing.push_back(*text);
    if (sharing.empty()) sharing.push_back(0);
    Length lacking;
    for (std::size_t const i : numbers) lacking += widest - widths[i];
    if (lacking <= rest) {
        for (std::size_t const i : numbers) widths[i] = widest;
        rest -= lacking;
    }
    auto const shares = static_cast<std::int64_t>(sharing.size());
    for (std::size_t const i : sharing) widths[i] += rest / shares;
    widths[sharing.back()] += rest - (rest / shares) * shares;
}

Slice place(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Length available, Length gap) {
    Slice slice;
    slice.gap = gap;
    slice.head = make_head(tools.grid, columns);
    std::vector<Length> const least = minima(tools, needs, columns, slice.head, gap, available);
    Length const gaps = gap * static_cast<std::int64_t>(columns.size() - 1);
    WidthProblem const problem = problem_of(tools, columns, least, needs, available - gaps);
    std::vector<Length> widths = spend_spare_width(problem);
    slice.height = height_at(problem, widths);
    if (total(widths, gap) < available) spread_rest(tools, needs, columns, widths, available, gap);
    Length x;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ColumnNeed const& need = needs[columns[i]];
        slice.columns.push_back({columns[i], x, widths[i], need.fraction, need.hang, label_room(tools.grid.columns[columns[i]], need)});
        x += widths[i] + gap;
    }
    slice.width = x - gap;
    return slice;
}

std::vector<std::size_t> all_columns(Grid const& grid) {
    std::vector<std::size_t> columns(grid.columns.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    return columns;
}

/// Cuts a table that is too wide into parts, each with the stub and as many columns as fit.
void place_slices(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available, Widths& out) {
    Grid const& grid = tools.grid;
    std::vector<std::size_t> stub, current;
    for (std::size_t c = 0; c < grid.columns.size() && grid.columns[c].stub; ++c) stub.push_back(c);
    current = stub;
    Length const gap = tools.look.tight_gap;
    auto const fits = [&](std::vector<std::size_t> const& columns) {
        return total(minima(tools, needs, columns, make_head(grid, columns), gap, available), gap) <= available;
    };
    auto const close = [&] {
        out.overfull = out.overfull || !fits(current);
        out.slices.push_back(place(tools, needs, current, available, gap));
        current = stub;
    };
    for (std::size_t c = stub.size(); c < grid.columns.size(); ++c) {
        current.push_back(c);
        if (fits(current) || current.size() == stub.size() + 1) continue;
        current.pop_back();
        close();
        current.push_back(c);
    }
    close();
}

}  // namespace

TextLook const& look_of(Look const& look, RowKind kind) { return kind == RowKind::Body ? look.cell : look.strong; }

bool is_text(Column const& column) { return column.type == ColumnType::Text; }

PrintedCell print_cell(Tools const& tools, std::size_t row, std::size_t column) {
    std::string room;
    PrintedCell out;
    MarkedText const parts = split_marks(tools.grid.text(row, column, room), tools.grid.marks);
    out.value = read_number_cell(parts.text);
    out.empty = out.value.kind == NumberCell::Kind::Empty;
    if (out.empty) return out;
    out.number = print_number(out.value, parts.text, tools.grid.columns[column].format, tools.words.locale);
    out.value.suffix = {};  // of a text that goes
    for (std::string_view const mark : parts.marks) out.marks += (out.marks.empty() ? "" : ",") + std::string(mark);
    return out;
}

NumberWidths measure_cell(Tools const& tools, PrintedCell const& cell, TextLook const& look) {
    NumberWidths widths = tools.numbers.measure(cell.number, look);
    if (!cell.marks.empty()) widths.hang += tools.texts.mark_width(cell.marks, look);
    return widths;
}

void need_number(Tools const& tools, ColumnNeed& need, PrintedNumber const& number, TextLook const& look) {
    NumberWidths const widths = tools.numbers.measure(number, look);
    need.left = max(need.left, widths.left);
    need.fraction = max(need.fraction, widths.fraction);
    need.hang = max(need.hang, widths.hang);
    need.minimum = max(need.minimum, need.left + need.fraction + need.hang);
}

std::vector<ColumnNeed> measure_columns(Tools const& tools) {
    Grid const& grid = tools.grid;
    std::vector<ColumnNeed> needs(grid.columns.size());
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        Column const& column = grid.columns[c];
        ColumnNeed& need = needs[c];
        Length words;
        for (std::size_t r = 0; r < grid.rows.size(); ++r) {
            Row const& row = grid.rows[r];
            if (row.kind == RowKind::Group || grid.columns_of(r, c) > 1 || grid.covered(r, c)) continue;
            TextLook const& look = look_of(tools.look, row.kind);
            if (column.type == ColumnType::Number) {
                PrintedCell const cell = print_cell(tools, r, c);
                if (cell.empty) continue;
                NumberWidths const widths = measure_cell(tools, cell, look);
                if (cell.number.words) {
                    words = max(words, widths.left);
                } else {
                    need.left = max(need.left, widths.left);
                    need.fraction = max(need.fraction, widths.fraction);
                    // A total in bold has a sign of its own width: the body tells.
                    if (row.kind == RowKind::Body) need.shared = need.shared ? min(*need.shared, widths.hang) : widths.hang;
                }
                need.hang = max(need.hang, widths.hang);
                if (cell.value.kind == NumberCell::Kind::Number && row.kind == RowKind::Body) {
                    double const value = cell.value.value.to_double();
                    need.low = need.any_value ? std::min(need.low, value) : value;
                    need.high = need.any_value ? std::max(need.high, value) : value;
                    need.any_value = true;
                }
            } else if (column.type == ColumnType::Text) {
                BreakableText const text = tools.texts.cell_words(key_of(r, c), look, grid);
                Length const indent = column.stub ? tools.look.indent * row.indent : Length{};
                need.minimum = max(need.minimum, text.widest_word() + indent);
                need.natural = max(need.natural, text.natural() + indent);
            }
        }
        need.left = max(need.left, words - need.fraction);
        if (column.type == ColumnType::Number) need.minimum = need.left + need.fraction + need.hang + (column.bar ? tools.look.bar_width : Length{});
        if (column.type == ColumnType::Spark) need.minimum = tools.look.spark_width;
        measure_label(tools, c, need);
        need.natural = max(need.natural, need.minimum);
    }
    return needs;
}

Length least_width(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available) {
    std::vector<std::size_t> const columns = all_columns(tools.grid);
    return total(minima(tools, needs, columns, make_head(tools.grid, columns), tools.look.gap, available), tools.look.gap);
}

Widths place_columns(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available) {
    Widths out;
    std::vector<std::size_t> const columns = all_columns(tools.grid);
    out.needed = least_width(tools, needs, available);
    if (out.needed <= available) {
        out.slices.push_back(place(tools, needs, columns, available, tools.look.gap));
        return out;
    }
    Head const head = make_head(tools.grid, columns);
    out.tightened = true;
    if (total(minima(tools, needs, columns, head, tools.look.tight_gap, available), tools.look.tight_gap) <= available) {
        // No tighter than it must be.
        Length const widths = total(minima(tools, needs, columns, head, tools.look.tight_gap, available), Length{});
        Length const gap = max(tools.look.tight_gap, (available - widths) / static_cast<std::int64_t>(std::max<std::size_t>(columns.size() - 1, 1)));
        out.slices.push_back(place(tools, needs, columns, available, min(gap, tools.look.gap)));
        return out;
    }
    place_slices(tools, needs, available, out);
    return out;
}

}  // namespace offprint::table
