#include "data/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace offprint::data;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view kTones[] = {"insight", "note"};
constexpr Field kItem[] = {{"label", Kind::Text, Required::Yes, "Its name."}};
constexpr Field kFields[] = {
    {"title", Kind::Markdown, Required::Yes, "Words \"on\" top."},
    {"tone", Kind::Choice, Required::No, "", kTones},
    {"value", Kind::Number, Required::Yes, "A number."},
    {"count", Kind::Integer, Required::No, ""},
    {"wide", Kind::Bool, Required::No, ""},
    {"date", Kind::Date, Required::No, ""},
    {"path", Kind::Path, Required::No, ""},
    {"names", Kind::TextList, Required::No, ""},
    {"item", Kind::Record, Required::No, "", {}, kItem},
    {"rows", Kind::RecordList, Required::No, "", {}, kItem},
    {"free", Kind::Record, Required::No, ""},
    {"body", Kind::Blocks, Required::No, "Blocks."},
    {"any", Kind::Any, Required::No, ""},
};

}  // namespace

TEST_CASE("every kind of field has its schema, in the order of the table") {
    Json const schema = Json::parse(schema_of(kFields));
    CHECK(schema["type"] == "object");
    CHECK(schema["additionalProperties"] == false);
    CHECK(schema["required"] == Json{"title", "value"});
    Json const& p = schema["properties"];
    CHECK(p.size() == std::size(kFields));
    CHECK(p.begin().key() == "title");
    CHECK(p["title"].dump() == R"({"type":"string","description":"Words \"on\" top."})");
    CHECK(p["tone"].dump() == R"({"enum":["insight","note"]})");
    CHECK(p["value"]["type"] == Json{"number", "string"});
    CHECK(p["count"]["type"] == "integer");
    CHECK(p["wide"]["type"] == "boolean");
    CHECK(p["date"]["format"] == "date");
    CHECK(p["path"]["type"] == "string");
    CHECK(p["names"]["items"]["type"] == Json{"string", "number", "boolean"});
    CHECK(p["item"]["required"] == Json::array({"label"}));
    CHECK(p["rows"]["items"]["properties"]["label"]["description"] == "Its name.");
    CHECK(p["free"].dump() == R"({"type":"object"})");
    CHECK(p["body"].dump() == R"({"$ref":"#/$defs/blocks","description":"Blocks."})");
    CHECK(p["any"] == Json::object());
}

TEST_CASE("a schema file has its blocks by name") {
    constexpr Field kStats[] = {{"items", Kind::RecordList, Required::Yes, "Tiles.", {}, kItem}};
    SchemaDefinition const blocks[] = {
        {"callout", "A boxed aside.", kItem}, {"stats", "", kItem}, {"tiles", "", kStats, BlockForm::MapOrItems}, {"end", "", {}, BlockForm::Nothing}};
    Json const schema = Json::parse(schema_file("urn:x", "An article", kFields, blocks));
    CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema["$id"] == "urn:x");
    Json const& items = schema["$defs"]["blocks"]["items"]["anyOf"];
    REQUIRE(items.size() == 5);
    CHECK(schema["$defs"]["tiles"]["anyOf"][1]["type"] == "array");
    CHECK(schema["$defs"]["end"]["type"] == "null");
    CHECK(items[0]["type"] == "string");
    CHECK(items[1]["required"] == Json::array({"callout"}));
    CHECK(items[1]["properties"]["callout"]["$ref"] == "#/$defs/callout");
    CHECK(schema["$defs"]["callout"]["description"] == "A boxed aside.");
    CHECK(schema["$defs"]["stats"]["properties"].contains("label"));
    CHECK(schema["properties"].contains("body"));
}

TEST_CASE("what holds anything says its shape where it has one") {
    constexpr Field kShaped[] = {{"levels", Kind::Any, Required::No, "", {}, {}, Shape::TextOrTexts},
                                 {"columns", Kind::Any, Required::No, "", {}, kItem, Shape::TextsOrMaps},
                                 {"rows", Kind::Any, Required::No, "", {}, kItem, Shape::Rows},
                                 {"notes", Kind::Any, Required::No, "", {}, {}, Shape::TextsByName}};
    Json const p = Json::parse(schema_of(kShaped))["properties"];
    CHECK(p["levels"]["anyOf"][1]["type"] == "array");
    CHECK(p["columns"]["items"]["anyOf"][1]["properties"].contains("label"));
    Json const& row = p["rows"]["items"]["anyOf"];
    CHECK(row[0]["items"]["anyOf"][2]["properties"].contains("label"));
    CHECK(row[1]["additionalProperties"] == row[0]["items"]);
    CHECK(p["notes"]["additionalProperties"]["type"] == Json{"string", "number", "boolean"});
}
