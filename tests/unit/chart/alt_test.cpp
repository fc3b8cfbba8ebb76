#include "chart/alt.h"

#include <catch2/catch.hpp>

#include "chart_testing.h"

using namespace offprint;
using namespace offprint::chart;
using namespace offprint::chart::test;

namespace {

std::size_t code_points(std::string const& text) {
    std::size_t n = 0;
    for (char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return n;
}

}  // namespace

TEST_CASE("changes in percent") {
    CHECK(change_percent({155, -2}, {268, -2}) == "+73%");
    CHECK(change_percent({300, -2}, {520, -2}) == "+73%");
    CHECK(change_percent({4, 0}, {3, 0}) == "\u221225%");
    CHECK(change_percent({4, 0}, {4, 0}) == "0%");
    CHECK(change_percent({0, 0}, {4, 0}).empty());
    CHECK(change_percent({-4, 0}, {4, 0}).empty());
    CHECK(change_percent({4, 0}, {-4, 0}).empty());
    CHECK(change_percent({1, -9}, {1, 9}).empty());
}

TEST_CASE("a course in words") {
    Drawn const d = drawn(
        "{kind: combo, data: t, x: year, bars: {field: revenue, unit: $B, format: '$0.00\"B\"', label: Revenue}, "
        "line: {field: eps, unit: $, axis: right, format: '$0.00', label: non-GAAP EPS}}",
        "year,revenue,eps\n2026E,1.55,3.00\n2027E,2.18,4.20\n2028E,2.68,5.20\n");
    INFO(d.faults());
    REQUIRE(d.drawing);
    CHECK(d.drawing->alt == "Columns and line. Revenue rises from $1.55B (2026E) to $2.68B (2028E), +73%; non-GAAP EPS from $3.00 to $5.20, +73%.");
}

TEST_CASE("names are ranked") {
    Drawn const d = drawn("{kind: bar, data: t, x: name, y: v, unit: $B, label: Revenue}", "name,v\nNVIDIA,115\nCredo,0.4\nMarvell,4\n");
    REQUIRE(d.drawing);
    CHECK(d.drawing->alt == "Columns. Revenue highest NVIDIA $115.0B, lowest Credo $0.4B.");
}

TEST_CASE("no alternative text is longer than 250 characters") {
    AltText alt("Lines");
    CHECK(alt.add(". ", std::string(100, 'a')));
    CHECK_FALSE(alt.add("; ", std::string(150, 'b')));
    CHECK(std::move(alt).finish() == "Lines. " + std::string(100, 'a') + ".");
    CHECK(code_points(AltText(std::string(400, 'x')).finish()) <= AltText::kMost);

    std::string csv = "label,value\n";
    for (int i = 0; i < 30; ++i) csv += "Ä long enough label " + std::to_string(i) + "," + std::to_string(100 + i) + "\n";
    Drawn const d = drawn("{kind: ladder, data: t}", csv);
    INFO(d.faults());
    REQUIRE(d.drawing);
    CHECK(code_points(d.drawing->alt) <= AltText::kMost);
    CHECK(d.drawing->alt.find(" more.") != std::string::npos);
}
