#include "pdf/deflate.h"

#include <zlib.h>

#include <catch2/catch.hpp>

#include "sample.h"

using namespace offprint::pdf;

namespace {

std::string inflated(std::string const& bytes, std::size_t size) {
    std::string out(size + 1, '\0');
    uLongf got = out.size();
    REQUIRE(uncompress(reinterpret_cast<Bytef*>(out.data()), &got, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size()) == Z_OK);
    out.resize(got);
    return out;
}

}  // namespace

TEST_CASE("the queue gives each stream back under its number, whatever the threads") {
    for (unsigned const threads : {0U, 1U, 2U, 5U}) {
        DeflateQueue queue(threads);
        std::vector<std::string> streams;
        for (unsigned i = 0; i < 120; ++i) {
            streams.push_back(sample::words(i * 3, i));
            CHECK(queue.add(streams.back()) == i);
        }
        for (std::size_t i = streams.size(); i-- > 0;) {
            std::string const result = queue.take(i);
            CHECK(result == deflate(streams[i]));
            CHECK(inflated(result, streams[i].size()) == streams[i]);
        }
    }
}

TEST_CASE("a queue may be dropped with work in it") {
    DeflateQueue queue(3);
    for (unsigned i = 0; i < 40; ++i) queue.add(sample::words(2000, i));
}
