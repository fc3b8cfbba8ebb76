#include "pdf/spool.h"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace offprint::pdf;

TEST_CASE("a spool gives back what it was given, whatever is let go meanwhile") {
    std::mt19937 random(5);
    Spool spool;
    std::vector<std::pair<StoredBytes, std::string>> held;
    for (int i = 0; i < 600; ++i) {
        std::string bytes(random() % (i % 50 == 0 ? 3'000'000 : 9000), '\0');
        for (char& c : bytes) c = static_cast<char>(random());
        held.emplace_back(spool.put(bytes), bytes);
        if (held.size() > 20) held.erase(held.begin() + static_cast<std::ptrdiff_t>(random() % held.size()));
    }
    for (auto const& [stored, bytes] : held) CHECK((stored.bytes == bytes));
    CHECK(Spool().put("").bytes.empty());
    CHECK(stored("abc").bytes == "abc");
}
