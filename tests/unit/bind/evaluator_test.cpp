#include <catch2/catch.hpp>

#include "bind/lua_evaluator.h"
#include "bind/rows.h"
#include "data/table.h"
#include "lua/module.h"

using namespace offprint;

namespace {

SourcedText sourced(std::string const& text) {
    return {text, 1, {{0, static_cast<std::uint32_t>(text.size()), 0, static_cast<std::uint32_t>(text.size()), true}}};
}

/// A small scope: a table, a map and some values.
class TestScope final : public bind::Scope {
public:
    TestScope() {
        Diagnostics faults;
        SourceId const id = sources_.add("f.csv", "year,rev,eps\n2026E,41.5,3.00\n2027E,62.9,\n");
        auto table = data::parse_csv(sources_, id, "forecast", faults);
        rows_.table = std::make_shared<data::Table const>(std::move(*table));
    }
    std::optional<data::Datum> find(std::string_view name) const override {
        if (name == "forecast") return data::Datum{rows_};
        if (name == "px") return data::Datum{data::Decimal{36715, -2}};
        if (name == "day") return data::Datum{data::Date{2026, 3, 1}};
        if (name == "client") return data::Datum{std::string("**A** {{x}}")};
        if (name == "nothing") return data::Datum{};
        return std::nullopt;
    }
    std::vector<std::string> names() const override { return {"forecast", "px", "day", "client", "nothing"}; }

private:
    Sources sources_;
    data::TableView rows_;
};

std::string value_of(std::string const& text) {
    static auto const evaluator = bind::make_evaluator();
    static TestScope const scope;
    Diagnostics faults;
    auto const value = evaluator->evaluate(sourced(text), scope, faults);
    if (!value) {
        REQUIRE(faults.items().size() == 1);
        return faults.items()[0].code + "@" + std::to_string(faults.items()[0].span.begin);
    }
    CHECK_FALSE(faults.has_errors());
    return value->is_null() ? "null" : bind::text_of_value(*value).value_or("?");
}

}  // namespace

TEST_CASE("numbers are decimals") {
    CHECK(value_of("0.1 + 0.2") == "0.3");
    CHECK(value_of("0.1 + 0.2 == 0.3") == "true");
    CHECK(value_of("1 / 3") == "0.333333333333333333");
    CHECK(value_of("2 ^ 10") == "1024");
    CHECK(value_of("-(17%)") == "-0.17");
    CHECK(value_of("308.4M * 2") == "616800000");
    CHECK(value_of("7 % 3") == "1");
    CHECK(value_of("1 / 0") == "n.m.");
    CHECK(value_of("10 ^ 300 * 10 ^ 300").substr(0, 4) == "E354");
    CHECK(value_of("999999999999999999 + 1") == "1000000000000000000");
    CHECK(value_of("1e17 + 0.04") == "100000000000000000");
}

TEST_CASE("dates go on by days") {
    CHECK(value_of("day - 1d") == "2026-02-28");
    CHECK(value_of("day - (day - 365d)") == "365");
    CHECK(value_of("day > '2026-02-01'") == "true");
    CHECK(value_of("day | date('d MMM yyyy')") == "1 Mar 2026");
}

TEST_CASE("rows and cells") {
    CHECK(value_of("forecast['2027E'].rev * 2") == "125.8");
    CHECK(value_of("forecast.count") == "2");
    CHECK(value_of("forecast.sum('rev')") == "104.4");
    CHECK(value_of("forecast | sum('rev') > 100") == "true");
    CHECK(value_of("forecast.where{year = '2026E'}.first.eps") == "3.00");
    CHECK(value_of("forecast.last.eps") == "null");
    CHECK(value_of("forecast.last.eps or 'n.a.'") == "n.a.");
    CHECK(value_of("forecast.rev | join('; ', ' and ')") == "41.5 and 62.9");
    CHECK(value_of("forecast.rank('rev', forecast.first)") == "2");
}

TEST_CASE("filters") {
    CHECK(value_of("308.4M | money(1, 'M')") == "$308.4M");
    CHECK(value_of("17% | pct(1)") == "17.0%");
    CHECK(value_of("growth(308.4M, 360M) | pct(1)") == "16.7%");
    CHECK(value_of("cagr(100, 121, 2) | pct(1)") == "10.0%");
    CHECK(value_of("growth(-1, 5) | pct") == "n.m.");
    CHECK(value_of("nothing | pct | default('n.a.')") == "n.a.");
    CHECK(value_of("3% | direction('rose', 'fell', 'was flat', 0.05)") == "was flat");
    CHECK(value_of("2 | plural('share', 'shares')") == "shares");
    CHECK(value_of("client | upper") == "**A** {{X}}");
}

TEST_CASE("faults stand at their character") {
    CHECK(value_of("px + prise") == "E351@5");
    CHECK(value_of("forecast.first.reve") == "E352@15");
    CHECK(value_of("px | mony(1)") == "E353@5");
    CHECK(value_of("px == '367.15'") == "E354@6");
    CHECK(value_of("client * 2") == "E354@7");
    CHECK(value_of("nothing * 2") == "E330@8");
    CHECK(value_of("px px") == "E350@3");
    CHECK(value_of("px +").substr(0, 4) == "E350");
    CHECK(value_of("px, px") == "E350@2");
}

TEST_CASE("nothing leads out of an expression") {
    for (char const* text : {"os", "io", "load", "require", "string", "pcall", "error", "setmetatable", "rawset", "coroutine", "debug", "print"})
        CHECK(value_of(text).substr(0, 4) == "E351");
    CHECK(value_of("load('x')").substr(0, 4) == "E353");
    CHECK(value_of("client.rep").substr(0, 4) == "E352");
    CHECK(value_of("client.gsub('a', 'b')").substr(0, 4) == "E352");
    std::string deep(300, '(');
    CHECK(value_of(deep + "1").substr(0, 4) == "E350");
    std::string joined = "client";
    for (int i = 0; i < 100; ++i) joined += "..client";
    CHECK(value_of(joined).size() == 11 * 101);
}

TEST_CASE("the interpreter itself is limited") {
    Diagnostics faults;
    auto const* const module = load_module<lua::Module>(faults);
    std::string error;
    auto const* const table =
        module != nullptr ? module : static_cast<lua::Module const*>(open_module("lua", sizeof(lua::Module), {OFFPRINT_BINARY_DIR}, error));
    INFO(error);
    REQUIRE(table != nullptr);
    struct NoHost final : lua::Host {
        std::optional<data::Datum> variable(std::string_view, lua::Fault& fault) const override { return fault.code = "E351", std::nullopt; }
        int function(std::string_view, lua::Fault&) const override { return -1; }
        std::optional<data::Datum> call(int, std::vector<data::Datum> const&, lua::Fault&) const override { return std::nullopt; }
        std::optional<lua::Member> member(data::Datum const&, std::string_view, lua::Fault&) const override { return std::nullopt; }
        std::optional<data::Datum> item(data::Datum const&, data::Datum const&, lua::Fault&) const override { return std::nullopt; }
    } const host;
    auto const engine = table->make({});
    auto const run = [&](std::string const& code) {
        lua::Fault fault;
        auto const program = engine->compile(code, {}, fault);
        if (program == nullptr) return fault.code;
        return program->run(host, fault) ? std::string("fine") : fault.code + (fault.message.find("memory") != std::string::npos ? " memory" : "");
    };
    CHECK(run("while true do end") == "E355");
    CHECK(run("local t = {} for i = 1, 1e9 do t[i] = {i} end").substr(0, 4) == "E355");
    CHECK(run("local function f() return 1 + f() end return f()").substr(0, 2) == "E3");
    CHECK(run("local x = 'x' while true do x = 'a' end") == "E355");
    CHECK(run("string.rep('x', 1e9)") == "E351");
    CHECK(run("\x1bLua") == "E350");
    CHECK(run("return nil") == "fine");
}
