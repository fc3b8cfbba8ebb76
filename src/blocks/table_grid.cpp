// From a table's description to its grid: cells found in the data, types settled, groups, sums.
#include "blocks/table_grid.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "fmt/format.h"
#include "table/note_marks.h"
#include "table/number_cell.h"
#include "table/sums.h"

namespace offprint::blocks {
namespace {

using table::NumberCell;
using table::RowKind;

constexpr std::size_t kMostColumns = 200;
/// A bracket of so few bytes is taken for a mark in a table that has notes.
constexpr std::size_t kShortMark = 3;

/// The first day of a month: of "2026-06".
std::optional<data::Date> month_of(std::string const& text) { return text.size() == 7 ? data::parse_date(text + "-01") : std::nullopt; }

class GridMaker {
public:
    GridMaker(TableSpec const& spec, BuildContext& context) : spec_(spec), context_(context), grid_(std::make_shared<table::Grid>()) {}

    std::shared_ptr<table::Grid const> run(TableWords& words) {
        grid_->span = spec_.span;
        for (std::size_t i = 0; i < spec_.notes.size(); ++i) grid_->marks.emplace(spec_.notes[i].first.text, i);
        columns_ = spec_.columns;
        if (!find_cells()) return nullptr;
        for (std::size_t c = 0; c < columns_.size(); ++c) settle_column(c);
        choose_sums();
        mark_stub();
        if (spec_.rows) {
            add_inline_rows();
            if (grid_->rows.empty()) return nullptr;  // each had a fault
        } else if (!add_data_rows()) {
            return nullptr;
        }
        if (!spec_.total.empty()) add_sum(RowKind::Total, doc::smart_quotes(spec_.total, context_.article.language), total_);
        check_marks();
        merge_cells();
        grid_->order_spans();
        words.read(*grid_, context_);
        return std::move(grid_);
    }

private:
    Diagnostics& faults() { return context_.diagnostics; }

    /// Where each column's cells stand.
    bool find_cells() {
        if (spec_.rows) {
            hold_inline_rows();
        } else {
            bool missing = false;
            source_ = find_table(spec_.data, context_, missing);
            if (source_ == nullptr) return false;
        }
        if (columns_.empty()) {
            for (data::Column const& column : source_->columns) {
                if (column.name.text == spec_.row_kind.text || column.name.text == spec_.indent.text || groups_by(column.name.text)) continue;
                ColumnSpec all;
                all.field = all.label = column.name;
                all.span = spec_.data.span();
                columns_.push_back(std::move(all));
            }
        }
        if (columns_.size() > kMostColumns) {
            faults().error("E652", spec_.span, fmt::format("a table has at most {} columns", kMostColumns), "choose some under 'columns'");
            return false;
        }
        bool good = true;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            data::Column const* cells = spec_.rows ? &source_->columns[c] : column(columns_[c].field, columns_[c].span);
            good = good && cells != nullptr;
            grid_->cells.push_back(cells);
        }
        return good;
    }

    data::Column const* column(SourcedText const& name, Span place) {
        data::Column const* found = source_->find(name.text);
        if (found != nullptr) return found;
        std::vector<std::string_view> names;
        for (data::Column const& c : source_->columns) names.push_back(c.name.text);
        std::string_view const guess = data::did_you_mean(name.text, names);
        faults().error("E653", name.empty() ? place : name.span(), fmt::format("'{}' has no column '{}'", source_->name, name.text),
                       guess.empty() ? fmt::format("columns: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
        return nullptr;
    }

    /// Rows in place become a table of their own.
    void hold_inline_rows() {
        auto held = std::make_shared<data::Table>();
        held->columns.resize(columns_.size());
        for (InlineRow const& row : *spec_.rows) {
            for (std::size_t c = 0; c < columns_.size(); ++c) held->columns[c].cells.push_back(c < row.cells.size() ? row.cells[c] : SourcedText{});
        }
        grid_->owned = held;
        source_ = held.get();
    }

    bool groups_by(std::string const& field) const {
        return std::any_of(spec_.group_by.begin(), spec_.group_by.end(), [&](SourcedText const& level) { return level.text == field; });
    }

    bool is_label_row(std::size_t row) const { return spec_.rows && (*spec_.rows)[row].kind == RowKind::Group; }
    bool covered(std::size_t row, std::size_t column) const {
        if (!spec_.rows || column >= (*spec_.rows)[row].columns.size()) return false;
        std::vector<int> const& columns = (*spec_.rows)[row].columns;
        for (std::size_t c = 0; c <= column; ++c) {
            if (columns[c] > 1 && c + static_cast<std::size_t>(columns[c]) > column) return true;
        }
        return false;
    }

    NumberCell number_at(std::size_t row, std::size_t column) const {
        std::string room;
        NumberCell cell = table::read_number_cell(table::split_marks(grid_->cells[column]->cells.text(row, room), grid_->marks).text);
        cell.suffix = cell.prefix = {};  // of a text that goes
        return cell;
    }

    /// Settles the type of a column from its cells where the author has not, and tells what does not fit the type.
    void settle_column(std::size_t c) {
        ColumnSpec const& spec = columns_[c];
        table::Column column;
        column.label = spec.label;
        column.groups = spec.groups;
        column.heat = spec.heat;
        column.bar = spec.bar;
        column.bar_full = spec.bar_full;
        CellType type = spec.type;
        bool all_numbers = false;
        if (type == CellType::Auto) std::tie(type, all_numbers) = guess_type(c);
        bool const number = type == CellType::Number || type == CellType::Money || type == CellType::Percent;
        if (number) {
            column.type = table::ColumnType::Number;
            column.align = table::Align::Decimal;
            column.format = format_of(c, type);
            column.made_format = spec.format.empty();
            if (column.made_format && type == CellType::Number) keep_decimals(column);
            column.sum = type != CellType::Percent;
            column.amount = scales_ && type != CellType::Percent && spec.sum.value_or(!any_column_says_sum()) && !has_multiples(c);
            if (!all_numbers) check_numbers(c);
        } else if (type == CellType::Spark) {
            column.type = table::ColumnType::Spark;
            check_lines(c);
        } else if (type == CellType::Date) {
            print_dates(c);
            column.date = true;
            column.align = table::Align::Right;
        }
        if (spec.align) column.align = static_cast<table::Align>(*spec.align);
        if (number && spec.align) column.align = table::Align::Decimal;
        if (spec.has_width && spec.share)
            column.share = spec.width.to_double() / 100;
        else if (spec.has_width)
            column.wish = Length::points(spec.width.to_double());
        grid_->columns.push_back(std::move(column));
    }

    bool any_column_says_sum() const {
        return std::any_of(columns_.begin(), columns_.end(), [](ColumnSpec const& c) { return c.sum.value_or(false); });
    }
    /// "12.4x" stays what it is in whatever units amounts are given.
    bool has_multiples(std::size_t c) const {
        std::string room;
        data::Cells const& cells = grid_->cells[c]->cells;
        for (std::size_t r = 0; r < cells.size(); ++r) {
            if (table::read_number_cell(table::split_marks(cells.text(r, room), grid_->marks).text).suffix.find('x') != std::string_view::npos) return true;
        }
        return false;
    }

    /// A column of numbers may hold some odd words, if its author treats it as one of numbers or most of its cells are. The first column more likely names its
    /// rows.
    /// With whether nothing in it is to be told.
    std::pair<CellType, bool> guess_type(std::size_t c) const {
        ColumnSpec const& spec = columns_[c];
        bool const meant = !spec.format.empty() || spec.bar || spec.heat || spec.sum.value_or(false);
        data::Cells const& cells = grid_->cells[c]->cells;
        std::size_t const count = cells.size();
        std::size_t numbers = 0, marked = 0, odd = 0;
        std::string room;
        for (std::size_t r = 0; r < count; ++r) {
            if (is_label_row(r) || covered(r, c)) continue;
            NumberCell const cell = number_at(r, c);
            numbers += cell.kind == NumberCell::Kind::Number;
            if (cell.kind != NumberCell::Kind::Wrong) continue;
            (stray_mark(cells.text(r, room)) ? marked : odd) += 1;
            if (!meant && odd > (c == 0 ? 0 : count / 2)) return {CellType::Text, true};
        }
        numbers += marked;
        bool const most = numbers > 0 && (odd == 0 || (numbers > 1 && numbers >= odd));
        return {most || (meant && numbers > 0) ? CellType::Number : CellType::Text, odd + marked == 0};
    }

    static std::string number_hint(std::string_view text) {
        if (text.find(',') != std::string_view::npos) return "write it without separators: 1234.5";
        auto percent = text.ends_with('%') ? data::parse_decimal(text.substr(0, text.size() - 1)) : std::nullopt;
        if (percent) {
            percent->exponent -= 2;
            return fmt::format("write {}: columns of type percent multiply by 100", table::decimal_text(*percent));
        }
        return "a number, n.a., n.m. or a dash; marks of the table's notes in brackets: 308.4[a]";
    }

    /// The mark at the end of a number for which there is no note: "z" of 308.4[z].
    std::optional<table::Bracket> stray_mark(std::string_view text) const {
        std::vector<table::Bracket> const brackets = table::brackets_in(text);
        if (brackets.empty() || brackets.back().end != text.size() || grid_->marks.contains(brackets.back().key)) return std::nullopt;
        bool const number =
            table::read_number_cell(table::split_marks(text.substr(0, brackets.back().begin), grid_->marks).text).kind == NumberCell::Kind::Number;
        return number ? std::optional(brackets.back()) : std::nullopt;
    }
    void report_stray(SourcedText const& text, table::Bracket const& bracket) {
        std::vector<std::string_view> keys;
        for (auto const& note : spec_.notes) keys.push_back(note.first.text);
        faults().error("E667", text.span(bracket.begin, bracket.end), fmt::format("no note '{}'", bracket.key),
                       keys.empty() ? fmt::format("write it under the table's 'notes': {{{}: ...}}", bracket.key)
                                    : fmt::format("notes: {}; a bracket that is text is written '\\['", fmt::join(keys, ", ")));
    }

    /// Marks in words: what looks like one must have its note, and each note its mark.
    void check_marks() {
        if (spec_.notes.empty()) return;
        std::set<std::string_view> used;
        auto const see = [&](SourcedText const& text, bool data) {
            for (table::Bracket const& bracket : table::brackets_in(text.text)) {
                auto const key = grid_->marks.find(bracket.key);
                if (key != grid_->marks.end())
                    used.insert(key->first);
                else if (!data && bracket.key.size() <= kShortMark)
                    report_stray(text, bracket);
            }
        };
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            table::Column const& column = grid_->columns[c];
            see(column.label, false);
            for (std::size_t level = 0; level < column.groups.size(); ++level) {
                // Neighbours under one label hold its words each.
                std::vector<SourcedText> const none, &before = c > 0 ? grid_->columns[c - 1].groups : none;
                if (level >= before.size() || before[level].text != column.groups[level].text) see(column.groups[level], false);
            }
            std::string room;
            for (std::size_t r = 0; r < grid_->rows.size(); ++r) {
                if (grid_->text(r, c, room).find('[') == std::string_view::npos) continue;
                see(grid_->cell(r, c), column.type == table::ColumnType::Number || source_->columns[c].cells.of_file());
            }
        }
        for (auto const& note : spec_.notes) {
            if (!used.contains(note.first.text))
                faults().warning("W668", note.first.span(), fmt::format("no cell or label has the mark of the note '{}'", note.first.text),
                                 fmt::format("delete it, or mark a cell: 308.4[{}]", note.first.text));
        }
    }

    /// Words among numbers: a fault where the author says that the column holds numbers.
    void check_numbers(std::size_t c) {
        bool const guessed = columns_[c].type == CellType::Auto;
        data::Cells const& cells = grid_->cells[c]->cells;
        for (std::size_t r = 0; r < cells.size(); ++r) {
            if (is_label_row(r) || covered(r, c) || number_at(r, c).kind != NumberCell::Kind::Wrong) continue;
            SourcedText const cell = cells[r];
            if (auto const stray = stray_mark(cell.text))
                report_stray(cell, *stray);
            else if (guessed)
                faults().warning("W664", cell.span(), fmt::format("'{}' stands in a column of numbers and is no number", cell.text),
                                 number_hint(cell.text) + "; 'type: text' makes words of the whole column");
            else
                faults().error("E654", cell.span(), fmt::format("'{}' is no number", cell.text), number_hint(cell.text));
        }
    }

    void check_lines(std::size_t c) {
        data::Cells const& cells = grid_->cells[c]->cells;
        for (std::size_t r = 0; r < cells.size(); ++r) {
            if (is_label_row(r) || covered(r, c)) continue;
            SourcedText const cell = cells[r];
            std::size_t numbers = 0, gaps = 0, wrong = 0;
            for (table::SparkValue const& value : table::spark_values(cell.text)) {
                numbers += value.number();
                gaps += value.kind == NumberCell::Kind::Empty || value.kind == NumberCell::Kind::Words;
                if (value.kind != NumberCell::Kind::Wrong) continue;
                ++wrong;
                std::size_t const at = static_cast<std::size_t>(value.text.data() - cell.text.data());
                faults().error("E665", cell.span(at, at + value.text.size()), fmt::format("'{}' is no number to draw a line through", value.text),
                               "numbers between blanks or semicolons; ~ or n.a. where one is missing");
            }
            if (numbers + wrong == 1 || (numbers + wrong == 0 && gaps > 1))
                faults().warning("W666", cell.span(), "a line needs two values: nothing is drawn", "more values, or an empty cell");
        }
    }

    /// Numbers that no format makes alike keep their own decimals, their points in line.
    static void keep_decimals(table::Column& column) {
        int const most = column.format.sections.front().maximum_decimals;
        for (int decimals = 0; decimals <= most; ++decimals) {
            data::NumberFormat& format = column.by_decimals.emplace_back(column.format);
            for (data::NumberSection& section : format.sections) section.minimum_decimals = section.maximum_decimals = decimals;
        }
    }

    /// The format of a column: the author's, else as many decimals as its cells have.
    data::NumberFormat format_of(std::size_t c, CellType type) {
        ColumnSpec const& spec = columns_[c];
        if (!spec.format.empty()) {
            if (auto format = data::parse_number_format(spec.format, faults())) return *format;
            return {};
        }
        int decimals = 0;
        for (std::size_t r = 0; r < grid_->cells[c]->cells.size(); ++r) {
            NumberCell const cell = number_at(r, c);
            if (cell.kind == NumberCell::Kind::Number && !is_label_row(r)) decimals = std::max(decimals, -cell.value.exponent);
        }
        if (type == CellType::Percent) decimals -= 2;
        decimals = std::clamp(decimals, 0, 6);
        std::string const digits = decimals > 0 ? "#,##0." + std::string(static_cast<std::size_t>(decimals), '0') : "#,##0";
        if (type == CellType::Percent) return *data::parse_number_format(digits + "%");
        return *data::parse_number_format(type == CellType::Money ? fmt::format("{};({})", digits, digits) : digits);
    }

    void print_dates(std::size_t c) {
        data::Cells const& cells = grid_->cells[c]->cells;
        for (std::size_t r = 0; r < cells.size(); ++r) {
            if (is_label_row(r) || covered(r, c)) continue;
            SourcedText const cell = cells[r];
            if (!cell.empty() && !data::parse_date(cell.text) && !month_of(cell.text))
                faults().error("E205", cell.span(), fmt::format("'{}' is not a date", cell.text), "year-month-day, or a month: 2026-06-15, 2026-06");
        }
        grid_->printers.resize(columns_.size());
        grid_->printers[c] = [&messages = context_.messages](SourcedText const& cell) {
            auto const date = data::parse_date(cell.text), month = month_of(cell.text);
            if (!date && !month) return cell;  // words over several columns
            SourcedText words;
            words.source = cell.source;
            words.append(date ? messages.date(*date, true) : messages.month(*month, true), cell.span());
            return words;
        };
    }

    void choose_sums() {
        bool const said = any_column_says_sum();
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            table::Column& column = grid_->columns[c];
            column.sum = column.type == table::ColumnType::Number && columns_[c].sum.value_or(!said && column.sum);
        }
        total_.resize(columns_.size());
    }

    /// The first column names its rows unless it holds numbers.
    void mark_stub() {
        if (grid_->columns.front().type == table::ColumnType::Text) grid_->columns.front().stub = true;
    }

    void add_row(table::Row row) {
        // A label in the data ends the group before it, and a total all groups; those of `group_by` end where a value changes.
        if (spec_.group_by.empty() && (row.kind == RowKind::Group || row.kind == RowKind::Total)) open_.clear();
        auto const index = static_cast<std::uint32_t>(grid_->rows.size());
        row.group = open_.empty() || row.kind == RowKind::Total ? table::kNone : open_.back().label;
        if (row.kind == RowKind::Group && (row.made || spec_.group_by.empty())) open_.push_back({index, {}, std::vector<table::ExactSum>(columns_.size())});
        grid_->rows.push_back(row);
        if (row.kind != RowKind::Body) return;
        table::RunningSums::add_row(*grid_, index, total_);
        for (OpenGroup& group : open_) table::RunningSums::add_row(*grid_, index, group.sums);
    }

    /// Joins rows below one another that say the same in a column of words. Never over the end of such a cell in a column before: there something else begins.
    void merge_cells() {
        std::vector<bool> begins(grid_->rows.size(), false);
        std::vector<table::CellSpan> merged;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (!columns_[c].merge) continue;
            if (grid_->columns[c].type != table::ColumnType::Text) {
                faults().error("E662", columns_[c].span, fmt::format("'{}' holds figures, which are not merged", columns_[c].label.text),
                               "each row keeps its own figure, or sums would not be what is seen; 'type: text' makes words of them");
                continue;
            }
            std::vector<std::uint32_t> ends;
            std::string room, other;
            for (std::uint32_t r = 0; r < grid_->rows.size();) {
                std::uint32_t end = r + 1;
                std::string_view const words = grid_->text(r, c, room);
                bool const joins = grid_->rows[r].kind == RowKind::Body && !words.empty() && grid_->columns_of(r, c) == 1;
                while (joins && end < grid_->rows.size() && grid_->rows[end].kind == RowKind::Body && !begins[end] && grid_->text(end, c, other) == words)
                    ++end;
                if (end - r > 1) merged.push_back({r, static_cast<std::uint16_t>(c), 1, end - r});
                ends.push_back(r = end);
            }
            for (std::uint32_t const end : ends) {
                if (end < begins.size()) begins[end] = true;
            }
        }
        grid_->spans.insert(grid_->spans.end(), merged.begin(), merged.end());
    }

    void add_inline_rows() {
        for (std::uint32_t r = 0; r < spec_.rows->size(); ++r) {
            InlineRow const& row = (*spec_.rows)[r];
            auto const left = static_cast<std::uint32_t>(spec_.rows->size()) - r;  // a cell that covers more has been reported
            for (std::size_t c = 0; c < row.columns.size(); ++c) {
                if (row.columns[c] > 1 || row.rows[c] > 1)
                    grid_->spans.push_back({static_cast<std::uint32_t>(grid_->rows.size()), static_cast<std::uint16_t>(c),
                                            static_cast<std::uint16_t>(row.columns[c]), std::min(static_cast<std::uint32_t>(row.rows[c]), left)});
            }
            add_row({row.kind, static_cast<std::uint8_t>(row.indent), false, r});
        }
    }

    bool add_data_rows() {
        data::Column const* kinds = spec_.row_kind.empty() ? nullptr : column(spec_.row_kind, spec_.span);
        data::Column const* indents = spec_.indent.empty() ? nullptr : column(spec_.indent, spec_.span);
        std::vector<data::Column const*> levels;
        for (SourcedText const& level : spec_.group_by) levels.push_back(column(level, spec_.span));
        bool const missing = std::find(levels.begin(), levels.end(), nullptr) != levels.end();
        if ((kinds == nullptr) != spec_.row_kind.empty() || (indents == nullptr) != spec_.indent.empty() || missing) return false;
        std::size_t const count = source_->rows();
        grid_->rows.reserve(count);
        auto const inner = static_cast<std::uint8_t>(levels.empty() ? 0 : levels.size() - 1);
        std::string room;
        for (std::uint32_t r = 0; r < count; ++r) {
            std::size_t same = 0;
            while (same < open_.size() && same < levels.size() && levels[same]->cells.text(r, room) == open_[same].name) ++same;
            if (!levels.empty()) close_groups(same);
            for (std::size_t level = same; level < levels.size(); ++level) open_group(levels[level]->cells[r]);
            std::uint8_t const indent = indents == nullptr ? std::uint8_t{0} : indent_of(indents->cells[r]);
            add_row({kinds == nullptr ? RowKind::Body : kind_of(kinds->cells[r]), static_cast<std::uint8_t>(indent + inner), false, r});
        }
        if (!levels.empty()) close_groups(0);
        return count > 0;
    }

    void open_group(SourcedText const& label) {
        auto const level = static_cast<std::uint8_t>(open_.size());
        std::vector<SourcedText> cells(columns_.size());
        cells.front() = doc::smart_quotes(label, context_.article.language);
        grid_->made.push_back(std::move(cells));
        add_row({RowKind::Group, level, true, static_cast<std::uint32_t>(grid_->made.size() - 1)});
        open_.back().name = label.text;
    }
    /// Ends groups until `left` of them are open.
    void close_groups(std::size_t left) {
        for (; open_.size() > left; open_.pop_back()) {
            if (spec_.subtotals.empty()) continue;
            SourcedText label(doc::with_values(spec_.subtotals.text, {{"group", open_.back().name}}));
            add_sum(RowKind::Subtotal, doc::smart_quotes(label, context_.article.language), open_.back().sums, static_cast<std::uint8_t>(open_.size() - 1));
        }
    }

    /// A row of sums.
    void add_sum(RowKind kind, SourcedText label, std::vector<table::ExactSum> const& sums, std::uint8_t indent = 0) {
        std::vector<SourcedText> cells(columns_.size());
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (!grid_->columns[c].sum) continue;
            if (auto const value = sums[c].value())
                cells[c] = SourcedText(table::decimal_text(*value));
            else
                faults().error("E655", columns_[c].span, fmt::format("the sum of '{}' has too many digits", columns_[c].label.text), "use larger units");
        }
        cells.front() = std::move(label);
        // The name of a sum may run over the texts beside it.
        std::size_t texts = 0;
        while (texts < grid_->columns.size() && grid_->columns[texts].type == table::ColumnType::Text) ++texts;
        if (texts > 1) grid_->spans.push_back({static_cast<std::uint32_t>(grid_->rows.size()), 0, static_cast<std::uint16_t>(texts)});
        grid_->made.push_back(std::move(cells));
        add_row({kind, indent, true, static_cast<std::uint32_t>(grid_->made.size() - 1)});
    }

    RowKind kind_of(SourcedText const& cell) {
        constexpr std::pair<std::string_view, RowKind> kKinds[] = {
            {"", RowKind::Body}, {"row", RowKind::Body}, {"group", RowKind::Group}, {"subtotal", RowKind::Subtotal}, {"total", RowKind::Total}};
        for (auto const& [word, kind] : kKinds) {
            if (cell.text == word) return kind;
        }
        faults().error("E206", cell.span(), fmt::format("a row's kind cannot be '{}'", cell.text), "row, group, subtotal, total, or nothing");
        return RowKind::Body;
    }
    std::uint8_t indent_of(SourcedText const& cell) {
        if (cell.text.empty()) return 0;
        if (cell.text.size() == 1 && cell.text[0] >= '0' && cell.text[0] <= '9') return static_cast<std::uint8_t>(cell.text[0] - '0');
        faults().error("E206", cell.span(), fmt::format("an indent cannot be '{}'", cell.text), "0 to 9");
        return 0;
    }

    TableSpec const& spec_;
    BuildContext& context_;
    std::shared_ptr<table::Grid> grid_;
    std::vector<ColumnSpec> columns_;
    data::Table const* source_ = nullptr;
    std::vector<table::ExactSum> total_;
    /// A group that the next row belongs to, the outermost first.
    struct OpenGroup {
        std::uint32_t label = 0;  // its row
        std::string name;
        std::vector<table::ExactSum> sums;
    };
    std::vector<OpenGroup> open_;
    bool const scales_ = spec_.scale > 0 || spec_.scale_to_fit;
};

/// Whether a format leaves the size of numbers as it is.
bool keeps_size(data::NumberFormat const& format) {
    return std::none_of(format.sections.begin(), format.sections.end(),
                        [](data::NumberSection const& section) { return section.automatic_scale || section.scale_exponent != 0; });
}

/// Whether an amount of a column is one unit of 10^`exponent` or more.
bool reaches(table::Grid const& grid, std::size_t column, int exponent) {
    std::string room;
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        data::Decimal value = table::read_number_cell(table::split_marks(grid.text(r, column, room), grid.marks).text).value;
        if (value.negative()) value.mantissa = -value.mantissa;
        if (data::compare(value, {1, exponent}) >= 0) return true;
    }
    return false;
}

}  // namespace

std::shared_ptr<table::Grid const> scaled_grid(table::Grid const& grid, int exponent) {
    auto scaled = std::make_shared<table::Grid>(grid);
    bool any = false;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        table::Column& column = scaled->columns[c];
        column.amount = column.amount && keeps_size(column.format);
        if (!column.amount) continue;
        column.by_decimals.clear();
        for (data::NumberSection& section : column.format.sections) {
            section.scale_exponent -= exponent;
            if (column.made_format) section.minimum_decimals = section.maximum_decimals = std::max(section.maximum_decimals, 1);
        }
        any = any || reaches(grid, c, exponent);
    }
    return any ? scaled : nullptr;
}

std::shared_ptr<table::Grid const> make_grid(TableSpec const& spec, TableWords& words, BuildContext& context) { return GridMaker(spec, context).run(words); }

}  // namespace offprint::blocks
