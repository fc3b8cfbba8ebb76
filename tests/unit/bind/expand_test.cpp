#include "bind/expand.h"

#include <catch2/catch.hpp>

#include "bind/lua_evaluator.h"

using namespace offprint;

namespace {

struct OneName final : bind::Scope {
    std::string value;
    std::optional<data::Datum> find(std::string_view name) const override { return name == "v" ? std::optional(data::Datum{value}) : std::nullopt; }
    std::vector<std::string> names() const override { return {"v"}; }
};

/// What a text in YAML comes to, or the codes of its faults.
std::string expanded(std::string const& yaml, std::string const& value = "**A** {{x}}") {
    Sources sources;
    Diagnostics faults;
    auto tree = data::parse_yaml(sources, sources.add("a.yaml", "t: " + yaml + "\n"), faults);
    REQUIRE(tree);
    OneName scope;
    scope.value = value;
    auto const evaluator = bind::make_evaluator();
    if (!bind::expand_tree(*tree, *evaluator, scope, faults)) {
        REQUIRE(faults.items().size() == 1);
        Place const place = sources.place(faults.items()[0].span.source, faults.items()[0].span.begin);
        return faults.items()[0].code + "@" + std::to_string(place.column);
    }
    data::Value const* const text = tree->find("t");
    return text->kind == data::ValueKind::Scalar ? text->scalar.text : "list of " + std::to_string(text->list.size());
}

}  // namespace

TEST_CASE("a value stands in a text as it is, and is read once") {
    CHECK(expanded("'to {{ v }}!'") == "to **A** {{x}}!");
    CHECK(expanded("'{{ v }}'") == "**A** {{x}}");
    CHECK(expanded("'{{ 1 / 8 }} and {{ {1, 2} | count }}'") == "0.125 and 2");
    CHECK(expanded("'a \\{{ b'") == "a {{ b");
    CHECK(expanded("\"{{ '{{' }}\"") == "{{");
    CHECK(expanded("'{{ v }}'", "two\nlines") == "two lines");
    CHECK(expanded("\"{{ {'a', 'b'} }}\"") == "list of 2");
}

TEST_CASE("faults in a text stand at their place") {
    CHECK(expanded("'to {{ w }}'") == "E351@11");
    CHECK(expanded("'to {{ nil }}'") == "E330@8");
    CHECK(expanded("'to {{ v'") == "E350@8");
    CHECK(expanded("'{{ v }}'", std::string("a\x01", 2)) == "E356@5");
    CHECK(expanded("'{{ v }}'", "a\u202Eb") == "E356@5");
}

TEST_CASE("the bytes of a value are marked") {
    Diagnostics faults;
    OneName scope;
    scope.value = "*b*";
    auto const evaluator = bind::make_evaluator();
    auto const text = bind::expand_text({"a {{ v }} c", 1, {{0, 11, 0, 11, true}}}, *evaluator, scope, faults);
    REQUIRE(text);
    REQUIRE(text->pieces.size() == 3);
    CHECK_FALSE(text->pieces[0].literal);
    CHECK(text->pieces[1].literal);
    CHECK(text->span(2, 5) == Span{1, 2, 9});
    CHECK(text->substr(3, 2).pieces.front().literal);
}
