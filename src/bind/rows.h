// Rows of data as expressions have them.
#pragma once
#include <optional>
#include <string_view>

#include "data/datum.h"
#include "data/table.h"

namespace offprint::bind {

/// A cell as a value; null for an empty one.
data::Datum cell_of(data::Table const& table, std::size_t column, std::size_t row);
/// The number of a column, or nothing.
std::optional<std::size_t> column_of(data::Table const& table, std::string_view name);
std::vector<std::string_view> column_names(data::Table const& table);
/// Some of the rows of a view, by their numbers in the table.
data::TableView chosen(data::TableView const& rows, std::vector<std::uint32_t> numbers);
/// A row of a view, by its place in it.
data::Datum row_of(data::TableView const& rows, std::size_t index);
/// Whether two values say the same: numbers by value, whatever their spelling; a text and a number never do but where the text is that number.
bool is_same(data::Datum const& a, data::Datum const& b);
/// A number, or a text that is one.
std::optional<data::Decimal> number_in(data::Datum const& value);
/// What a value is printed as: numbers with all their digits, dates as ISO 8601. Nothing for lists, maps, rows and null.
std::optional<std::string> text_of_value(data::Datum const& value);

}  // namespace offprint::bind
