#include "blocks/schema.h"

#include "blocks/block_type.h"
#include "data/schema.h"

namespace offprint::blocks {
namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + "\"";
}

std::string reference(std::string const& name) { return "{\"$ref\": \"#/$defs/" + name + "\"}"; }

/// What may stand after a block's name.
std::string block_schema(BlockType const& type) {
    if (type.fields.empty()) return type.shorthand == BlockType::Short::Empty ? "{\"type\": \"null\"}" : "{\"type\": \"string\"}";
    std::string const map = data::schema_of(type.fields);
    if (type.shorthand == BlockType::Short::None) return map;
    if (type.shorthand == BlockType::Short::Empty) return "{\"anyOf\": [" + map + ", {\"type\": \"null\"}]}";
    std::string item = "{\"type\": \"string\"}";
    for (data::Field const& field : type.fields) {
        if (field.name == "items" && !field.fields.empty()) item = data::schema_of(field.fields);
    }
    return "{\"anyOf\": [" + map + ", {\"type\": \"array\", \"items\": " + item + "}]}";
}

}  // namespace

std::string article_schema() {
    std::string blocks = "{\"type\": \"array\", \"items\": {\"anyOf\": [{\"type\": \"string\"}";
    std::string definitions;
    for (BlockType const* type : block_types()) {
        std::string const name(type->name);
        blocks += ", " + reference("block-" + name);
        definitions += ", " + quoted("block-" + name) + ": {\"type\": \"object\", \"description\": " + quoted(type->help) + ", \"properties\": {" + quoted(name) +
                       ": " + block_schema(*type) + "}, \"required\": [" + quoted(name) + "], \"additionalProperties\": false}";
    }
    blocks += "]}}";
    std::string article = data::schema_of(doc::article_fields());
    // The article's own object carries the head of the schema and the definitions.
    std::string const head = "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"offprint article\", \"$defs\": {\"blocks\": " + blocks + definitions + "}, ";
    return data::indented(head + article.substr(article.find_first_not_of(" \n", 1)));
}

}  // namespace offprint::blocks
