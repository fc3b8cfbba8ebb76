// A policy, the facts of an article and a clause, all from the same bytes: read, filled, checked.
#include <cstddef>
#include <cstdint>
#include <string>

#include "compliance/check.h"
#include "compliance/clause_text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace offprint;
    Sources sources;
    Diagnostics faults;
    std::string const text(data, data + size);
    doc::parse_moment(text);
    auto const value = data::parse_yaml(sources, sources.add("policy.yaml", text), faults);
    if (!value) return 0;
    doc::Article article;
    article.facts = doc::Facts::of(*value, true, faults);
    compliance::holds(text, article.facts);
    if (auto clause = doc::read_clause(*value, "en", faults))
        compliance::fill_clause(*clause, article.facts, doc::Messages{{}, std::vector<std::string>(12), std::vector<std::string>(12)}, {}, faults);
    if (auto const policy = compliance::read_policy(*value, faults)) {
        std::vector<doc::Clause> const clauses;
        std::vector<compliance::ClauseStanding> const standings;
        compliance::check_article({article, *policy, clauses, standings, *value}, compliance::rules_for(article, *policy, faults), faults);
    }
    return 0;
}
