#include "reader/places.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using offprint::reader::Place;
using offprint::reader::Places;

namespace {

Place place(Place::Kind kind, std::uint64_t where, std::uint64_t index = 0) {
    Place made;
    made.kind = kind;
    made.where = where & Place::kFarthest;
    made.index = index & 0xFFFFFF;
    return made;
}

bool same(Place a, Place b) { return a.kind == b.kind && (a.kind == Place::Kind::Free || (a.where == b.where && a.index == b.index)); }

}  // namespace

TEST_CASE("Places are those that were told first, however they follow each other") {
    std::mt19937 random(7);
    auto const dice = [&](std::uint32_t sides) { return static_cast<std::uint32_t>(random() % sides); };
    for (int round = 0; round < 200; ++round) {
        Places places;
        std::map<std::uint32_t, Place> first;
        auto const add = [&](std::uint32_t number, Place made) {
            places.add(number, made);
            first.emplace(number, made);
        };
        for (int part = 0; part < 8; ++part) {
            std::uint32_t const begin = dice(300), count = 1 + dice(250), stream = dice(5), skipped = dice(3) == 0 ? dice(count) : count;
            auto const kind = static_cast<Place::Kind>(dice(8) == 0 ? 0 : 1 + dice(2));
            for (std::uint32_t i = 0; i < count; ++i)
                if (i != skipped)
                    add(begin + i, kind == Place::Kind::InStream ? place(kind, stream, i) : place(kind, kind == Place::Kind::Offset ? 100 * i : 0));
        }
        REQUIRE(places.size() == first.rbegin()->first + 1);
        for (std::uint32_t number = 0; number < places.size() + 40; ++number) {
            auto const it = first.find(number);
            INFO("round " << round << ", number " << number);
            CHECK(same(places[number], it == first.end() ? Place() : it->second));
        }
    }
}
