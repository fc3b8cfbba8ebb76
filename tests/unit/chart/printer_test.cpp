#include "chart/printer.h"

#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::chart;

namespace {

std::optional<data::Decimal> const kBillions[] = {data::Decimal{15, 8}, data::Decimal{21, 8}};

std::string top_tick(std::string_view unit, std::string_view language) { return Printer(unit, std::nullopt, kBillions, language).tick({0, 1, 9, 4}, 3); }

}  // namespace

TEST_CASE("long numbers and currencies alone are printed as the language has them") {
    auto value = [](std::string_view unit, std::string_view language) { return Printer(unit, std::nullopt, kBillions, language).value({15, 8}); };
    CHECK(value("$", "en-US") == "$1.5B");
    CHECK(value("€", "de") == "1,5\u00A0Mrd.\u00A0€");
    CHECK(value("€", "fr") == "1,5\u00A0Md€");
    CHECK(value("€", "es") == "1500\u00A0M€");
    CHECK(value("€", "nl") == "€\u00A01,5\u00A0mld");
    CHECK(value("GW", "de") == "1,5\u00A0Mrd.\u00A0GW");
    CHECK(top_tick("$", "en-US") == "$3B");
    CHECK(top_tick("€", "de") == "3\u00A0Mrd.\u00A0€");
    CHECK(Printer("€", std::nullopt, kBillions, "de").tick({0, 1, 9, 4}, 1) == "1");
    // What an author's unit says of the scale stays as typed.
    std::optional<data::Decimal> const small[] = {data::Decimal{15, -1}};
    CHECK(Printer("$B", std::nullopt, small, "de").value({15, -1}) == "$1,5B");
    CHECK(placed(split_unit("$B"), data::number_locale("de")).prefix == "$");
    CHECK(placed(split_unit("€"), data::number_locale("de")).suffix == "\u00A0€");
    CHECK(placed(split_unit("€"), data::number_locale("nl")).prefix == "€\u00A0");
}
