#include "data/schema.h"

#include <nlohmann/json.hpp>

namespace offprint::data {
namespace {

using Json = nlohmann::ordered_json;

Json object_of(std::span<Field const> fields);

Json value_of(Field const& field) {
    switch (field.kind) {
        case Kind::Text: return {{"type", {"string", "number", "boolean"}}};  // a scalar is printed as typed, whatever YAML makes of it
        case Kind::Markdown:
        case Kind::Path: return {{"type", "string"}};
        case Kind::Number: return {{"type", {"number", "string"}}};  // 1_000 is a string to YAML
        case Kind::Integer: return {{"type", "integer"}};
        case Kind::Bool: return {{"type", "boolean"}};
        case Kind::Date: return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
        case Kind::Choice: {
            Json list = Json::array();
            for (std::string_view choice : field.choices) {
                // The version is written as a number, which JSON tells from text.
                if (choice == "1") list.push_back(1);
                else list.push_back(std::string(choice));
            }
            return {{"enum", list}};
        }
        case Kind::TextList: return {{"type", "array"}, {"items", {{"type", {"string", "number"}}}}};
        case Kind::Record: return object_of(field.fields);
        case Kind::RecordList: return {{"type", "array"}, {"items", object_of(field.fields)}};
        case Kind::Blocks: return {{"$ref", "#/$defs/blocks"}};
        case Kind::Any: return Json::object();
    }
    return Json::object();
}

Json object_of(std::span<Field const> fields) {
    Json properties = Json::object(), required = Json::array();
    for (Field const& field : fields) {
        Json value = value_of(field);
        if (!field.help.empty()) value["description"] = std::string(field.help);
        properties[std::string(field.name)] = std::move(value);
        if (field.required == Required::Yes) required.push_back(std::string(field.name));
    }
    Json object{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) object["required"] = std::move(required);
    object["additionalProperties"] = false;
    return object;
}

}  // namespace

std::string schema_of(std::span<Field const> fields) { return object_of(fields).dump(); }
std::string indented(std::string const& json) { return Json::parse(json).dump(2) + "\n"; }

}  // namespace offprint::data
