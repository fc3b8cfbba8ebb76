// From the rows of a source to those that are asked for: `only`, `where`, `group` with its sums, `sort`, `limit`, in this order.
#pragma once
#include "bind/row_index.h"
#include "bind/template.h"
#include "data/record.h"

namespace offprint::bind {

/// Whether the source's record has any of the keys.
bool is_shaped(data::Record const& record);
/// What a source's keys made of its rows.
struct Shaped {
    data::Table table;
    std::shared_ptr<data::Table const> own;  // the rows that `only` kept, as they stand in the file; null where it says nothing
};

/// The rows that the record asks for. `index`: of `base`, where it is kept; null: each row is looked at. Nothing, reported, when a key is wrong.
std::optional<Shaped> shape(std::shared_ptr<data::Table const> const& base, data::Record const& record, Evaluation const& with, RowIndex* index,
                            Diagnostics& diagnostics);
/// The names in a text (parted by commas) or a list.
std::vector<SourcedText> names_in(data::Value const& value, Diagnostics& diagnostics);

}  // namespace offprint::bind
