// The keys of a table's columns and cells: read by blocks/table_spec.cpp, written into the schema with the table's own.
#pragma once
#include "data/record.h"

namespace offprint::blocks {

inline constexpr std::string_view kColumnTypes[] = {"auto", "text", "number", "money", "percent", "date", "spark"};
inline constexpr std::string_view kColumnAligns[] = {"left", "center", "right", "decimal"};
inline constexpr data::Field kColumnFields[] = {
    {"field", data::Kind::Text, data::Required::No, "Column of the data, or key of a row written as a map."},
    {"label", data::Kind::Text, data::Required::No, "What stands in the head; the field's name when missing."},
    {"group",
     data::Kind::Any,
     data::Required::No,
     "Label over this column and its neighbours with the same one; a list for several levels, the outermost first.",
     {},
     {},
     data::Shape::TextOrTexts},
    {"type", data::Kind::Choice, data::Required::No, "auto (numbers where most cells are), text, number, money, percent, date, spark.", kColumnTypes},
    {"format", data::Kind::Text, data::Required::No,
     "Number format: '#,##0.0;(#,##0.0)'. When missing, numbers keep their own decimals; money and percents all have the same."},
    {"align", data::Kind::Choice, data::Required::No, "left, center, right, decimal. By the type when missing.", kColumnAligns},
    {"width", data::Kind::Text, data::Required::No, "60pt, 20mm, or 30% of the table; found by the layouter when missing."},
    {"sum", data::Kind::Bool, data::Required::No,
     "Added up in totals and carried forward; all number and money columns when none says true, save those that say false."},
    {"heat", data::Kind::Bool, data::Required::No, "Shade the cells by their values."},
    {"bar", data::Kind::Bool, data::Required::No, "A bar beside each number."},
    {"bar_full", data::Kind::Number, data::Required::No,
     "The number whose bar fills its room, so that tables side by side are drawn to one scale. When missing, or less, the largest of the column."},
    {"merge", data::Kind::Bool, data::Required::No, "Rows below one another with the same words share a cell; only of words and dates."},
};
/// Of a cell written as a map.
inline constexpr data::Field kCellFields[] = {
    {"text", data::Kind::Text, data::Required::Yes, "What stands in the cell."},
    {"span", data::Kind::Integer, data::Required::No, "Columns that it covers."},
    {"rows", data::Kind::Integer, data::Required::No, "Rows that it covers."},
};

}  // namespace offprint::blocks
