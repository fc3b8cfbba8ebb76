#include "bind/expand.h"

#include <catch2/catch.hpp>

#include "bind/lua_evaluator.h"
#include "binding.h"

using namespace offprint;

namespace {

/// What a text in YAML comes to, or the codes of its faults.
std::string expanded(std::string const& yaml, std::string const& value = "**A** {{x}}") {
    Sources sources;
    Diagnostics faults;
    auto tree = data::parse_yaml(sources, sources.add("a.yaml", "t: " + yaml + "\n"), faults);
    REQUIRE(tree);
    bind::NamedScope scope;
    scope.set("v", data::Datum{value});
    auto const evaluator = bind::make_evaluator();
    HeldFiles files(sources, {});
    bind::IncludedFiles included;
    bind::expand(*tree, {*evaluator, scope, files, sources, included, false, faults});
    if (faults.has_errors()) {
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
