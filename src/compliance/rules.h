// The rules of a policy: data and one function each. Regimes are lists of their codes. Two stages: what the article says, and what its finished pages show.
#pragma once
#include <set>

#include "compliance/policy.h"
#include "doc/article.h"
#include "draw/structure.h"

namespace offprint::compliance {

/// How a clause stands in the library on the day of dissemination.
struct ClauseStanding {
    Span asked_at;  // where the article names it; else its list of disclosures, or its first line
    bool in_force = true;
    std::string newest;  // a later version that is in force; empty: it is the newest
};

/// All that the rules of an article look at.
struct ArticleView {
    doc::Article const& article;
    Policy const& policy;
    std::vector<doc::Clause> const& clauses;
    std::vector<ClauseStanding> const& standings;  // of the clauses
    data::Value const& tree;                       // as its author wrote it
};

/// What the finished pages show, gathered while they are painted.
struct PagesView {
    doc::Article const& article;
    Policy const* policy = nullptr;
    std::vector<doc::Clause> const& clauses;
    std::vector<bool> const& label_on_first;  // by clause: whether its label can be read on page 1
    std::string const& first_page;            // the words that can be read there, without blanks
    std::set<std::size_t> disclosure_pages;   // indices
    std::set<std::string> pages_named;        // numbers that references on page 1 to the disclosures print
    std::vector<std::pair<std::string, Span>> unmarked_years;
    std::vector<std::pair<std::string, Span>> texts;  // paragraph by paragraph as printed, but for clauses; empty where nobody asked
    std::string content;                              // hash; empty where nobody asked
    Span disclosures;                                 // place to report at
};

struct Rule;

/// Reports for one rule.
class Check {
public:
    Check(Rule const& rule, doc::Article const& article, Diagnostics& diagnostics) : rule_(rule), article_(article), diagnostics_(diagnostics) {}
    doc::Facts const& facts() const { return article_.facts; }
    /// At a fact, or at the map in which it is missing.
    void fault(std::string_view path, std::string message, std::string hint = {}) { fault(span(path), std::move(message), std::move(hint)); }
    void fault(Span place, std::string message, std::string hint = {});
    /// Reports a fact that is missing; true if it is there.
    bool need(std::string_view path, std::string_view what);
    /// The same of an item of a list.
    bool need(doc::Facts const& item, std::string_view key, std::string_view what);
    Span span(std::string_view path) const { return facts() ? facts().span(path) : article_.span; }
    /// The day of dissemination, as the facts say it, else the article's date.
    std::optional<data::Date> day() const;

private:
    Rule const& rule_;
    doc::Article const& article_;
    Diagnostics& diagnostics_;
};

struct Rule {
    std::string_view code, title, basis;
    std::string_view when;                       // a condition on facts (clause_text.h); empty: always
    bool needs_clause = false;                   // some clause must serve it
    std::span<std::string_view const> prints{};  // facts that clauses which serve it must print, where they are true
    void (*article)(ArticleView const&, Check&) = nullptr;
    void (*pages)(PagesView const&, Check&) = nullptr;
};

/// All rules, by code.
std::span<Rule const> rules();
Rule const* find_rule(std::string_view code);

}  // namespace offprint::compliance
