#include "doc/facts.h"
#include "compliance/calendar.h"
#include "compliance/policy.h"
#include "compliance/rules.h"

#include <catch2/catch.hpp>

#include "data/value.h"

using namespace offprint;
using namespace offprint::compliance;

namespace {

data::Date day(std::string_view text) { return *data::parse_date(text); }

std::optional<Policy> policy(std::string const& text, Diagnostics& diagnostics) {
    Sources sources;
    SourceId const source = sources.add("policy.yaml", text);
    auto const value = data::parse_yaml(sources, source, diagnostics);
    return value ? read_policy(*value, diagnostics) : std::nullopt;
}

std::string codes(std::string const& text) {
    Diagnostics diagnostics;
    auto const read = policy(text, diagnostics);
    std::string out;
    for (Diagnostic const& d : diagnostics.items()) out += d.code + " ";
    CHECK(read.has_value() == out.empty());
    return out;
}

}  // namespace

TEST_CASE("ends of months and quarters before a day") {
    CHECK(period_end_before(day("2026-11-26"), 1) == day("2026-10-31"));
    CHECK(period_end_before(day("2026-10-31"), 1) == day("2026-09-30"));
    CHECK(period_end_before(day("2026-11-26"), 3) == day("2026-09-30"));
    CHECK(period_end_before(day("2026-02-01"), 3) == day("2025-12-31"));
    CHECK(period_end_before(day("2024-03-31"), 1) == day("2024-02-29"));
    CHECK(months_before(day("2026-03-31"), 1) == day("2026-02-28"));
    CHECK(months_before(day("2026-11-26"), 36) == day("2023-11-26"));
    CHECK(days_between(day("2026-02-27"), day("2026-03-01")) == 2);
}

TEST_CASE("a moment has a date, a time and a zone") {
    auto const east = doc::parse_moment("2026-11-26T01:30+02:00"), utc = doc::parse_moment("2026-11-25 23:30:00Z");
    REQUIRE(east);
    REQUIRE(utc);
    CHECK(east->instant() == utc->instant());
    CHECK(east->time() == "01:30 UTC+02:00");
    CHECK(utc->time() == "23:30 UTC");
    for (char const* text : {"", "2026-11-26", "2026-11-26T07:00", "2026-11-26T24:00Z", "2026-11-26T07:60Z", "2026-13-26T07:00Z", "2026-11-26T07:00+1",
                             "2026-11-26T07:00+01:00x", "2026-11-26T07:00:61Z", "2026-11-26T7:00Z", "2026-11-26T07:00+15:00"})
        CHECK_FALSE(doc::parse_moment(text));
}

TEST_CASE("rules are known by their codes, in order, each with what is checked and on what basis") {
    CHECK(rules().size() == 21);
    for (std::size_t i = 1; i < rules().size(); ++i) CHECK(rules()[i - 1].code < rules()[i].code);
    for (Rule const& rule : rules()) {
        CHECK_FALSE(rule.title.empty());
        CHECK_FALSE(rule.basis.empty());
        for (std::string_view const path : rule.prints) CHECK(doc::find_fact_field(path) != nullptr);
    }
    CHECK(find_rule("K130") != nullptr);
    CHECK(find_rule("K999") == nullptr);
}

TEST_CASE("a policy that is half understood is none") {
    CHECK(codes("policy: 1\nregimes: [{regime: a, rules: [K101, K151]}]\nalways: [a]\n").empty());
    CHECK(codes("policy: 1\nregimes: [{regime: a, rules: [K1O1]}]\n") == "E902 ");
    CHECK(codes("policy: 1\nregimes: [{regime: a, rules: []}, {regime: a, rules: []}]\n") == "E903 ");
    CHECK(codes("policy: 1\nregimes: []\nalways: [b]\n") == "E901 ");
    CHECK(codes("policy: 1\nregimes: []\nlimits: {least_type: 5}\n") == "E904 ");
    CHECK(codes("policy: 1\nregimes: []\nlimits: {least_contrast: 3}\n") == "E904 ");
    CHECK(codes("policy: 1\nregimes: []\noverrides: [{rule: K151}]\n") == "E904 ");
    CHECK(codes("policy: 1\nregimes: []\nlimit: {}\n") == "E201 ");
}
