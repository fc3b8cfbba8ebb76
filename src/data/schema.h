// The JSON Schema (draft 2020-12) of what the field tables read, so that an editor completes an article and cannot drift from the reader.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "data/record.h"

namespace offprint::data {

/// What may stand after a block's name: its map; the map or the list that stands for its `items`; the map or nothing; text; nothing.
enum class BlockForm { Map, MapOrItems, MapOrNothing, Text, Nothing };

/// A named definition of a schema: a block type.
struct SchemaDefinition {
    std::string_view name, help;
    std::span<Field const> fields;
    BlockForm form = BlockForm::Map;
};

/// The schema of one map as JSON text with two blanks of indentation. Lists of blocks refer to `#/$defs/blocks`.
std::string schema_of(std::span<Field const> fields);

/// A whole schema file: the root map's fields; `$defs/blocks`, a list whose items are a text (Markdown) or a map with one key out of
/// `blocks`, and any of `hints`; and one definition for each block. Keys stand in the order of the tables.
std::string schema_file(std::string_view id, std::string_view title, std::span<Field const> fields, std::span<SchemaDefinition const> blocks,
                        std::span<Field const> hints = {});

}  // namespace offprint::data
