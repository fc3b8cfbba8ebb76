#include "base/number.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <random>

using namespace offprint;

namespace {

std::string fixed(std::int64_t value, int decimals) {
    std::string out;
    append_fixed(out, value, decimals);
    return out;
}

std::string points(Length length, int decimals = 3) {
    std::string out;
    append_points(out, length, decimals);
    return out;
}

}  // namespace

TEST_CASE("fixed numbers drop zeros and never print a bare sign") {
    CHECK(fixed(12500, 3) == "12.5");
    CHECK(fixed(12000, 3) == "12");
    CHECK(fixed(0, 3) == "0");
    CHECK(fixed(-500, 3) == "-.5");
    CHECK(fixed(5, 3) == ".005");
    CHECK(fixed(-7, 0) == "-7");
}

TEST_CASE("fixed numbers read back as what was written") {
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::int64_t const value = static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
        int const decimals = static_cast<int>(random() % 6);
        double unit = 1;
        for (int k = 0; k < decimals; ++k) unit *= 10;
        CHECK(std::strtod(fixed(value, decimals).c_str(), nullptr) * unit == Approx(static_cast<double>(value)).epsilon(1e-12));
    }
}

TEST_CASE("integers at the ends of their range") {
    std::string out;
    append_integer(out, std::numeric_limits<std::int64_t>::min());
    append_integer(out, std::numeric_limits<std::int64_t>::max());
    CHECK(out == "-92233720368547758089223372036854775807");
}

TEST_CASE("points round half away from zero") {
    CHECK(points(Length::from_raw(32768)) == ".5");
    CHECK(points(Length::from_raw(32768), 0) == "1");
    CHECK(points(Length::from_raw(-32768), 0) == "-1");
    CHECK(points(Length::points(595.276)) == "595.276");
    CHECK(points(Length::from_raw(1)) == "0");
    CHECK(points(Length::from_raw(-1)) == "0");
}

TEST_CASE("factors") {
    auto factor = [](double value) {
        std::string out;
        append_factor(out, value);
        return out;
    };
    CHECK(factor(1) == "1");
    CHECK(factor(-0.333333) == "-.33333");
    CHECK(factor(-0.0000001) == "0");
}
