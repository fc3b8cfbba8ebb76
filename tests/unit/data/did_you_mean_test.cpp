#include <catch2/catch.hpp>

#include "data/value.h"

using offprint::data::did_you_mean;

TEST_CASE("the nearest name within a third of the letters is meant") {
    std::vector<std::string_view> const names{"body", "title", "subtitle", "kicker", "market_cap", "é→x"};
    CHECK(did_you_mean("boddy", names) == "body");
    CHECK(did_you_mean("titel", names) == "title");  // a swap is one mistake
    CHECK(did_you_mean("Title", names) == "title");
    CHECK(did_you_mean("market-cap", names) == "market_cap");
    CHECK(did_you_mean("marketcap", names) == "market_cap");
    CHECK(did_you_mean("subtitl", names) == "subtitle");
    CHECK(did_you_mean("e→x", names) == "é→x");
    CHECK(did_you_mean("heading", names).empty());
    CHECK(did_you_mean("bo", names).empty());
    CHECK(did_you_mean("", names).empty());
    CHECK(did_you_mean("x", {}).empty());
    CHECK(did_you_mean(std::string(100000, 'a'), names).empty());
}
