#include "data/number_format.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace offprint;
using namespace offprint::data;

namespace {

/// A value through a format, in a language.
std::string show(std::string_view value, std::string_view format, std::string_view language = "en-US") {
    auto const number = parse_decimal(value);
    auto const parsed = parse_number_format(format);
    REQUIRE(number);
    INFO(format);
    REQUIRE(parsed);
    return format_number(*number, *parsed, number_locale(language));
}

/// "begin-end message" of the first fault of a format.
std::string fault(std::string const& format) {
    Diagnostics faults;
    SourcedText const text(format, 1, {{0, static_cast<std::uint32_t>(format.size()), 0, static_cast<std::uint32_t>(format.size()), true}});
    CHECK_FALSE(parse_number_format(text, faults));
    REQUIRE(faults.items().size() == 1);
    Diagnostic const& d = faults.items()[0];
    CHECK(d.code == "E207");
    return std::to_string(d.span.begin) + "-" + std::to_string(d.span.end);
}

}  // namespace

TEST_CASE("the formats of the sample") {
    CHECK(show("196", "~0\"×\"") == "~196×");
    CHECK(show("308.4e6", "$0.0a") == "$308.4M");
    CHECK(show("62.9e9", "$0.0a") == "$62.9B");
    CHECK(show("360e6", "~$0a") == "~$360M");
    CHECK(show("0.93", "+0%") == "+93%");
    CHECK(show("0.61", "$0.00") == "$0.61");
    CHECK(show("1.55", "$0.00\"B\"") == "$1.55B");
    CHECK(show("196", "~0×") == "~196×");
}

TEST_CASE("digits, grouping, scaling, sections") {
    CHECK(show("1234567.891", "#,##0.0") == "1,234,567.9");
    CHECK(show("0", "#,##0.0") == "0.0");
    CHECK(show("999", "#,##0") == "999");
    CHECK(show("1000", "#,##0") == "1,000");
    CHECK(show("5", "000") == "005");
    CHECK(show("0.5", "#.0") == ".5");
    CHECK(show("0", "#") == "0");
    CHECK(show("1.5", "0.0##") == "1.5");
    CHECK(show("1.5678", "0.0##") == "1.568");
    CHECK(show("12345678", "#,##0,") == "12,346");
    CHECK(show("12345678", "0.0,,\"M\"") == "12.3M");
    CHECK(show("12345678", "0,.0") == "12345.7");
    std::string const accounts = "#,##0.0;(#,##0.0);\"–\"";
    CHECK(show("1234.56", accounts) == "1,234.6");
    CHECK(show("-1234.56", accounts) == "(1,234.6)");
    CHECK(show("0", accounts) == "–");
    CHECK(show("-0.04", accounts) == "0.0");
    CHECK(show("-5", "0;\"n.m.\"") == "n.m.");
    CHECK(show("-5", "0;") == "");
    CHECK(show("-5", "0;-0") == "\u22125");
    CHECK(show("3", "0\" pc\"%") == "300 pc%");
    CHECK(show("0.07", "0 %") == "7 %");
    CHECK(show("7", "\\x0") == "x7");
    CHECK(show("7", "\"0\"0") == "07");
}

TEST_CASE("signs: U+2212, never minus zero, before a currency and after 'about'") {
    CHECK(show("-0.61", "$0.00") == "\u2212$0.61");
    CHECK(show("-360e6", "~$0a") == "~\u2212$360M");
    CHECK(show("-0.001", "0.0") == "0.0");
    CHECK(show("-0.05", "0.0") == "\u22120.1");
    CHECK(show("0", "+0%") == "0%");
    CHECK(show("-0.2", "+0%") == "\u221220%");
    CHECK(show("0.14", "~+0%") == "~+14%");
    CHECK(show("2", "+$0.0") == "+$2.0");
    CHECK(show("-2", "+0.0;-0.0") == "\u22122.0");
}

TEST_CASE("automatic scale") {
    CHECK(show("0", "0.0a") == "0.0");
    CHECK(show("999.94", "0.0a") == "999.9");
    CHECK(show("999.95", "0.0a") == "1.0K");
    CHECK(show("999999", "0a") == "1M");
    CHECK(show("-2.18e9", "$0.00a") == "\u2212$2.18B");
    CHECK(show("1.5e12", "0.0a") == "1.5T");
    CHECK(show("1.5e15", "#,##0.0a") == "1,500T");
    CHECK(show("1250", "0.0a\" shares\"") == "1.3K shares");
}

TEST_CASE("presets") {
    CHECK(show("1234.5", "money") == "$1,234.50");
    CHECK(show("0.1234", "pct") == "12.3%");
    CHECK(show("-0.005", "pp") == "\u22120.5\u00A0pp");
    CHECK(show("0.0025", "bps") == "+25\u00A0bps");
    CHECK(show("12.34", "mult") == "12.3×");
    CHECK(show("1234567", "shares") == "1,234,567");
    CHECK(show("1234.5", "int") == "1,235");
}

TEST_CASE("languages") {
    CHECK(show("1234567.5", "#,##0.0", "de-DE") == "1.234.567,5");
    CHECK(show("0.5", "0%", "de") == "50\u00A0%");
    CHECK(show("1234567.5", "#,##0.0", "fr") == "1\u202F234\u202F567,5");
    CHECK(show("0.5", "0%", "fr-FR") == "50\u202F%");
    CHECK(show("1234", "#,##0", "es") == "1234");
    CHECK(show("12345", "#,##0", "es") == "12.345");
    CHECK(show("1234.5", "#,##0.0", "it") == "1.234,5");
    CHECK(show("1234", "#,##0", "pl") == "1234");
    CHECK(show("12345.6", "#,##0.0", "pl") == "12\u00A0345,6");
    CHECK(show("1234.5", "#,##0.0", "nl") == "1.234,5");
    CHECK(show("1234.5", "#,##0.0", "pt-BR") == "1.234,5");
    CHECK(show("1234.5", "#,##0.0", "de-CH") == "1\u2019234.5");
    CHECK(show("1234.5", "#,##0.0", "ja") == "1,234.5");
    CHECK(show("1234.5", "#,##0.0", "") == "1,234.5");
    CHECK(show("1234.5", "#,##0.0", "dexter") == "1,234.5");
}

TEST_CASE("large numbers and currencies as each language has them") {
    auto money = [](std::string_view number, std::string_view format, std::string_view currency, std::string_view language) {
        NumberFormat parsed = *parse_number_format(format);
        parsed.sections.front().currency = currency_sign(currency, language);
        return format_number(*parse_decimal(number), parsed, number_locale(language));
    };
    struct Row {
        std::string_view language, price, billions;
    };
    for (Row const& row :
         {Row{"en", "€367.15", "€62.9B"}, Row{"de", "367,15\u00A0€", "62,9\u00A0Mrd.\u00A0€"}, Row{"de-CH", "€\u00A0367.15", "€\u00A062.9\u00A0Mrd."},
          Row{"fr", "367,15\u00A0€", "62,9\u00A0Md€"}, Row{"es", "367,15\u00A0€", "62.900\u00A0M€"}, Row{"it", "367,15\u00A0€", "62,9\u00A0mld\u00A0€"},
          Row{"pt", "€\u00A0367,15", "€\u00A062,9\u00A0bi"}, Row{"pt-PT", "367,15\u00A0€", "62,9\u00A0mil\u00A0M€"},
          Row{"nl", "€\u00A0367,15", "€\u00A062,9\u00A0mld"}, Row{"pl", "367,15\u00A0€", "62,9\u00A0mld\u00A0€"}}) {
        CHECK(money("367.15", "#,##0.00", "EUR", row.language) == row.price);
        CHECK(money("62.9e9", "0.0a", "EUR", row.language) == row.billions);
    }
    CHECK(money("-62.9e9", "0.0a", "CHF", "fr") == "\u221262,9\u00A0Md\u00A0CHF");
    CHECK(money("-62.9e9", "0.0a", "JPY", "en") == "\u2212JPY\u00A062.9B");
    CHECK(money("62.9e9", "0.0a", "BRL", "pt-BR") == "R$\u00A062,9\u00A0bi");
    CHECK(money("62.9e9", "0.0a", "PLN", "pl") == "62,9\u00A0mld\u00A0zł");
    CHECK(money("4.1e3", "0.0a", "", "es") == "4,1\u00A0mil\u00A0$");
    CHECK(money("1.25e12", "0.0a", "EUR", "fr") == "1\u202F250\u00A0Md€");
    CHECK(money("1.25e12", "0.0a", "EUR", "de") == "1,3\u00A0Bio.\u00A0€");
    CHECK(show("1234.5", "money", "de") == "1.234,50\u00A0$");
    CHECK(show("0.0625e9", "$0.0a", "de") == "$62,5\u00A0Mio.");
    CHECK(show("999.95e3", "0.0a", "it") == "1,0\u00A0mln");
}

TEST_CASE("faults point at the character") {
    CHECK(fault("0.0x") == "3-4");
    CHECK(fault("0\" bp") == "1-2");
    CHECK(fault("é0 USD") == "4-7");
    CHECK(fault("0.0.0") == "3-4");
    CHECK(fault("0 0") == "2-3");
    CHECK(fault("%0") == "0-1");
    CHECK(fault("0%%") == "2-3");
    CHECK(fault("0;0;0;0") == "5-6");
    CHECK(fault("[Red]0") == "0-1");
    CHECK(fault("0_)") == "1-2");
    CHECK(fault(",0") == "0-1");
    CHECK(fault("~.") == "1-2");
    CHECK(fault("0.0,0") == "4-5");
    CHECK(fault("0\\") == "1-2");
    CHECK(fault("") == "0-0");
    CHECK(fault("0." + std::string(16, '0')) == "2-3");
    CHECK(fault(std::string(19, '0')) == "0-1");
    CHECK(fault("0.0ab") == "3-5");
}

TEST_CASE("rounding equals the decimal arithmetic done on integers") {
    std::mt19937 random(5);
    for (int i = 0; i < 20000; ++i) {
        Decimal const value{static_cast<std::int64_t>(random() % 2000001) - 1000000, static_cast<int>(random() % 13) - 9};
        int const places = static_cast<int>(random() % 5);
        std::string const format = places == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(places), '0');
        auto const whole = rounded(value, places);
        REQUIRE(whole);
        std::string expected = std::to_string(std::llabs(*whole));
        while (expected.size() <= static_cast<std::size_t>(places)) expected.insert(0, "0");
        if (places > 0) expected.insert(expected.size() - static_cast<std::size_t>(places), ".");
        if (*whole < 0) expected.insert(0, "\u2212");
        CHECK(format_number(value, *parse_number_format(format), number_locale("en")) == expected);
    }
}

TEST_CASE("extreme values print their digits") {
    CHECK(show("999999999999999999e20", "0") == "999999999999999999" + std::string(20, '0'));
    CHECK(show("1e400", "0").size() == 401);
    CHECK(show("-1e-400", "0.000") == "0.000");
    CHECK(show("9e-1", "0") == "1");
    CHECK(show("99.5", "0") == "100");
}
