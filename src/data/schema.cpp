#include "data/schema.h"

#include <nlohmann/json.hpp>

namespace offprint::data {
namespace {

using Json = nlohmann::ordered_json;

Json record_schema(std::span<Field const> fields);

/// Scalars are text in YAML until a reader gives them a kind, but an editor's parser has its own mind: 2026 is a number to it.
Json any_scalar() { return {{"type", {"string", "number", "boolean"}}}; }

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

/// What `Any` holds, as far as it is known.
Json shape_schema(Field const& field) {
    switch (field.shape) {
        case Shape::Free: break;
        case Shape::TextOrTexts: return {{"anyOf", {any_scalar(), list_of(any_scalar())}}};
        case Shape::TextsOrMaps: return list_of({{"anyOf", {any_scalar(), record_schema(field.fields)}}});
        case Shape::Rows: {
            Json const value{{"type", {"string", "number", "boolean", "null"}}};
            Json const cell{{"anyOf", {value, list_of(value), record_schema(field.fields)}}};
            return list_of({{"anyOf", {list_of(cell), {{"type", "object"}, {"additionalProperties", cell}}}}});
        }
        case Shape::TextsByName: return {{"type", "object"}, {"additionalProperties", any_scalar()}};
        case Shape::TextOrMapByName: return {{"type", "object"}, {"additionalProperties", {{"anyOf", {any_scalar(), record_schema(field.fields)}}}}};
    }
    return Json::object();
}

Json kind_schema(Field const& field) {
    switch (field.kind) {
        case Kind::Text: return any_scalar();
        case Kind::Markdown: return {{"type", "string"}};
        case Kind::Number: return {{"type", {"number", "string"}}};
        case Kind::Integer: return {{"type", "integer"}};
        case Kind::Bool: return {{"type", "boolean"}};
        case Kind::Date: return {{"type", "string"}, {"format", "date"}};
        case Kind::Choice: {
            Json out;
            for (std::string_view const choice : field.choices) {
                out["enum"].push_back(choice);
                // A version written 1 is a number to an editor's parser.
                auto const number = parse_decimal(choice);
                if (auto const whole = number ? rounded(*number, 0) : std::nullopt) out["enum"].push_back(*whole);
            }
            return out;
        }
        case Kind::Path: return {{"type", "string"}};
        case Kind::TextList: return {{"type", "array"}, {"items", any_scalar()}};
        case Kind::Record: return field.fields.empty() ? Json{{"type", "object"}} : record_schema(field.fields);
        case Kind::RecordList: return {{"type", "array"}, {"items", field.fields.empty() ? Json{{"type", "object"}} : record_schema(field.fields)}};
        case Kind::Blocks: return {{"$ref", "#/$defs/blocks"}};
        case Kind::BlockLists: return {{"type", "array"}, {"items", {{"$ref", "#/$defs/blocks"}}}};
        case Kind::Any: break;
    }
    return shape_schema(field);
}

Json record_schema(std::span<Field const> fields) {
    Json out{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
    Json required = Json::array();
    for (Field const& field : fields) {
        Json property = kind_schema(field);
        if (!field.help.empty()) property["description"] = field.help;
        out["properties"][std::string(field.name)] = std::move(property);
        if (field.required == Required::Yes) required.push_back(field.name);
    }
    if (!required.empty()) out["required"] = std::move(required);
    return out;
}

Json block_schema(SchemaDefinition const& block) {
    Json const nothing{{"type", "null"}}, map = record_schema(block.fields);
    switch (block.form) {
        case BlockForm::Map: break;
        case BlockForm::Text: return {{"type", "string"}};
        case BlockForm::Nothing: return nothing;
        case BlockForm::MapOrNothing: return {{"anyOf", {map, nothing}}};
        case BlockForm::MapOrItems:
            for (Field const& field : block.fields) {
                if (field.name == "items") return {{"anyOf", {map, kind_schema(field)}}};
            }
    }
    return map;
}

}  // namespace

std::string schema_of(std::span<Field const> fields) { return record_schema(fields).dump(2) + "\n"; }

std::string schema_file(std::string_view id, std::string_view title, std::span<Field const> fields, std::span<SchemaDefinition const> blocks,
                        std::span<Field const> hints) {
    Json const hint_properties = record_schema(hints)["properties"];
    Json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", id}, {"title", title}};
    out.update(record_schema(fields));
    Json choices = Json::array();
    choices.push_back({{"type", "string"}, {"description", "Markdown: paragraphs and lists."}});
    Json definitions = Json::object();
    for (SchemaDefinition const& block : blocks) {
        std::string const name(block.name);
        Json one{{"type", "object"}, {"additionalProperties", false}, {"required", {name}}, {"properties", Json::object()}};
        one["properties"][name] = {{"$ref", "#/$defs/" + name}};
        one["properties"].update(hint_properties);
        choices.push_back(std::move(one));
        Json definition = block_schema(block);
        if (!block.help.empty()) definition["description"] = block.help;
        definitions[name] = std::move(definition);
    }
    out["$defs"]["blocks"] = {{"type", "array"}, {"items", {{"anyOf", std::move(choices)}}}};
    out["$defs"].update(definitions);
    return out.dump(2) + "\n";
}

}  // namespace offprint::data
