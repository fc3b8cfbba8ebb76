#include "blocks/schema.h"

#include "blocks/block_type.h"

namespace offprint::blocks {

std::string article_schema() {
    std::vector<data::SchemaDefinition> blocks;
    for (BlockType const* type : block_types()) blocks.push_back({type->name, type->help, type->fields, type->form});
    return data::schema_file("article.schema.json", "offprint article", doc::article_fields(), blocks, doc::hint_fields());
}

}  // namespace offprint::blocks
