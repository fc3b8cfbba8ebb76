// The open set: block types. A type is one file here and one line in types.inc; from its tables come reading, checks,
// "did you mean", the JSON Schema, the reference and the layout's slots.
#pragma once
#include "blocks/build_context.h"
#include "data/schema.h"

namespace offprint::blocks {

struct BlockType {
    std::string_view name;
    std::string_view help;                  // one sentence for schema and reference
    std::span<data::Field const> fields;    // of its map; empty: its value is not a map (prose)
    std::span<doc::StyleSlot const> slots;  // what a layout chooses
    doc::BlockPtr (*read)(data::Value const& value, doc::ReadContext& context);
    void (*build)(doc::Block const& block, BuildContext& context);
    std::string_view example;                     // YAML, for the reference; it is rendered by the tests
    data::BlockForm form = data::BlockForm::Map;  // what may stand after its name
};

#define OFFPRINT_BLOCK(name) extern BlockType const name;
#include "blocks/types.inc"
#undef OFFPRINT_BLOCK

/// All types, in the order in which they are documented.
std::span<BlockType const* const> block_types();
std::vector<doc::BlockReader> block_readers();
std::vector<doc::BlockSlots> block_slots();

/// Builds one block at the end of the flow.
void build_block(doc::Block const& block, BuildContext& context);

/// Builds the whole article: hero first, disclaimer last, whether the body names them or not.
layout::VList build_article(BuildContext& context);

}  // namespace offprint::blocks
