#include "table/columns.h"

#include <algorithm>
#include <numeric>

namespace offprint::table {
namespace {

/// Rows that the search for widths looks at; of a longer table an even sample. Every row's least width counts all the same.
constexpr std::size_t kMostRows = 1500;

CellKey key_of(std::size_t row, std::size_t column) { return {static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(column)}; }

/// A label of the head goes over numbers: it ends where digits end, or what all of them have behind the digits, so what else hangs
/// stands beyond it. Where most are whole it ends with those.
Length label_room(Column const& column, ColumnNeed const& need) {
    if (column.align != Align::Decimal) return {};
    return need.hang - need.shared.value_or(Length{}) + (need.whole > need.parted * 2 ? need.fraction : Length{});
}

void measure_label(Tools const& tools, std::size_t c, ColumnNeed& need) {
    Column const& column = tools.grid.columns[c];
    BreakableText const label = tools.texts.cell_words({kHeadRow, static_cast<std::uint16_t>(c)}, tools.look.head, tools.grid);
    need.minimum = max(need.minimum, label.widest_word() + label_room(column, need));
}

/// Whether its author chose the width.
bool is_fixed(Column const& column) { return column.wish > Length{} || column.share > 0; }

/// Neighbours in a choice of columns.
struct Stretch {
    std::size_t first = 0, count = 1;
};

/// Calls with what cells over several of the columns need.
template <class Call>
void for_spanned(std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Call const& call) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (auto const& [covered, cell] : needs[columns[i]].spanned) {
            std::size_t count = 1;
            while (count < covered && i + count < columns.size() && columns[i + count] == columns[i] + count) ++count;
            call(Stretch{i, count}, cell);
        }
    }
}

Length lacking(std::vector<Length> const& widths, Stretch stretch, Length wanted, Length gap) {
    Length has = gap * static_cast<std::int64_t>(stretch.count - 1);
    for (std::size_t i = 0; i < stretch.count; ++i) has += widths[stretch.first + i];
    return max(wanted - has, Length{});
}

void widen(std::vector<Length>& widths, Stretch stretch, Length wanted, Length gap) {
    Length const more = lacking(widths, stretch, wanted, gap);
    if (more == Length{}) return;
    for (std::size_t i = 0; i < stretch.count; ++i) widths[stretch.first + i] += more / static_cast<std::int64_t>(stretch.count) + Length::from_raw(1);
}

/// The least widths of a choice of columns as they stand side by side in `available`, labels over them and cells over several of them made to fit.
std::vector<Length> minima(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Head const& head, Length gap,
                           Length available) {
    std::vector<Length> widths;
    for (std::size_t const c : columns) {
        Column const& column = tools.grid.columns[c];
        Length const wish = column.share > 0 ? scaled(available, column.share) : column.wish;
        widths.push_back(wish > Length{} ? max(wish, is_text(tools.grid.columns[c]) ? Length{} : needs[c].minimum) : needs[c].minimum);
    }
    for (HeadCell const& cell : head.cells) {
        if (!cell.leaf) widen(widths, {cell.column, cell.columns}, tools.texts.cell_words(cell.key(), tools.look.spanner, tools.grid).widest_word(), gap);
    }
    for_spanned(needs, columns, [&](Stretch stretch, ColumnNeed::Spanned const& cell) { widen(widths, stretch, cell.minimum, gap); });
    return widths;
}

Length total(std::vector<Length> const& widths, Length gap) {
    return std::accumulate(widths.begin(), widths.end(), Length{}) + gap * static_cast<std::int64_t>(widths.empty() ? 0 : widths.size() - 1);
}

/// What the search for widths sees of the rows: texts that may be broken, by place in `columns`.
WidthProblem problem_of(Tools const& tools, std::vector<std::size_t> const& columns, Head const& head, std::vector<Length> minimum,
                        std::vector<ColumnNeed> const& needs, Length available) {
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
    for (std::size_t row = 0; row < head.rows; ++row) {
        std::vector<FlexibleCell> cells;
        for (HeadCell const& cell : head.cells) {
            if (cell.row == row && !cell.leaf && cell.columns == 1 && !fixed(cell.column))
                cells.push_back({cell.column, tools.texts.cell_words(cell.key(), tools.look.spanner, grid)});
        }
        if (!cells.empty()) problem.rows.push_back(std::move(cells));
    }
    std::size_t const stride = grid.rows.size() / kMostRows + 1;
    for (std::size_t r = 0; r < grid.rows.size(); r += stride) {
        if (grid.rows[r].kind == RowKind::Group) continue;
        std::vector<FlexibleCell> cells;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (fixed(i) || !is_text(grid.columns[columns[i]]) || grid.columns_of(r, columns[i]) > 1 || grid.covered(r, columns[i])) continue;
            BreakableText text = tools.texts.cell_words(key_of(r, columns[i]), look_of(tools.look, grid.rows[r].kind, grid.columns[columns[i]]), grid);
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

/// Room at the left and right edges of a table whose grounds reach farther than its words: stripes, shaded columns at its edges.
struct Edges {
    Length left, right;
    Length both() const { return left + right; }
};
Edges edges_of(Tools const& tools, std::vector<std::size_t> const& columns) {
    auto const room = [&](std::size_t column) { return tools.look.zebra_rows || tools.grid.columns[column].heat ? tools.look.ground_pad : Length{}; };
    return {room(columns.front()), room(columns.back())};
}

Length least_of(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Length gap, Length available) {
    return total(minima(tools, needs, columns, make_head(tools.grid, columns), gap, available), gap) + edges_of(tools, columns).both();
}

Slice place(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Length available, Length gap) {
    Slice slice;
    slice.gap = gap;
    slice.head = make_head(tools.grid, columns);
    Edges const edges = edges_of(tools, columns);
    std::vector<Length> const least = minima(tools, needs, columns, slice.head, gap, available);
    Length const gaps = gap * static_cast<std::int64_t>(columns.size() - 1), room = available - edges.both();
    WidthProblem const problem = problem_of(tools, columns, slice.head, least, needs, room - gaps);
    std::vector<Length> widths = spend_spare_width(problem);
    slice.height = height_at(problem, widths);
    // What is left goes first to cells that then stand on one line.
    for_spanned(needs, columns, [&](Stretch stretch, ColumnNeed::Spanned const& cell) {
        for (std::size_t i = 0; i < stretch.count; ++i) {
            if (is_fixed(tools.grid.columns[columns[stretch.first + i]])) return;
        }
        Length const more = lacking(widths, stretch, cell.natural, gap) + Length::from_raw(1) * static_cast<std::int64_t>(stretch.count);
        if (total(widths, gap) + more <= room) widen(widths, stretch, cell.natural, gap);
    });
    if (total(widths, gap) < room) spread_rest(tools, needs, columns, widths, room, gap);
    Length x = edges.left;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ColumnNeed const& need = needs[columns[i]];
        slice.columns.push_back({columns[i], x, widths[i], need.fraction, need.hang, label_room(tools.grid.columns[columns[i]], need)});
        x += widths[i] + gap;
    }
    slice.width = x - gap + edges.right;
    return slice;
}

std::vector<std::size_t> all_columns(Grid const& grid) {
    std::vector<std::size_t> columns(grid.columns.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    return columns;
}

/// Levels of labels over both of two neighbours.
std::size_t shared_groups(Column const& a, Column const& b) {
    std::size_t level = 0;
    while (level < std::min(a.groups.size(), b.groups.size()) && a.groups[level].text == b.groups[level].text) ++level;
    return level;
}

/// Parts of a table: after the stub the first column of each, and the end of the last.
class Cuts {
public:
    Cuts(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> stub, Length available)
        : tools_(tools), needs_(needs), stub_(std::move(stub)), available_(available) {}

    std::vector<std::size_t> columns_of(std::size_t begin, std::size_t end) const {
        std::vector<std::size_t> columns = stub_;
        for (std::size_t c = begin; c < end; ++c) columns.push_back(c);
        return columns;
    }
    Length least_width(std::size_t begin, std::size_t end) const { return least_of(tools_, needs_, columns_of(begin, end), tools_.look.tight_gap, available_); }

    /// As few parts as can be; of these choices the one whose parts are most alike in width and cut fewest labels over several columns.
    std::vector<std::size_t> best() const {
        std::size_t const first = stub_.size(), count = tools_.grid.columns.size();
        struct Way {
            std::size_t parts = 0;
            std::int64_t cost = 0;
            std::size_t next = 0;
        };
        std::vector<Way> ways(count + 1);
        for (std::size_t begin = count; begin-- > first;) {
            for (std::size_t end = begin + 1; end <= count; ++end) {
                Length const width = least_width(begin, end);
                if (width > available_ && end > begin + 1) break;
                // The sum of the squares is least where all are alike.
                std::int64_t const share = width.raw() * 1000 / std::max<std::int64_t>(available_.raw(), 1);
                std::int64_t cost = ways[end].cost + share * share;
                if (end < count) cost += kCutLabel * static_cast<std::int64_t>(shared_groups(tools_.grid.columns[end - 1], tools_.grid.columns[end]));
                Way const way{ways[end].parts + 1, cost, end};
                if (end == begin + 1 || std::pair(way.parts, way.cost) <= std::pair(ways[begin].parts, ways[begin].cost)) ways[begin] = way;
            }
        }
        std::vector<std::size_t> cuts{first};
        while (cuts.back() < count) cuts.push_back(ways[cuts.back()].next);
        return cuts;
    }

private:
    /// A label cut in two, against the squares of widths in thousandths of the measure.
    static constexpr std::int64_t kCutLabel = 250'000;

    Tools const& tools_;
    std::vector<ColumnNeed> const& needs_;
    std::vector<std::size_t> stub_;
    Length available_;
};

/// Cuts a table that is too wide into parts, each with the stub, which has one width in all of them.
void place_slices(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available, Widths& out) {
    Grid const& grid = tools.grid;
    std::vector<std::size_t> stub;
    while (stub.size() < grid.columns.size() && grid.columns[stub.size()].stub) stub.push_back(stub.size());
    Cuts const parts(tools, needs, stub, available);
    std::vector<std::size_t> const cuts = parts.best();
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        out.overfull = out.overfull || parts.least_width(cuts[i - 1], cuts[i]) > available;
        out.slices.push_back(place(tools, needs, parts.columns_of(cuts[i - 1], cuts[i]), available, tools.look.tight_gap));
    }
    if (out.slices.size() < 2 || stub.empty()) return;
    Grid settled = grid;
    for (std::size_t const c : stub) {
        settled.columns[c].share = 0;
        settled.columns[c].wish = out.slices.front().columns[c].width;
        for (Slice const& slice : out.slices) settled.columns[c].wish = min(settled.columns[c].wish, slice.columns[c].width);
    }
    Tools const with_stub{settled, tools.look, tools.words, tools.numbers, tools.texts};
    for (std::size_t i = 1; i < cuts.size(); ++i)
        out.slices[i - 1] = place(with_stub, needs, parts.columns_of(cuts[i - 1], cuts[i]), available, tools.look.tight_gap);
}

}  // namespace

TextLook const& look_of(Look const& look, RowKind kind) { return kind == RowKind::Body ? look.cell : look.strong; }

TextLook const& look_of(Look const& look, RowKind kind, Column const& column) {
    if (!column.date) return look_of(look, kind);
    return kind == RowKind::Body ? look.date : look.strong_date;
}

bool is_text(Column const& column) { return column.type == ColumnType::Text; }

PrintedCell print_cell(Tools const& tools, std::size_t row, std::size_t column) {
    std::string room;
    PrintedCell out;
    MarkedText const parts = split_marks(tools.grid.text(row, column, room), tools.grid.marks);
    out.value = read_number_cell(parts.text);
    out.empty = out.value.kind == NumberCell::Kind::Empty;
    if (out.empty) return out;
    // A sum is as precise as its column.
    Column const& look = tools.grid.columns[column];
    data::NumberFormat const& format = tools.grid.rows[row].made ? look.format : look.format_of(out.value.value);
    out.number = print_number(out.value, parts.text, format, tools.words.locale);
    out.value.suffix = out.value.prefix = {};  // of a text that goes
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
            if (row.kind == RowKind::Group || grid.covered(r, c)) continue;
            TextLook const& look = look_of(tools.look, row.kind, column);
            if (std::size_t const covered = grid.columns_of(r, c); covered > 1) {
                Length const indent = column.stub ? tools.look.indent * row.indent : Length{};
                BreakableText const text = tools.texts.cell_words(key_of(r, c), look, grid);
                ColumnNeed::Spanned& spanned = need.spanned[covered];
                spanned = {max(spanned.minimum, text.widest_word() + indent), max(spanned.natural, text.natural() + indent + Length::points(1))};
                continue;
            }
            if (column.type == ColumnType::Number) {
                PrintedCell const cell = print_cell(tools, r, c);
                if (cell.empty) continue;
                NumberWidths const widths = measure_cell(tools, cell, look);
                if (cell.number.words) {
                    words = max(words, widths.left);
                } else {
                    need.left = max(need.left, widths.left);
                    need.fraction = max(need.fraction, widths.fraction);
                    ++(widths.fraction > Length{} ? need.parted : need.whole);
                    // A total in bold has a sign of its own width: the body tells, unless the total has none at all.
                    if (row.kind == RowKind::Body || widths.hang == Length{}) need.shared = need.shared ? min(*need.shared, widths.hang) : widths.hang;
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
    return least_of(tools, needs, all_columns(tools.grid), tools.look.gap, available);
}

namespace {

/// The columns at a gap, or closer where that saves lines: room between columns is worth less than a label on one line.
Slice place_saving_lines(Tools const& tools, std::vector<ColumnNeed> const& needs, std::vector<std::size_t> const& columns, Length available, Length gap) {
    constexpr int kSteps = 3;
    Slice best = place(tools, needs, columns, available, gap);
    Length natural = gap * static_cast<std::int64_t>(columns.size() - 1);
    for (std::size_t const c : columns) natural += needs[c].natural;
    if (natural <= available) return best;  // nothing wraps
    for (int k = 1; k <= kSteps && gap > tools.look.tight_gap; ++k) {
        Slice closer = place(tools, needs, columns, available, gap - (gap - tools.look.tight_gap) * k / kSteps);
        if (closer.height < best.height) best = std::move(closer);
    }
    return best;
}

}  // namespace

Widths place_columns(Tools const& tools, std::vector<ColumnNeed> const& needs, Length available) {
    Widths out;
    std::vector<std::size_t> const columns = all_columns(tools.grid);
    out.needed = least_width(tools, needs, available);
    if (out.needed <= available) {
        out.slices.push_back(place_saving_lines(tools, needs, columns, available, tools.look.gap));
        return out;
    }
    out.tightened = true;
    if (Length const least = least_of(tools, needs, columns, tools.look.tight_gap, available); least <= available) {
        // No tighter than it must be.
        auto const gaps = static_cast<std::int64_t>(std::max<std::size_t>(columns.size() - 1, 1));
        Length const gap = tools.look.tight_gap + (available - least) / gaps;
        out.slices.push_back(place_saving_lines(tools, needs, columns, available, min(gap, tools.look.gap)));
        return out;
    }
    place_slices(tools, needs, available, out);
    return out;
}

}  // namespace offprint::table
