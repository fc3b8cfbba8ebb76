// Reading a table: columns, rows in place, notes.
#include <algorithm>

#include "blocks/table_grid.h"
#include "blocks/table_keys.h"
#include "fmt/format.h"

namespace offprint::blocks {
namespace {

constexpr std::string_view kRowKinds[] = {"row", "group", "subtotal", "total"};

std::optional<std::string> scalar_text(data::Value const& value) {
    if (value.kind != data::ValueKind::Scalar) return std::nullopt;
    return value.scalar.text;
}

void read_width(SourcedText const& text, ColumnSpec& column, Diagnostics& diagnostics) {
    std::string_view words = text.text;
    double factor = 1;
    if (words.ends_with("pt")) {
        words.remove_suffix(2);
    } else if (words.ends_with("mm")) {
        words.remove_suffix(2);
        factor = 72.0 / 25.4;
    } else if (words.ends_with('%')) {
        words.remove_suffix(1);
        column.share = true;
    }
    auto const number = data::parse_decimal(words);
    if (!number || number->negative() || number->zero() || number->to_double() > 5000) {
        diagnostics.error("E650", text.span(), fmt::format("'{}' is no width", text.text), "60pt, 20mm, or a share of the table: 30%");
        return;
    }
    column.has_width = true;
    column.width = *number;
    if (factor != 1) column.width = {static_cast<std::int64_t>(number->to_double() * factor * 100 + 0.5), -2};
}

/// A text, or a list of texts for several levels, the outermost first.
std::vector<SourcedText> read_levels(data::Value const& value, std::string_view key, char const* example, Diagnostics& diagnostics) {
    constexpr std::size_t kMostLevels = table::kMostLevels;
    if (value.kind == data::ValueKind::Scalar) return {value.scalar};
    auto const is_text = [](data::Value const& v) { return v.kind == data::ValueKind::Scalar; };
    std::vector<SourcedText> levels;
    if (value.kind == data::ValueKind::List && value.list.size() <= kMostLevels && std::all_of(value.list.begin(), value.list.end(), is_text)) {
        for (data::Value const& v : value.list) levels.push_back(v.scalar);
    } else {
        diagnostics.error("E203", value.span, fmt::format("'{}' must be a text, or a list of at most {} texts", key, kMostLevels),
                          fmt::format("the outermost first: {}", example));
    }
    return levels;
}

std::optional<ColumnSpec> read_column(data::Value const& value, doc::ReadContext& context) {
    ColumnSpec column;
    column.span = value.span;
    if (value.kind == data::ValueKind::Scalar) {
        column.field = value.scalar;
        column.label = doc::smart_quotes(value.scalar, context.language);
        return column;
    }
    data::Record const record(value, kColumnFields, "a column", context.diagnostics);
    if (!record.valid()) return std::nullopt;
    column.field = record.text("field").value_or(SourcedText{});
    column.label = doc::smart_quotes(record.text("label").value_or(column.field), context.language);
    column.format = record.text("format").value_or(SourcedText{});
    column.type = static_cast<CellType>(record.choice("type").value_or(0));
    column.align = record.choice("align");
    if (auto const width = record.text("width")) read_width(*width, column, context.diagnostics);
    if (data::Value const* group = record.get("group")) {
        for (SourcedText const& label : read_levels(*group, "group", "group: [Estimates, Base case]", context.diagnostics))
            column.groups.push_back(doc::smart_quotes(label, context.language));
    }
    if (record.has("sum")) column.sum = record.boolean("sum", false);
    column.heat = record.boolean("heat", false);
    column.bar = record.boolean("bar", false);
    if (auto const full = record.number("bar_full")) column.bar_full = full->to_double();
    column.merge = record.boolean("merge", false);
    return column;
}

void add_covered(InlineRow& row) {
    row.cells.emplace_back();
    row.columns.push_back(1);
    row.rows.push_back(1);
}

/// One cell: a text, nothing, a list of numbers (a sparkline), or {text, span, rows}.
void read_cell(data::Value const& value, InlineRow& row, doc::ReadContext& context) {
    int columns = 1, rows = 1;
    SourcedText text;
    switch (value.kind) {
        case data::ValueKind::Null: break;
        case data::ValueKind::Scalar: text = value.scalar; break;
        case data::ValueKind::List:
            for (data::Value const& v : value.list) {
                if (!text.empty()) text.append(" ", v.span);
                text.source = value.span.source;
                text.append(scalar_text(v).value_or("~"), v.span);
            }
            break;
        case data::ValueKind::Map: {
            data::Record const record(value, kCellFields, "a cell", context.diagnostics);
            if (!record.valid()) break;
            text = record.text("text").value_or(SourcedText{});
            columns = static_cast<int>(std::clamp<std::int64_t>(record.integer("span").value_or(1), 1, 500));
            rows = static_cast<int>(std::clamp<std::int64_t>(record.integer("rows").value_or(1), 1, 1'000'000));
            break;
        }
    }
    row.cells.push_back(doc::smart_quotes(text, context.language));
    row.columns.push_back(columns);
    row.rows.push_back(rows);
    for (int i = 1; i < columns; ++i) add_covered(row);
}

/// How far a cell reaches down into a column.
struct Reach {
    int rows = 0;  // below the row that is being read, this one included
    Span cell;
};

/// Goes past columns that cells of rows above cover, as HTML does: their places are left out.
void skip_covered(InlineRow& row, std::vector<Reach> const& reach) {
    while (row.cells.size() < reach.size() && reach[row.cells.size()].rows > 0) add_covered(row);
}

/// Holds the cells of a row against those that reach down into it, and lets its own reach down.
void settle_reach(InlineRow const& row, Span place, std::vector<Reach>& reach, Diagnostics& diagnostics) {
    bool const any = std::any_of(reach.begin(), reach.end(), [](Reach const& r) { return r.rows > 0; });
    if (any && row.kind == table::RowKind::Group)
        diagnostics.error("E661", place, "the label of a group stands in the middle of a cell of several rows", "end the cell above it: fewer 'rows'");
    std::vector<Reach> next = reach;
    for (Reach& column : next) column.rows = std::max(column.rows - 1, 0);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        for (int i = 0; i < row.columns[c] && c + static_cast<std::size_t>(i) < reach.size(); ++i) {
            std::size_t const column = c + static_cast<std::size_t>(i);
            if (i > 0 && reach[column].rows > 0)
                diagnostics.error("E661", place, "a cell of several columns runs into one that reaches down from a row above",
                                  "fewer columns: a smaller 'span'");
            if (row.rows[c] > 1) next[column] = {row.rows[c] - 1, place};
        }
    }
    reach = std::move(next);
}

std::optional<InlineRow> read_list_row(data::Value const& value, std::size_t columns, std::vector<Reach> const& reach, doc::ReadContext& context) {
    InlineRow row;
    bool const label = value.list.size() == 1 && columns > 1 && std::none_of(reach.begin(), reach.end(), [](Reach const& r) { return r.rows > 0; });
    for (data::Value const& cell : value.list) {
        skip_covered(row, reach);
        read_cell(cell, row, context);
    }
    skip_covered(row, reach);
    if (label && row.columns.front() == 1) row.kind = table::RowKind::Group;
    bool const few = row.cells.size() < columns && row.kind != table::RowKind::Group;
    if (few || row.cells.size() > columns) {
        context.diagnostics.error("E651", value.span, fmt::format("the row has {} cells for {} columns", row.cells.size(), columns),
                                  few ? "leave a cell empty with ~: [Revenue, ~, 421.0]" : "name all columns under 'columns'");
        return std::nullopt;
    }
    return row;
}

std::optional<InlineRow> read_map_row(data::Value const& value, std::vector<ColumnSpec> const& columns, std::vector<Reach> const& reach,
                                      doc::ReadContext& context) {
    InlineRow row;
    auto const column_of = [&](std::string_view key) {
        return std::find_if(columns.begin(), columns.end(), [&](ColumnSpec const& c) { return c.field.text == key; });
    };
    for (data::MapEntry const& entry : value.map) {
        std::string const& key = entry.key.text;
        if (column_of(key) != columns.end()) continue;
        auto const words = scalar_text(entry.value);
        if (key == "kind" && words) {
            auto const kind = std::find(std::begin(kRowKinds), std::end(kRowKinds), *words);
            if (kind == std::end(kRowKinds))
                context.diagnostics.error("E206", entry.value.span, fmt::format("'kind' cannot be '{}'", *words), "row, group, subtotal or total");
            else
                row.kind = static_cast<table::RowKind>(kind - std::begin(kRowKinds));
        } else if (key == "indent" && words && words->size() == 1 && (*words)[0] >= '0' && (*words)[0] <= '9') {
            row.indent = (*words)[0] - '0';
        } else {
            std::vector<std::string_view> names = {"kind", "indent"};
            for (ColumnSpec const& column : columns) names.push_back(column.field.text);
            std::string_view const guess = data::did_you_mean(key, names);
            context.diagnostics.error(key == "indent" ? "E206" : "E201", entry.key.span(),
                                      key == "indent" ? std::string("'indent' must be 0 to 9") : fmt::format("a row has no key '{}'", key),
                                      guess.empty() ? fmt::format("keys: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", guess));
            return std::nullopt;
        }
    }
    for (std::size_t c = row.cells.size(); c < columns.size(); c = row.cells.size()) {
        data::Value const* cell = value.find(columns[c].field.text);
        if (reach[c].rows == 0) {
            read_cell(cell == nullptr ? data::Value{} : *cell, row, context);
            continue;
        }
        if (cell != nullptr && cell->kind != data::ValueKind::Null)
            context.diagnostics.error("E661", cell->span, fmt::format("'{}' is covered by a cell of a row above", columns[c].field.text),
                                      "leave it out here, or give the cell above fewer 'rows'");
        add_covered(row);
    }
    row.cells.resize(columns.size());
    row.columns.resize(columns.size(), 1);
    row.rows.resize(columns.size(), 1);
    return row;
}

void read_rows(data::Value const& value, TableSpec& spec, doc::ReadContext& context) {
    spec.rows.emplace();
    if (value.kind != data::ValueKind::List || value.list.empty()) {
        context.diagnostics.error("E203", value.span, "'rows' must be a list of rows", "each row is a list of cells, or a map from field to cell");
        return;
    }
    std::vector<Reach> reach(spec.columns.size());
    for (data::Value const& entry : value.list) {
        std::optional<InlineRow> row;
        if (entry.kind == data::ValueKind::List)
            row = read_list_row(entry, spec.columns.size(), reach, context);
        else if (entry.kind == data::ValueKind::Map)
            row = read_map_row(entry, spec.columns, reach, context);
        else
            context.diagnostics.error("E203", entry.span, "a row must be a list or a map", "[Revenue, 308.4, 421.0], or {item: Revenue, fy25: 308.4}");
        if (!row) {
            reach.assign(reach.size(), {});
            continue;
        }
        settle_reach(*row, entry.span, reach, context.diagnostics);
        spec.rows->push_back(std::move(*row));
    }
    for (std::size_t c = 0; c < reach.size(); ++c) {
        if (reach[c].rows > 0 && (c == 0 || !(reach[c].cell == reach[c - 1].cell)))
            context.diagnostics.error("E661", reach[c].cell,
                                      fmt::format("a cell of this row covers more rows than there are below: {} too many", reach[c].rows), "fewer 'rows'");
    }
}

void read_notes(data::Value const& value, TableSpec& spec, doc::ReadContext& context) {
    if (value.kind != data::ValueKind::Map) {
        context.diagnostics.error("E203", value.span, "'notes' must be a map from mark to text", "notes: {a: Restated.}, and the cell: 308.4[a]");
        return;
    }
    for (data::MapEntry const& entry : value.map) {
        if (entry.value.kind != data::ValueKind::Scalar || entry.key.text.size() > 8) {
            context.diagnostics.error("E203", entry.value.span, "a note must be a text under a short mark", "notes: {a: Restated.}");
            continue;
        }
        std::vector<doc::InlineRun> runs = doc::parse_inline(entry.value.scalar, context.diagnostics);
        doc::smarten_quotes(runs, context.language);
        spec.notes.emplace_back(entry.key, std::move(runs));
    }
}

}  // namespace

std::optional<TableSpec> read_table_spec(data::Record const& record, doc::ReadContext& context) {
    TableSpec spec;
    spec.span = record.span();
    spec.data = record.text("data").value_or(SourcedText{});
    spec.row_kind = record.text("row_kind").value_or(SourcedText{});
    spec.indent = record.text("indent").value_or(SourcedText{});
    if (data::Value const* group = record.get("group_by")) spec.group_by = read_levels(*group, "group_by", "group_by: [region, country]", context.diagnostics);
    spec.total = record.text("total").value_or(SourcedText{});
    spec.subtotals = record.text("subtotals").value_or(SourcedText{});
    spec.carry = record.boolean("carry", false);
    if (auto const scale = record.choice("scale")) {
        spec.scale_to_fit = *scale == 0;
        spec.scale = static_cast<int>(*scale) * 3;
    }
    data::Value const* rows = record.get("rows");
    if ((rows != nullptr) == !spec.data.empty()) {
        context.diagnostics.error("E207", record.span(), "a table takes 'rows' or 'data'", "exactly one of them");
        return std::nullopt;
    }
    bool good = true;
    if (data::Value const* columns = record.get("columns")) {
        if (columns->kind != data::ValueKind::List || columns->list.empty()) {
            context.diagnostics.error("E203", columns->span, "'columns' must be a list", "columns: [Item, FY25, FY26], or a map for each");
            return std::nullopt;
        }
        for (data::Value const& value : columns->list) {
            if (auto column = read_column(value, context))
                spec.columns.push_back(std::move(*column));
            else
                good = false;
        }
    } else if (rows != nullptr) {
        context.diagnostics.error("E202", record.span(), "rows in place need 'columns'", "columns: [Item, FY25, FY26]");
        return std::nullopt;
    }
    if (data::Value const* notes = record.get("notes")) read_notes(*notes, spec, context);
    if (rows != nullptr && good) read_rows(*rows, spec, context);
    return good ? std::optional(std::move(spec)) : std::nullopt;
}

}  // namespace offprint::blocks
