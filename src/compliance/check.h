// An article held against its policy, before type is set.
#pragma once
#include "compliance/rules.h"

namespace offprint::compliance {

/// The rules that an article must keep: of its own regimes and those that the policy puts on all. What the policy does not know is told (E901).
std::vector<Rule const*> rules_for(doc::Article const& article, Policy const& policy, Diagnostics& diagnostics);
/// The clauses that those regimes and the article's regions bring along, each once.
std::vector<SourcedText> clauses_for(doc::Article const& article, Policy const& policy);
/// Runs the rules' first stage.
void check_article(ArticleView const& view, std::span<Rule const* const> active, Diagnostics& diagnostics);
/// Runs their second stage.
void check_pages(PagesView const& view, std::span<Rule const* const> active, Diagnostics& diagnostics);

/// What rules want said on page 1, so that the program can say it by itself.
struct FirstPageWants {
    bool labels = false, page_of_disclosures = false;
};
FirstPageWants first_page_wants(std::span<Rule const* const> active);

/// Whether promises in the article's own words have been told (K141): then the pages are not asked for them again.
bool tells_promises(Diagnostics const& diagnostics);

/// A rule set aside on the command line.
struct Allowance {
    std::string rule, reason;
};
/// Of what was asked for, what the policy allows; the rest is told (E905, E906).
std::vector<Allowance> permitted(std::vector<Allowance> const& asked, std::string const& approver, Policy const* policy, Diagnostics& diagnostics);
/// Faults of rules that are set aside become warnings that say by whom and why.
Diagnostics with_allowances(Diagnostics const& faults, std::span<Allowance const> allowed, std::string const& approver);
/// Whether the pages of such a report must say DRAFT.
bool needs_stamp(std::span<Allowance const> allowed, Policy const* policy);

}  // namespace offprint::compliance
