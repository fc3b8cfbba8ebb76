#include "bind/lua_text.h"

#include <catch2/catch.hpp>
#include <random>

using namespace offprint;

namespace {

SourcedText sourced(std::string const& text) {
    return {text, 1, {{0, static_cast<std::uint32_t>(text.size()), 0, static_cast<std::uint32_t>(text.size()), true}}};
}

std::string fault_of(std::string const& text) {
    Diagnostics faults;
    auto const written = bind::write_lua(sourced(text), faults);
    if (written) return "fine";
    REQUIRE(faults.items().size() == 1);
    return faults.items()[0].code + "@" + std::to_string(faults.items()[0].span.begin);
}

}  // namespace

TEST_CASE("what is no expression is refused at its character") {
    CHECK(fault_of("a + (b") == "E350@4");
    CHECK(fault_of("a != b") == "E350@2");
    CHECK(fault_of("function() return 1 end") == "E350@0");
    CHECK(fault_of("_G") == "E350@0");
    CHECK(fault_of("_ENV.x") == "E350@0");
    CHECK(fault_of("a = 1") == "E350@2");
    CHECK(fault_of("('x'):rep(9)") == "E350@5");
    CHECK(fault_of("12q") == "E350@2");
    CHECK(fault_of("'open") == "E350@0");
    CHECK(fault_of("a |") == "E350@2");
    CHECK(fault_of("") == "E350@0");
    CHECK(fault_of("data.x.where{year = '2027E'}.first.rev | money(1, 'B') .. [[ ]] ..]]") == "E350@66");
}

TEST_CASE("numbers are exact constants") {
    Diagnostics faults;
    auto const written = bind::write_lua(sourced("308.4M + 17% - 0.5pp * 196x"), faults);
    REQUIRE(written);
    REQUIRE(written->constants.size() == 4);
    CHECK(data::compare(*written->constants[0].get<data::Decimal>(), {3084, 5}) == 0);
    CHECK(data::compare(*written->constants[1].get<data::Decimal>(), {17, -2}) == 0);
    CHECK(data::compare(*written->constants[2].get<data::Decimal>(), {5, -3}) == 0);
}

TEST_CASE("the end of an expression lies beyond texts and braces") {
    CHECK(bind::end_of_expression("{{ '}}' }}", 2) == 8);
    CHECK(bind::end_of_expression("{{ x{a='b'} }}", 2) == 12);
    CHECK(bind::end_of_expression("{{ x", 2) == std::string::npos);
}

TEST_CASE("any bytes are written or refused") {
    std::mt19937 random(7);
    std::string const alphabet = "ab.1%|(){}[]'\"\\= ,_-+*/~<>:;#!?&\n\xC3\xA9";
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (auto n = random() % 24; n > 0; --n) text += alphabet[random() % alphabet.size()];
        Diagnostics faults;
        bool const written = bind::write_lua(sourced(text), faults).has_value();
        CHECK(written != faults.has_errors());
        bind::end_of_expression(text, 0);
    }
}
