// The house's policy: which rules an article must keep, under which regime, with which limits. Counsel reads and writes it.
#pragma once
#include <map>

#include "data/record.h"
#include "doc/facts.h"

namespace offprint::compliance {

/// A regime: the rules that it consists of, and the clauses that serve them.
struct Regime {
    std::string name;
    std::vector<SourcedText> rules, clauses;
};

/// The limits of the rules.
struct Limits {
    std::int64_t price_days = 5;          // how old a price may be
    std::int64_t month_end_days = 10;     // so long after a month's end the one before will do (K131)
    std::int64_t quarter_end_days = 15;   // the same of quarters (K121, K122)
    std::int64_t compendium_issuers = 6;  // from so many on a compendium may say where its disclosures are
    double least_type = 7;                // points
    double least_contrast = 4.5;
};

/// A rule that may be set aside, and whether the report may then go out without a stamp.
struct Override {
    std::string rule;
    bool release = false;
};

struct Policy {
    std::string about;
    std::vector<SourcedText> always;  // regimes of every article
    std::vector<Regime> regimes, regions;
    std::vector<std::string> restricted;  // regions where nothing goes
    Limits limits;
    std::map<std::string, std::vector<std::string>> rating_words;  // by direction: what it may be called
    std::vector<std::string> promissory;                           // words that promise
    std::vector<Override> overrides;
    Span span;

    Regime const* regime(std::string_view name) const;
    Regime const* region(std::string_view name) const;
};

/// Reads a policy file. Gives nothing where it is not in order, which is told: a policy that is half understood is none.
std::optional<Policy> read_policy(data::Value const& root, Diagnostics& diagnostics);
std::span<data::Field const> policy_fields();

}  // namespace offprint::compliance
