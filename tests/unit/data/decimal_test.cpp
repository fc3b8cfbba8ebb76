#include "data/decimal.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace offprint::data;

namespace {

/// Mantissa and exponent, or "none".
std::string read(std::string_view text) {
    auto const d = parse_decimal(text);
    return d ? std::to_string(d->mantissa) + "e" + std::to_string(d->exponent) : "none";
}

}  // namespace

TEST_CASE("decimals keep mantissa and exponent as written") {
    CHECK(read("367.15") == "36715e-2");
    CHECK(read("-1") == "-1e0");
    CHECK(read("62.9e9") == "629e8");
    CHECK(read("62.9E+9") == "629e8");
    CHECK(read("1_000") == "1000e0");
    CHECK(read("+.5") == "5e-1");
    CHECK(read("5.") == "5e0");
    CHECK(read("0.00") == "0e-2");
    CHECK(read("-0") == "0e0");
    CHECK(read("\u22125.20") == "-520e-2");
    CHECK(read("1e-3") == "1e-3");
    CHECK(read("999999999999999999") == "999999999999999999e0");
    CHECK(read("000000000000000000000000001") == "1e0");
}

TEST_CASE("what is no decimal") {
    for (std::string_view const text : {"",
                                        "-",
                                        ".",
                                        "e5",
                                        "1e",
                                        "1e+",
                                        "1e-+2",
                                        "1 000",
                                        "1,000",
                                        "2.1O",
                                        "0x10",
                                        "1__0",
                                        "_1",
                                        "1_",
                                        "1._5",
                                        "inf",
                                        "nan",
                                        "1.2.3",
                                        "--1",
                                        "+-1",
                                        "1e401",
                                        "1e99999999999",
                                        "1000000000000000000",
                                        "12e3e4",
                                        "\u22121\u2212",
                                        "١"}) {
        INFO(text);
        CHECK(read(text) == "none");
    }
    CHECK(read(std::string(100, '0')) == "none");
}

TEST_CASE("comparison is by value") {
    CHECK(compare({615, -3}, {6150, -4}) == 0);
    CHECK(compare({0, 9}, {0, -9}) == 0);
    CHECK(compare({1, 400}, {999999999999999999, 0}) == 1);
    CHECK(compare({-1, 400}, {1, -400}) == -1);
    CHECK(compare({-2, 0}, {-1, 0}) == -1);
    CHECK(compare({999999999999999999, -17}, {1, 1}) == -1);
    std::mt19937 random(3);
    for (int i = 0; i < 20000; ++i) {
        Decimal const a{static_cast<std::int64_t>(random() % 2001) - 1000, static_cast<int>(random() % 7) - 3};
        Decimal const b{static_cast<std::int64_t>(random() % 2001) - 1000, static_cast<int>(random() % 7) - 3};
        std::int64_t const wide_a = static_cast<std::int64_t>(std::llround(static_cast<double>(a.mantissa) * std::pow(10, a.exponent + 3)));
        std::int64_t const wide_b = static_cast<std::int64_t>(std::llround(static_cast<double>(b.mantissa) * std::pow(10, b.exponent + 3)));
        CHECK(compare(a, b) == (wide_a > wide_b) - (wide_a < wide_b));
    }
}

TEST_CASE("rounding is half away from zero on the decimal") {
    CHECK(rounded({615, -3}, 2) == 62);
    CHECK(rounded({-615, -3}, 2) == -62);
    CHECK(rounded({6149999, -7}, 2) == 61);
    CHECK(rounded({1, 0}, 3) == 1000);
    CHECK(rounded({5, -1}, 0) == 1);
    CHECK(rounded({49, -2}, 0) == 0);
    CHECK(rounded({-4, -1}, 0) == 0);
    CHECK(rounded({1, -400}, 10) == 0);
    CHECK(rounded({1, 400}, -395) == 100000);
    CHECK_FALSE(rounded({1, 400}, 0));
    CHECK_FALSE(rounded({999999999999999999, 0}, 2));
    CHECK(rounded({999999999999999999, -19}, 0) == 0);
    CHECK(rounded({999999999999999999, -18}, 0) == 1);
    CHECK(rounded({0, 400}, 100) == 0);
}

TEST_CASE("doubles are the nearest ones") {
    CHECK(Decimal{615, -3}.to_double() == 0.615);
    CHECK(Decimal{-629, 8}.to_double() == -62.9e9);
    CHECK(Decimal{123456789012345678, -17}.to_double() == 1.23456789012345678);
    CHECK(Decimal{1, -400}.to_double() == 0);
    CHECK(std::isfinite(Decimal{-9, 400}.to_double()));
}
