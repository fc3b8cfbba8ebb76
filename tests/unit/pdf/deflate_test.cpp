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

TEST_CASE("what is deflated can be inflated, whatever the threads and the order of asking") {
    for (unsigned const threads : {0U, 1U, 2U, 5U}) {
        Workers workers(threads);
        std::vector<std::string> streams;
        std::vector<Deflating> deflating;
        for (unsigned i = 0; i < 120; ++i) {
            streams.push_back(sample::words(i * 3, i));
            deflating.emplace_back(workers, streams.back(), i % 3 == 0 ? Effort::Small : Effort::Quick);
        }
        for (std::size_t i = streams.size(); i-- > 0;) {
            std::string const result = deflating[i].take();
            CHECK(result == deflate(streams[i], i % 3 == 0 ? Effort::Small : Effort::Quick));
            CHECK(inflated(result, streams[i].size()) == streams[i]);
        }
    }
    CHECK(Deflating().take().empty());
}
