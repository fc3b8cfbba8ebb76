#include "bind/rows.h"

#include "data/calculation.h"

namespace offprint::bind {

using data::Datum;
using data::TableView;

Datum cell_of(data::Table const& table, std::size_t column, std::size_t row) {
    std::string room;
    std::string_view const text = table.columns[column].cells.text(row, room);
    return text.empty() ? Datum{} : Datum{std::string(text)};
}

std::optional<std::size_t> column_of(data::Table const& table, std::string_view name) {
    data::Column const* const column = table.find(name);
    return column == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(column - table.columns.data()));
}

std::vector<std::string_view> column_names(data::Table const& table) {
    std::vector<std::string_view> names;
    for (data::Column const& column : table.columns) names.push_back(column.name.text);
    return names;
}

TableView chosen(TableView const& rows, std::vector<std::uint32_t> numbers) {
    return {rows.table, std::make_shared<std::vector<std::uint32_t> const>(std::move(numbers))};
}

Datum row_of(TableView const& rows, std::size_t index) { return Datum{data::RowView{rows.table, static_cast<std::uint32_t>(rows.row(index))}}; }

std::optional<data::Decimal> number_in(Datum const& value) {
    if (auto const* const number = value.get<data::Decimal>()) return *number;
    auto const* const text = value.get<std::string>();
    return text != nullptr ? data::parse_decimal(*text) : std::nullopt;
}

std::optional<std::string> text_of_value(Datum const& value) {
    if (auto const* const text = value.get<std::string>()) return *text;
    if (auto const* const number = value.get<data::Decimal>()) return data::plain_text(*number);
    if (auto const* const date = value.get<data::Date>()) return date->iso();
    if (auto const* const truth = value.get<bool>()) return *truth ? "true" : "false";
    return std::nullopt;
}

bool is_same(Datum const& a, Datum const& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    bool const numbers = a.get<data::Decimal>() != nullptr || b.get<data::Decimal>() != nullptr;
    if (numbers) {
        auto const x = number_in(a), y = number_in(b);
        return x && y && data::compare(*x, *y) == 0;
    }
    auto const x = text_of_value(a), y = text_of_value(b);
    return x && y && *x == *y;
}

}  // namespace offprint::bind

std::size_t offprint::data::TableView::size() const { return rows ? rows->size() : table->rows(); }
