// A list of JSON objects as a table.
#pragma once
#include "data/table.h"

namespace offprint::data {

/// A column for each key, in the order in which keys first come; an object without a key has an empty cell there, at the object's place. A cell that is a list
/// or an object is an error (E345), as is anything but a list of objects.
std::optional<Table> table_from_json(Value const& rows, std::string name, Diagnostics& diagnostics);

}  // namespace offprint::data
