// Field tables as JSON Schema (draft 2020-12), so that an editor completes exactly what the reader accepts.
#pragma once
#include <span>
#include <string>

#include "data/record.h"

namespace offprint::data {

/// The schema of a map with these fields, as JSON text. `Blocks` refers to "#/$defs/blocks".
std::string schema_of(std::span<Field const> fields);
/// JSON text with two blanks a level and keys in their order; ends with a line break.
std::string indented(std::string const& json);

}  // namespace offprint::data
