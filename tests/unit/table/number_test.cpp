// Cells of number columns: what they say, how they are printed, which note marks they carry.
#include <catch2/catch.hpp>
#include <map>

#include "table/number_cell.h"

using namespace offprint;
using namespace offprint::table;

namespace {

using Kind = NumberCell::Kind;

/// The parts of a printed number, parted by bars.
std::string parts(std::string_view cell, std::string_view format, std::string_view language = "en") {
    NumberCell const number = read_number_cell(cell);
    PrintedNumber const printed = print_number(number, cell, *data::parse_number_format(format), data::number_locale(language));
    return printed.text.substr(0, printed.point) + "|" + printed.text.substr(printed.point, printed.tail - printed.point) + "|" +
           printed.text.substr(printed.tail);
}

}  // namespace

TEST_CASE("A cell is a number, words for a missing one, nothing, or wrong") {
    CHECK(read_number_cell("").kind == Kind::Empty);
    CHECK(read_number_cell("  ").kind == Kind::Empty);
    CHECK(read_number_cell("12.50").kind == Kind::Number);
    CHECK(read_number_cell(" -3 ").value.mantissa == -3);
    CHECK(read_number_cell("12.4E").suffix == "E");
    CHECK(read_number_cell("196x").suffix == "x");
    CHECK(print_number(read_number_cell("196x"), {}, *data::parse_number_format("0"), {}).text == "196×");
    CHECK(read_number_cell("<5").prefix == "<");
    CHECK(read_number_cell("~-3").value.mantissa == -3);
    for (char const* amount : {"5", "~5", "≈5"}) CHECK(read_number_cell(amount).adds());
    for (char const* bound : {"<5", ">10", "≤5", "≥5", "±3", "n.a.", ""}) CHECK_FALSE(read_number_cell(bound).adds());
    // As accounts write what is less than zero.
    CHECK(read_number_cell("(1.9)").value.mantissa == -19);
    CHECK(read_number_cell("(1.9)").adds());
    CHECK(read_number_cell("n.a.").kind == Kind::Words);
    CHECK(read_number_cell("–").kind == Kind::Words);
    for (char const* wrong : {"12.4O", "1,000", "abc", "E", "--1", "$5", "12.4EEE", "<", "<<5", "< n.a.", "()", "(-1)", "((1))", "(1", "(1) 2", "<(1)"})
        CHECK(read_number_cell(wrong).kind == Kind::Wrong);
}

TEST_CASE("A printed number is parted at its decimal point and at what hangs") {
    CHECK(parts("1234.5", "#,##0.0") == "1,234|.5|");
    CHECK(parts("-1234.5", "#,##0.0;(#,##0.0)") == "(1,234|.5|)");
    CHECK(parts("-1234.5", "#,##0.0;(#,##0.0)", "de") == "(1.234|,5|)");
    CHECK(parts("0.125", "0.0%") == "12|.5|%");
    CHECK(parts("196", "0\"x\"") == "196||x");
    CHECK(parts("12.4E", "0.0") == "12|.4|E");
    CHECK(parts("-12.4E", "0.0;(0.0)") == "(12|.4|)E");
    CHECK(parts("1550000", "#,##0") == "1,550,000||");
    CHECK(parts("n.m.", "0.0") == "n.m.||");
    CHECK(parts("< 5.25", "0.0") == "<5|.3|");
    CHECK(parts("≈3E", "0.0") == "≈3|.0|E");
    CHECK(parts("±0.5", "0.0") == "±0|.5|");
    CHECK(parts("-", "0.0") == "–||");
    CHECK(parts("(1.9)", "0.0") == "(1|.9|)");
    CHECK(parts("(1234.56)", "#,##0.0", "de") == "(1.234|,6|)");
    CHECK(parts("(1.9)", "$0.0") == "($1|.9|)");
}

TEST_CASE("Note marks are split off where a note of that key stands") {
    std::map<std::string, int, std::less<>> const known = {{"a", 0}, {"b", 1}};
    MarkedText const both = split_marks("308.4[a][b]", known);
    CHECK(both.text == "308.4");
    CHECK(both.marks == std::vector<std::string_view>{"a", "b"});
    CHECK(split_marks("308.4[c]", known).text == "308.4[c]");
    CHECK(split_marks("Revenue [a]", known).text == "Revenue");
    CHECK(split_marks("[a]", known).text.empty());
    CHECK(split_marks("a]", known).text == "a]");
}
