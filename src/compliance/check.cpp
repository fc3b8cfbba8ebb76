#include "compliance/check.h"

#include <algorithm>

#include "compliance/clause_text.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

/// The regimes of an article: the policy's for all first. Unknown ones are left out, and told where somebody listens.
std::vector<Regime const*> regimes_of(doc::Article const& article, Policy const& policy, Diagnostics* diagnostics) {
    std::vector<Regime const*> out;
    std::vector<SourcedText> names = policy.always;
    for (SourcedText const& name : article.facts.texts("regimes")) names.push_back(name);
    for (SourcedText const& name : names) {
        Regime const* const regime = policy.regime(name.text);
        if (regime == nullptr) {
            if (diagnostics != nullptr) diagnostics->error("E901", name.span(), fmt::format("the policy has no regime '{}'", name.text.substr(0, 40)));
        } else if (std::find(out.begin(), out.end(), regime) == out.end()) {
            out.push_back(regime);
        }
    }
    return out;
}

bool applies(Rule const& rule, doc::Facts const& facts) { return rule.when.empty() || holds(rule.when, facts).value_or(true); }

/// What a rule wants printed is printed by clauses that serve it.
void check_clauses(Rule const& rule, ArticleView const& view, Check& check) {
    std::vector<doc::Clause const*> serving;
    for (doc::Clause const& clause : view.clauses)
        if (std::find(clause.rules.begin(), clause.rules.end(), rule.code) != clause.rules.end()) serving.push_back(&clause);
    if (serving.empty() && rule.needs_clause)
        return check.fault(view.article.disclosures_span, "no clause of the article serves the rule", "name one in 'disclosures', or in the policy's regime");
    for (std::string_view const path : rule.prints) {
        if (!holds(path, check.facts()).value_or(false)) continue;
        bool const printed = std::any_of(serving.begin(), serving.end(), [&](doc::Clause const* clause) {
            return std::find(clause->printed.begin(), clause->printed.end(), path) != clause->printed.end();
        });
        if (!printed)
            check.fault(path, fmt::format("no clause prints '{}'", path), fmt::format("a clause that serves {} with {{{}}} in its text", rule.code, path));
    }
}

}  // namespace

std::vector<Rule const*> rules_for(doc::Article const& article, Policy const& policy, Diagnostics& diagnostics) {
    std::vector<Regime const*> const regimes = regimes_of(article, policy, &diagnostics);
    std::vector<Rule const*> out;
    for (Rule const& rule : rules()) {
        bool const wanted = std::any_of(regimes.begin(), regimes.end(), [&](Regime const* regime) {
            return std::any_of(regime->rules.begin(), regime->rules.end(), [&](SourcedText const& code) { return code.text == rule.code; });
        });
        if (wanted) out.push_back(&rule);
    }
    return out;
}

std::vector<SourcedText> clauses_for(doc::Article const& article, Policy const& policy) {
    std::vector<SourcedText> out;
    auto const add = [&](std::vector<SourcedText> const& ids) {
        for (SourcedText const& id : ids)
            if (std::none_of(out.begin(), out.end(), [&](SourcedText const& other) { return other.text == id.text; })) out.push_back(id);
    };
    for (Regime const* regime : regimes_of(article, policy, nullptr)) add(regime->clauses);
    for (SourcedText const& name : article.facts.texts("regions"))
        if (Regime const* region = policy.region(name.text)) add(region->clauses);
    return out;
}

void check_article(ArticleView const& view, std::span<Rule const* const> active, Diagnostics& diagnostics) {
    if (active.empty()) return;
    if (!view.article.facts) {
        diagnostics.error("E907", view.article.span, "the policy asks for facts, and the article has no 'compliance'",
                          "add 'compliance: {kind: equity, facts: facts.yaml, …}'");
        return;
    }
    if (!view.article.facts.valid()) return;
    if (!view.article.facts.has("kind")) {
        diagnostics.error("E907", view.article.facts.span(), "'compliance' does not say what 'kind' of report it is", "kind: equity");
        return;
    }
    for (Rule const* rule : active) {
        if (!applies(*rule, view.article.facts)) continue;
        Check check(*rule, view.article, diagnostics);
        if (rule->article != nullptr) rule->article(view, check);
        check_clauses(*rule, view, check);
    }
}

void check_pages(PagesView const& view, std::span<Rule const* const> active, Diagnostics& diagnostics) {
    for (Rule const* rule : active) {
        if (rule->pages == nullptr || !applies(*rule, view.article.facts)) continue;
        Check check(*rule, view.article, diagnostics);
        rule->pages(view, check);
    }
}

FirstPageWants first_page_wants(std::span<Rule const* const> active) {
    FirstPageWants out;
    for (Rule const* rule : active) {
        out.labels = out.labels || rule->code == "K133";
        out.page_of_disclosures = out.page_of_disclosures || rule->code == "K150";
    }
    return out;
}

bool tells_promises(Diagnostics const& diagnostics) {
    return std::any_of(diagnostics.items().begin(), diagnostics.items().end(), [](Diagnostic const& told) { return told.code == "K141"; });
}

std::vector<Allowance> permitted(std::vector<Allowance> const& asked, std::string const& approver, Policy const* policy, Diagnostics& diagnostics) {
    std::vector<Allowance> out;
    if (asked.empty() != approver.empty()) {
        diagnostics.error("E905", {}, asked.empty() ? "--approver stands without --allow" : "--allow stands without --approver",
                          "--allow K120=\"the reason\" --approver NAME");
        return out;
    }
    for (Allowance const& one : asked) {
        bool const listed =
            policy != nullptr && std::any_of(policy->overrides.begin(), policy->overrides.end(), [&](Override const& o) { return o.rule == one.rule; });
        if (find_rule(one.rule) == nullptr)
            diagnostics.error("E906", {}, fmt::format("--allow: no rule '{}'", one.rule));
        else if (one.reason.find_first_not_of(' ') == std::string::npos)
            diagnostics.error("E905", {}, fmt::format("--allow {} gives no reason", one.rule), "--allow K120=\"the reason\"");
        else if (!listed)
            diagnostics.error("E906", {}, fmt::format("the policy does not let {} be set aside", one.rule), "rules that may be are the policy's 'overrides'");
        else
            out.push_back(one);
    }
    return out;
}

Diagnostics with_allowances(Diagnostics const& faults, std::span<Allowance const> allowed, std::string const& approver) {
    Diagnostics out;
    for (Diagnostic fault : faults.items()) {
        auto const by = std::find_if(allowed.begin(), allowed.end(), [&](Allowance const& one) { return one.rule == fault.code; });
        if (by != allowed.end()) {
            fault.severity = Severity::Warning;
            fault.hints = {fmt::format("set aside by {}: {}", approver, by->reason)};
        }
        out.add(std::move(fault));
    }
    return out;
}

bool needs_stamp(std::span<Allowance const> allowed, Policy const* policy) {
    return std::any_of(allowed.begin(), allowed.end(), [&](Allowance const& one) {
        return policy == nullptr ||
               std::none_of(policy->overrides.begin(), policy->overrides.end(), [&](Override const& o) { return o.rule == one.rule && o.release; });
    });
}

}  // namespace offprint::compliance
