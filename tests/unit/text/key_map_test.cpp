#include "text/key_map.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using offprint::text::KeyMap;

TEST_CASE("a key map answers like std::map") {
    std::mt19937 random(5);
    KeyMap<int> map;
    std::map<std::string, int> expected;
    for (int i = 0; i < 20000; ++i) {
        std::string key;
        for (auto n = random() % 4; n > 0; --n) key += static_cast<char>(random() % 7);  // NUL bytes too; few enough to meet again
        if (i % 3 == 0) key += std::to_string(random() % 3000);
        int const* const found = map.find(key);
        auto const known = expected.find(key);
        REQUIRE((found != nullptr) == (known != expected.end()));
        if (found != nullptr) REQUIRE(*found == known->second);
        if (found == nullptr) map.add(key, i), expected.emplace(key, i);
        REQUIRE(map.size() == expected.size());
        if (i == 9000) map.clear(), expected.clear();
    }
    int* const first = map.find(expected.begin()->first);
    for (int i = 0; i < 5000; ++i) map.add("new" + std::to_string(i), i);
    CHECK(map.find(expected.begin()->first) == first);  // values keep their place
}
