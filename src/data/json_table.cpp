#include "data/json_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace offprint::data {

namespace {

constexpr std::size_t kColumnLimit = 4096, kCellLimit = 2'000'000;

}  // namespace

std::optional<Table> table_from_json(Value const& rows, std::string name, Diagnostics& diagnostics) {
    if (rows.kind != ValueKind::List) {
        diagnostics.error("E345", {rows.span.source, rows.span.begin, rows.span.begin + 1}, "rows are a list of objects",
                          "'at' says where the list stands: /clients/0/holdings");
        return std::nullopt;
    }
    Table table;
    table.name = std::move(name);
    table.source = rows.span.source;
    std::unordered_map<std::string_view, std::size_t> places;
    bool fine = true;
    for (Value const& row : rows.list) {
        if (row.kind != ValueKind::Map) {
            diagnostics.error("E345", row.span, "a row is an object");
            fine = false;
            continue;
        }
        for (MapEntry const& entry : row.map) {
            if (!places.try_emplace(entry.key.text, table.columns.size()).second) continue;
            if (entry.key.empty()) diagnostics.error("E302", entry.value.span, "a column has no name"), fine = false;
            table.columns.push_back({entry.key, {}});
        }
    }
    if (table.columns.size() > kColumnLimit || table.columns.size() * rows.list.size() > kCellLimit) {
        diagnostics.error("E311", {rows.span.source, rows.span.begin, rows.span.begin + 1},
                          fmt::format("a table has at most {} columns and {} cells", kColumnLimit, kCellLimit));
        return std::nullopt;
    }
    std::vector<Value const*> cells(table.columns.size());
    for (Value const& row : rows.list) {
        if (row.kind != ValueKind::Map) continue;
        std::fill(cells.begin(), cells.end(), nullptr);
        for (MapEntry const& entry : row.map) cells[places.at(entry.key.text)] = &entry.value;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            Value const* const value = cells[c];
            if (value != nullptr && value->kind == ValueKind::Scalar) {
                table.columns[c].cells.push_back(value->scalar);
                continue;
            }
            if (value != nullptr && value->kind != ValueKind::Null) {
                diagnostics.error("E345", {value->span.source, value->span.begin, value->span.begin + 1},
                                  fmt::format("the cell '{}' is a list or an object; a cell is one value", table.columns[c].name.text));
                fine = false;
            }
            Span const at = value != nullptr ? value->span : row.span;
            table.columns[c].cells.push_back(SourcedText({}, at.source, {{0, 0, at.begin, 0, true}}));
        }
    }
    return fine ? std::optional(std::move(table)) : std::nullopt;
}

}  // namespace offprint::data
