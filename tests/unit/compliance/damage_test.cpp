// Damaged policies, facts and clauses: whatever they say, they are read to an end.
#include <catch2/catch.hpp>
#include <random>

#include "base/file.h"
#include "compliance/check.h"
#include "compliance/clause_text.h"

using namespace offprint;
using namespace offprint::compliance;

namespace {

std::string text_of(std::string const& name) {
    std::string error;
    return read_file(std::string(OFFPRINT_SOURCE_DIR) + "/" + name, 1u << 20, error).value();
}

std::string damaged(std::string text, std::mt19937& chance) {
    static constexpr std::string_view kInserts[] = {"{",          "}",    "[", "]", ": ", "\n", "- ",   "K",  "-",     "0",  "99999999999999999999",
                                                    "2026-02-30", "not ", "=", "|", ".",  "..", "\xff", "\"", "{a.b}", "yes"};
    for (unsigned i = chance() % 4 + 1; i > 0 && !text.empty(); --i) {
        std::size_t const at = chance() % text.size();
        if (chance() % 3 == 0)
            text.erase(at, chance() % 20);
        else
            text.insert(at, kInserts[chance() % std::size(kInserts)]);
    }
    return text;
}

}  // namespace

TEST_CASE("damaged policies, facts and clauses give faults and nothing worse") {
    std::string const policy_text = text_of("samples/rated-note/policy.yaml"), facts_text = text_of("samples/rated-note/facts.yaml");
    std::string const clause_text = text_of("layouts/clauses/us-finra/conflicts@1.yaml");
    std::mt19937 chance(20261126);
    std::size_t whole = 0;
    for (int i = 0; i < 400; ++i) {
        Sources sources;
        Diagnostics faults;
        auto const read = [&](std::string const& name, std::string const& text) { return data::parse_yaml(sources, sources.add(name, text), faults); };
        auto const policy_value = read("policy.yaml", i % 3 == 0 ? damaged(policy_text, chance) : policy_text);
        auto const facts_value = read("facts.yaml", i % 3 == 1 ? damaged(facts_text, chance) : facts_text);
        auto const clause_value = read("clause.yaml", i % 3 == 2 ? damaged(clause_text, chance) : clause_text);
        if (!policy_value || !facts_value || !clause_value) continue;
        auto const policy = read_policy(*policy_value, faults);
        doc::Article article;
        article.date = data::Date{2026, 11, 26};
        article.facts = doc::Facts::of(*facts_value, true, faults);
        auto clause = doc::read_clause(*clause_value, "en", faults);
        if (!policy || !clause) continue;
        fill_clause(*clause, article.facts, doc::Messages{{}, std::vector<std::string>(12), std::vector<std::string>(12)}, {}, faults);
        std::vector<doc::Clause> const clauses{*clause};
        std::vector<ClauseStanding> const standings{{}};
        std::vector<Rule const*> all;
        for (Rule const& rule : rules()) all.push_back(&rule);
        check_article({article, *policy, clauses, standings, *facts_value}, all, faults);
        ++whole;
    }
    CHECK(whole > 100);
}
