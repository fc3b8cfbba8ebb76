#include "data/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "data/bytes_check.h"
#include "data/number_check.h"

namespace offprint::data {
namespace {

constexpr std::size_t kFileLimit = 64u << 20, kColumnLimit = 4096, kCellLimit = 2'000'000;

/// One record of a CSV file and where it starts and ends.
struct Row {
    std::vector<SourcedText> cells;
    std::size_t begin = 0, end = 0;
    bool blank = false;  // an empty line
};

std::size_t line_end_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    return text[at] == '\n' ? 1 : text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 0;
}

/// Where the cell that begins at `at` ends, its quotes counted.
std::size_t cell_end(std::string_view text, std::size_t at, char separator) {
    if (at < text.size() && text[at] == '"') {
        for (++at;; at += 2) {
            at = std::min(text.find('"', at), text.size());
            if (at + 1 >= text.size()) return text.size();
            if (text[at + 1] != '"') return at + 1;
        }
    }
    for (; at < text.size() && text[at] != separator; ++at)
        if ((text[at] == '\n' || text[at] == '\r') && line_end_at(text, at) != 0) break;
    return at;
}

void add_piece(SourcedText& cell, std::string_view bytes, std::size_t begin, std::size_t source_length) {
    cell.pieces.push_back({static_cast<std::uint32_t>(cell.text.size()), static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(begin),
                           static_cast<std::uint32_t>(source_length), bytes.size() == source_length, true});
    cell.text += bytes;
}

/// The cell of text[begin, end), which is sound.
SourcedText sound_cell(std::string_view text, SourceId source, std::size_t begin, std::size_t end) {
    SourcedText cell({}, source, {});
    if (begin == end || text[begin] != '"') {
        add_piece(cell, text.substr(begin, end - begin), begin, end - begin);
        return cell;
    }
    for (std::size_t at = begin + 1; at < end;) {
        std::size_t const quote = std::min(text.find('"', at), end);
        if (quote > at || cell.pieces.empty()) add_piece(cell, text.substr(at, quote - at), at, quote - at);
        if (quote + 1 < end) add_piece(cell, "\"", quote, 2);
        at = quote + 2;
    }
    return cell;
}

/// RFC 4180 with LF or CRLF. Reads one record at a time; after a fault it goes on with the next line.
class CsvReader {
public:
    CsvReader(std::string_view text, SourceId source, char separator, Diagnostics& diagnostics)
        : text_(text), source_(source), separator_(separator), diagnostics_(diagnostics), at_(bom_length(text)) {}

    char separator() const { return separator_; }

    bool at_end() const { return at_ >= text_.size(); }
    std::size_t at() const { return at_; }
    bool fine() const { return fine_; }

    Row next() {
        Row row;
        row.begin = at_;
        row.blank = line_end(at_) > 0;
        for (;;) {
            row.cells.push_back(peek() == '"' ? quoted_cell() : plain_cell());
            if (peek() != separator_ || row.cells.size() > kColumnLimit) break;
            ++at_;
        }
        row.end = at_;
        while (!at_end() && line_end(at_) == 0) ++at_;  // only after too many columns
        at_ += line_end(at_);
        return row;
    }

    Span span(std::size_t begin, std::size_t end) const { return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}; }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    std::size_t line_end(std::size_t at) const { return line_end_at(text_, at); }
    void fault(std::string code, Span place, std::string message, std::string hint) {
        diagnostics_.error(std::move(code), place, std::move(message), std::move(hint));
        fine_ = false;
    }

    SourcedText plain_cell() {
        std::size_t const begin = at_;
        while (!at_end() && text_[at_] != separator_ && line_end(at_) == 0) ++at_;
        SourcedText cell({}, source_, {});
        add_piece(cell, text_.substr(begin, at_ - begin), begin, at_ - begin);
        if (std::size_t const quote = cell.text.find('"'); quote != std::string::npos) {
            fault("E305", span(begin + quote, begin + quote + 1), "a quote stands inside a cell that is not quoted",
                  "put the cell in quotes and write \"\" for a quote in it");
        }
        return cell;
    }

    SourcedText quoted_cell() {
        std::size_t const opening = at_++;
        SourcedText cell({}, source_, {});
        for (;;) {
            std::size_t const begin = at_;
            at_ = std::min(text_.find('"', at_), text_.size());
            if (at_ > begin || cell.pieces.empty()) add_piece(cell, text_.substr(begin, at_ - begin), begin, at_ - begin);
            if (at_end()) {
                fault("E306", span(opening, opening + 1), "a quoted cell is not closed before the end of the file",
                      "add the second quote, or write \"\" for a quote in it");
                return cell;
            }
            if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                add_piece(cell, "\"", at_, 2);
                at_ += 2;
                continue;
            }
            ++at_;
            break;
        }
        if (!at_end() && peek() != separator_ && line_end(at_) == 0) {
            std::size_t const begin = at_;
            while (!at_end() && text_[at_] != separator_ && line_end(at_) == 0) ++at_;
            fault("E305", span(begin, at_), "text stands after the closing quote of a cell", "write \"\" for a quote inside a quoted cell");
        }
        return cell;
    }

    std::string_view text_;
    SourceId source_;
    char separator_;
    Diagnostics& diagnostics_;
    std::size_t at_;
    bool fine_ = true;
};

/// Empty and repeated names in a header. True when there are none.
bool check_header(Row const& header, CsvReader const& reader, Diagnostics& diagnostics) {
    if (header.cells.size() > kColumnLimit) {
        diagnostics.error("E311", reader.span(header.begin, header.end), fmt::format("a table has at most {} columns", kColumnLimit));
        return false;
    }
    bool fine = true;
    std::set<std::string_view> names;
    for (SourcedText const& name : header.cells) {
        if (name.empty()) {
            diagnostics.error("E302", name.span(), "a column has no name", "the first line of a CSV file names the columns");
            fine = false;
        } else if (!names.insert(name.text).second) {
            diagnostics.error("E303", name.span(), fmt::format("two columns are named '{}'", name.text), "rename one of the two");
            fine = false;
        }
    }
    if (header.cells.size() == 1) {
        std::string const& only = header.cells.front().text;
        for (char const separator : {';', '\t', '|', ','}) {
            if (separator == reader.separator() || only.find(separator) == std::string::npos) continue;
            diagnostics.error("E307", header.cells.front().span(),
                              reader.separator() == ',' ? std::string("the columns are not parted by commas")
                                                        : fmt::format("the columns are not parted by '{}'", reader.separator()),
                              fmt::format("save the file with commas (CSV, UTF-8), or say 'sep: \"{}\"' of the source",
                                          separator == '\t' ? "\\t" : std::string(1, separator)));
            return false;
        }
    }
    return fine;
}

bool check_width(Row const& row, std::size_t width, CsvReader const& reader, Diagnostics& diagnostics) {
    if (row.cells.size() == width) return true;
    std::string message =
        row.blank ? std::string("an empty line stands between the rows") : fmt::format("this row has {} cells, the header has {}", row.cells.size(), width);
    if (row.blank) {
        diagnostics.error("E304", reader.span(row.begin, row.end), std::move(message), "delete it");
    } else if (row.cells.size() > width) {
        diagnostics.error("E304", row.cells[width].span(), std::move(message), "a cell that holds a comma goes in quotes");
    } else {
        diagnostics.error("E304", reader.span(row.end, row.end), std::move(message), "write a comma for each empty cell");
    }
    return false;
}

}  // namespace

/// Where the rows of a CSV begin.
struct CsvRows {
    std::string_view text;
    SourceId source = 0;
    char separator = ',';
    std::size_t width = 0;  // columns
    std::uint32_t header_end = 0;
    std::vector<std::uint32_t> begins;

    /// The bytes of a row with its line end.
    FileRange line(std::size_t row) const {
        std::size_t end = begins[row];
        for (std::size_t column = 0; column < width; ++column) end = cell_end(text, column == 0 ? end : end + 1, separator);
        return {begins[row], static_cast<std::uint32_t>(end + line_end_at(text, end))};
    }

    /// The bytes of a cell, its quotes counted.
    std::pair<std::size_t, std::size_t> find(std::size_t row, std::uint32_t column) const;
};

namespace {

/// Goes along a line from cell to cell.
struct LineWalk {
    CsvRows const* rows;
    std::size_t row;
    std::size_t begin = rows->begins[row], end = cell_end(rows->text, begin, rows->separator);  // of the cell that it stands at, its quotes counted
    std::uint32_t column = 0;

    void go_to(std::uint32_t wanted) {
        for (; column < wanted; ++column) {
            begin = end + 1;
            end = cell_end(rows->text, begin, rows->separator);
        }
    }
};

}  // namespace

std::pair<std::size_t, std::size_t> CsvRows::find(std::size_t row, std::uint32_t column) const {
    LineWalk walk{this, row};
    walk.go_to(column);
    return {walk.begin, walk.end};
}

std::size_t Cells::size() const { return chosen_ ? chosen_->size() : rows_ ? rows_->begins.size() : held_.size(); }

SourcedText Cells::as_written(std::size_t row) const {
    if (!rows_) return held_[row];
    auto const [begin, end] = rows_->find(source_row(row), column_);
    return sound_cell(rows_->text, rows_->source, begin, end);
}

SourcedText Cells::operator[](std::size_t row) const { return formatted(as_written(row)); }

SourcedText Cells::formatted(SourcedText cell) const {
    if (!format_) return cell;
    std::string said = canonical(*format_, cell.text);
    if (said == cell.text) return cell;
    Span const place = cell.span();
    auto const length = static_cast<std::uint32_t>(said.size());
    return SourcedText(std::move(said), place.source, {{0, length, place.begin, place.end - place.begin, false}});
}

std::string_view Cells::raw(std::size_t row, std::string& room) const {
    if (!rows_) return held_[row].text;
    auto const [begin, end] = rows_->find(source_row(row), column_);
    if (begin < end && rows_->text[begin] == '"') return room = sound_cell(rows_->text, rows_->source, begin, end).text;
    return rows_->text.substr(begin, end - begin);
}

std::string_view Cells::text(std::size_t row, std::string& room) const {
    std::string_view const written = raw(row, room);
    if (!format_) return written;
    return room = canonical(*format_, written);
}

Cells Cells::chosen(RowNumbers const& rows) const {
    Cells out;
    out.format_ = format_;
    out.column_ = column_;
    out.rows_ = rows_;
    if (!rows_) {
        out.held_.reserve(rows->size());
        for (std::uint32_t const row : *rows) out.held_.push_back(held_[row]);
    } else if (!chosen_) {
        out.chosen_ = rows;
    } else {
        auto numbers = std::make_shared<std::vector<std::uint32_t>>();
        numbers->reserve(rows->size());
        for (std::uint32_t const row : *rows) numbers->push_back((*chosen_)[row]);
        out.chosen_ = std::move(numbers);
    }
    return out;
}

std::vector<FileRange> Cells::lines() const {
    if (!rows_) return {};
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < size(); ++row) rows.push_back(static_cast<std::uint32_t>(source_row(row)));
    std::sort(rows.begin(), rows.end());
    std::vector<FileRange> out{{0, rows_->header_end}};
    for (std::uint32_t const row : rows) out.push_back(rows_->line(row));
    return out;
}

std::vector<SourcedText> Table::row(std::size_t number) const {
    std::vector<SourcedText> out;
    out.reserve(columns.size());
    std::optional<LineWalk> walk;
    for (Column const& column : columns) {
        Cells const& cells = column.cells;
        if (!cells.rows_) {
            out.push_back(cells[number]);
            continue;
        }
        std::size_t const row = cells.source_row(number);
        if (!walk || walk->rows != cells.rows_.get() || walk->row != row || walk->column > cells.column_) walk = LineWalk{cells.rows_.get(), row};
        walk->go_to(cells.column_);
        out.push_back(cells.formatted(sound_cell(walk->rows->text, walk->rows->source, walk->begin, walk->end)));
    }
    return out;
}

Table Table::chosen(RowNumbers const& numbers) const {
    Table out;
    out.name = name;
    out.source = source;
    out.span = span;
    for (Column const& column : columns) out.columns.push_back({column.name, column.cells.chosen(numbers)});
    return out;
}

Column const* Table::find(std::string_view column) const {
    auto const found = std::find_if(columns.begin(), columns.end(), [&](Column const& c) { return c.name.text == column; });
    return found == columns.end() ? nullptr : &*found;
}

std::optional<Table> parse_csv(Sources const& sources, SourceId source, std::string name, Diagnostics& diagnostics, CsvDialect dialect) {
    if (!check_bytes(sources, source, kFileLimit, diagnostics)) return std::nullopt;
    CsvReader reader(sources.text(source), source, dialect.separator, diagnostics);
    Row header = reader.at_end() ? Row{} : reader.next();
    if (header.cells.empty() || header.blank) {
        diagnostics.error("E301", {source, 0, 0}, "the file has no header", "the first line of a CSV file names the columns");
        return std::nullopt;
    }
    if (!check_header(header, reader, diagnostics)) return std::nullopt;
    Table table;
    table.name = std::move(name);
    table.source = source;
    std::size_t const width = header.cells.size();
    auto const rows = std::make_shared<CsvRows>();
    rows->text = sources.text(source);
    rows->source = source;
    rows->separator = dialect.separator;
    rows->width = width;
    rows->header_end = static_cast<std::uint32_t>(reader.at());
    for (SourcedText& cell : header.cells) table.columns.push_back({std::move(cell), Cells(rows, static_cast<std::uint32_t>(table.columns.size()))});
    bool fine = true;
    std::vector<Row> blanks;  // kept back: at the end of the file they are nothing
    auto take = [&](Row const& row) {
        if (!check_width(row, width, reader, diagnostics)) {
            fine = false;
            return;
        }
        rows->begins.push_back(static_cast<std::uint32_t>(row.begin));
    };
    while (!reader.at_end()) {
        Row row = reader.next();
        if ((table.rows() + blanks.size() + 1) * width > kCellLimit) {
            diagnostics.error("E311", reader.span(row.begin, row.begin), fmt::format("a table has at most {} cells", kCellLimit));
            return std::nullopt;
        }
        if (row.blank) {
            blanks.push_back(std::move(row));
            continue;
        }
        for (Row const& blank : blanks) take(blank);
        blanks.clear();
        take(row);
    }
    if (!fine || !reader.fine()) return std::nullopt;
    rows->begins.shrink_to_fit();
    return table;
}

std::optional<Table> table_from_rows(Value const& rows, std::string name, Diagnostics& diagnostics) {
    if (rows.kind != ValueKind::List) {
        diagnostics.error("E203", rows.span, "rows are a list of maps", "write [{…}, {…}]");
        return std::nullopt;
    }
    Table table;
    table.name = std::move(name);
    table.source = rows.span.source;
    table.span = rows.span;
    bool fine = true;
    for (Value const& row : rows.list) {
        if (row.kind != ValueKind::Map) {
            diagnostics.error("E203", row.span, "a row is a map of its columns");
            fine = false;
            continue;
        }
        if (table.columns.empty()) {
            for (MapEntry const& entry : row.map) table.columns.push_back({entry.key, {}});
            if (table.columns.size() > kColumnLimit) {
                diagnostics.error("E311", row.span, fmt::format("a table has at most {} columns", kColumnLimit));
                return std::nullopt;
            }
        }
        for (MapEntry const& entry : row.map) {
            if (table.find(entry.key.text) != nullptr) continue;
            std::vector<std::string_view> names;
            for (Column const& column : table.columns) names.push_back(column.name.text);
            std::string_view const meant = did_you_mean(entry.key.text, names);
            diagnostics.error("E309", entry.key.span(), fmt::format("the first row has no column '{}'", entry.key.text),
                              meant.empty() ? "every row has the same keys" : fmt::format("did you mean '{}'?", meant));
            fine = false;
        }
        for (Column& column : table.columns) {
            Value const* const value = row.find(column.name.text);
            if (value == nullptr) {
                diagnostics.error("E308", row.span, fmt::format("this row lacks the column '{}'", column.name.text),
                                  "every row has the same keys; '~' is an empty cell");
                fine = false;
            } else if (value->kind == ValueKind::List || value->kind == ValueKind::Map) {
                diagnostics.error("E310", value->span, fmt::format("the cell '{}' is a list or a map; a cell is a text or a number", column.name.text));
                fine = false;
            } else {
                SourcedText cell = value->scalar;
                // A null keeps its place: faults about an empty cell point at it.
                if (value->kind == ValueKind::Null) cell = SourcedText({}, value->span.source, {{0, 0, value->span.begin, 0, true}});
                column.cells.push_back(std::move(cell));
            }
        }
    }
    if (!fine) return std::nullopt;
    return table;
}

std::vector<std::optional<Decimal>> number_cells(Column const& column, Diagnostics& diagnostics) {
    std::vector<std::optional<Decimal>> out;
    out.reserve(column.cells.size());
    CellFormat const plain{CellType{CellKind::Decimal, {}, 0, {}}, '.', {}};
    for (SourcedText const& cell : column.cells) {
        auto& value = out.emplace_back(parse_decimal(cell.text));
        if (value || cell.empty()) continue;
        std::optional<CellFault> fault;
        canonical(plain, cell.text, &fault);
        if (fault) report_cell(column.name.text, cell, *fault, diagnostics);
    }
    return out;
}

std::size_t TableView::size() const { return rows ? rows->size() : table->rows(); }

}  // namespace offprint::data
