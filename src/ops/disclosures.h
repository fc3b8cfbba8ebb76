// What policy and law want an article to say: the policy read, facts laid in, clauses found and filled, the rules run, and the notice of page 1.
#pragma once
#include "compliance/check.h"
#include "ops/pipeline.h"
#include "ops/workspace.h"
#include "ops/yaml_files.h"

namespace offprint::ops {

/// What is known of an article's disclosures once it is read.
struct Disclosures {
    std::optional<compliance::Policy> policy;
    std::vector<compliance::ClauseStanding> standings;  // of the clauses
    std::vector<compliance::Rule const*> active;
    std::vector<compliance::Allowance> allowed;
    std::string approver;
    std::string place;     // the name by which links lead to them
    bool stamped = false;  // the pages say DRAFT
    Diagnostics unfilled;  // what clauses have nothing to print for, until the rules have told what is missing

    /// Faults of rules as they count: those set aside are warnings.
    Diagnostics counted(Diagnostics const& faults) const { return compliance::with_allowances(faults, allowed, approver); }
};

/// Lays the article's facts file below its own `compliance`.
void merge_facts(data::Value& article, Workspace const& workspace, YamlFiles& files, Diagnostics& diagnostics);

/// Reads the workspace's policy and what the command line asks to set aside.
Disclosures open_policy(RenderRequest const& request, Workspace const& workspace, YamlFiles& files, Diagnostics& diagnostics);

/// The clauses that an article names, and those that its policy brings along: in force on the day of dissemination, filled in.
std::vector<doc::Clause> load_clauses(doc::Article const& article, doc::Theme const& theme, LayoutFinder const& layouts, doc::Messages const& messages,
                                      Disclosures& disclosures, YamlFiles& files, Diagnostics& diagnostics);

/// Holds the article against its policy, and puts the notice on page 1 where a rule wants one: labels, and the page of the disclosures.
void apply_policy(doc::Article& article, data::Value const& tree, std::vector<doc::Clause> const& clauses, std::span<doc::BlockReader const> readers,
                  doc::Messages const& messages, Disclosures& disclosures, Diagnostics& diagnostics);

}  // namespace offprint::ops
