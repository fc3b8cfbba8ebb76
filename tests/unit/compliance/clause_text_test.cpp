#include "compliance/clause_text.h"

#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::compliance;

namespace {

struct Yaml {
    Sources sources;
    Diagnostics diagnostics;
    data::Value read(std::string text) { return *data::parse_yaml(sources, sources.add("x.yaml", std::move(text)), diagnostics); }
    doc::Facts facts(std::string text) {
        data::Value const value = read(std::move(text));
        return doc::Facts::of(value, true, diagnostics);
    }
    doc::Clause clause(std::string text, std::string const& language = "en") {
        return *doc::read_clause(read("clause: c\nversion: 1\nregime: house\ntitle: T\n" + std::move(text)), language, diagnostics);
    }
};

doc::Messages english() {
    doc::Messages messages;
    messages.words["date"] = "{day} {month} {year}";
    messages.words["first_day"] = "1";
    for (char const* month : {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"})
        messages.months.emplace_back(month);
    return messages;
}

constexpr char const* kFacts =
    "kind: equity\nlabel: marketing\nissuer_sponsored: no\nrating: {value: Buy, direction: buy, meaning: 10% *more*., since: 2026-01-05}\n"
    "conflicts: {market_maker: {answer: yes, words: We do.}, officer: {answer: no}}\ncompleted_at: 2026-11-25T18:40-05:00\n"
    "analysts: [{name: A, title: T}, {name: B, pay_words: bonus}]\nprices: [{symbol: X, value: 3, currency: EUR, venue: V, time: close, date: 2026-11-24}]\n";

}  // namespace

TEST_CASE("conditions on facts") {
    Yaml yaml;
    doc::Facts const facts = yaml.facts(kFacts);
    for (char const* condition : {"rating", "not target", "conflicts.market_maker", "not conflicts.officer", "not conflicts.other", "label=marketing",
                                  "kind=debt|equity", "not issuer_sponsored", "analysts", "analysts.pay_words", "not label=independent"}) {
        INFO(condition);
        CHECK(holds(condition, facts) == true);
    }
    CHECK(holds("conflicts.nothing", facts) == std::nullopt);
    CHECK(holds("", facts) == std::nullopt);
    CHECK(holds("rating", doc::Facts{}) == false);
}

TEST_CASE("facts are printed as they were typed, whatever Markdown would make of them") {
    Yaml yaml;
    doc::Facts const facts = yaml.facts(kFacts);
    doc::Clause clause = yaml.clause(
        "text: \"{rating.value}: {rating.meaning} Since {rating.since}. {completed_at}. {analysts.name}; {prices}. {conflicts.market_maker}\"\n"
        "parts: [{when: conflicts.officer, text: No.}, {when: rating, text: 'Yes, {analysts.pay_words}.'}]\n");
    fill_clause(clause, facts, english(), {}, yaml.diagnostics);
    CHECK(yaml.diagnostics.items().empty());
    std::string said;
    auto const blocks = doc::parse_markdown(clause.text, yaml.diagnostics);
    REQUIRE(blocks.size() == 2);
    for (auto const& block : blocks)
        for (auto const& run : block.runs) {
            CHECK_FALSE(run.emphasis);
            said += run.text.text;
        }
    CHECK(said ==
          "Buy: 10% *more*. Since 5 January 2026. 25 November 2026, 18:40 UTC-05:00. A, B; X EUR\u00A03, V, close, 24 November 2026. We do.Yes, bonus.");
    CHECK(clause.printed == std::vector<std::string>{"rating.value", "rating.meaning", "rating.since", "completed_at", "analysts.name", "prices",
                                                     "conflicts.market_maker", "analysts.pay_words"});
}

TEST_CASE("what is missing or unknown is told, and a clause of no regime is left alone") {
    Yaml yaml;
    doc::Facts const facts = yaml.facts("kind: equity\n");
    doc::Clause clause = yaml.clause("text: \"{rating.value} {rating.colour} {open\"\nparts: [{when: sun, text: Words.}]\n");
    fill_clause(clause, facts, english(), {}, yaml.diagnostics);
    REQUIRE(yaml.diagnostics.items().size() == 3);
    for (Diagnostic const& d : yaml.diagnostics.items()) CHECK(d.code == "K161");
    doc::Clause plain = *doc::read_clause(yaml.read("clause: c\nversion: 1\ntitle: T\nshort: S\ntext: \"{rating.value}\"\n"), "en", yaml.diagnostics);
    fill_clause(plain, facts, english(), {}, yaml.diagnostics);
    CHECK(plain.text.text == "{rating.value}");
}

TEST_CASE("a clause speaks the article's language where it can") {
    Yaml yaml;
    std::string const text = "lang: en\ntext: Words.\nlabel: Label\ntranslations: [{lang: de, title: Titel, label: Schild, text: Worte.}]\n";
    CHECK(yaml.clause(text, "en-US").text.text == "Words.");
    doc::Clause const german = yaml.clause(text, "de-CH");
    CHECK(german.text.text == "Worte.");
    CHECK(german.label.text == "Schild");
    CHECK(german.language == "de-CH");
    CHECK(yaml.clause(text, "fr").language == "en");
}
