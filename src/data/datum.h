// A value with a type: what a parameter, a cell or an expression comes to.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "data/decimal.h"
#include "data/record.h"

namespace offprint::data {

struct Table;
struct Datum;

using DatumList = std::vector<Datum>;
using DatumMap = std::vector<std::pair<std::string, Datum>>;  // in the order written

/// Rows of a table: all of it, or those chosen by number, in that order. The table stays as long as any of its views.
struct TableView {
    std::shared_ptr<Table const> table;
    std::shared_ptr<std::vector<std::uint32_t> const> rows;  // null: all of them
    std::size_t size() const;
    std::size_t row(std::size_t index) const { return rows ? (*rows)[index] : index; }
};
/// One row of a table.
struct RowView {
    std::shared_ptr<Table const> table;
    std::uint32_t row = 0;
};

/// Null, a truth, a number, a date, a text, a list, a map, rows, or a row.
struct Datum {
    std::variant<std::monostate, bool, Decimal, Date, std::string, std::shared_ptr<DatumList const>, std::shared_ptr<DatumMap const>, TableView, RowView> value;

    bool is_null() const { return std::holds_alternative<std::monostate>(value); }
    template <class T>
    T const* get() const {
        return std::get_if<T>(&value);
    }
};

}  // namespace offprint::data
