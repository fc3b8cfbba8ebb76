// The functions of the rules, by subject. Each takes what it looks at and reports for its rule.
#pragma once
#include "compliance/rules.h"

namespace offprint::compliance {

// People and times (people_rules.cpp).
void certification(ArticleView const& view, Check& check);
void analysts(ArticleView const& view, Check& check);
void times(ArticleView const& view, Check& check);
void approval(ArticleView const& view, Check& check);
void approved_content(PagesView const& view, Check& check);
void third_party(ArticleView const& view, Check& check);

// Ratings, prices and what they rest on (rating_rules.cpp).
void prices(ArticleView const& view, Check& check);
void valuation(ArticleView const& view, Check& check);
void rating_meaning(ArticleView const& view, Check& check);
void distribution(ArticleView const& view, Check& check);
void price_chart(ArticleView const& view, Check& check);
void history(ArticleView const& view, Check& check);

// Conflicts (conflict_rules.cpp).
inline constexpr std::string_view kConflictPaths[] = {
    "conflicts.analyst_holding", "conflicts.banking_pay",  "conflicts.offering",     "conflicts.banking_fees",   "conflicts.banking_expected",
    "conflicts.other_fees",      "conflicts.holding_1pct", "conflicts.net_position", "conflicts.issuer_holding", "conflicts.market_maker",
    "conflicts.agreement",       "conflicts.issuer_paid",  "conflicts.officer",      "conflicts.other"};
void conflicts(ArticleView const& view, Check& check);
void conflicts_date(ArticleView const& view, Check& check);
void issuer_review(ArticleView const& view, Check& check);

// What is said and where it goes (content_rules.cpp).
void label(ArticleView const& view, Check& check);
void label_on_first_page(PagesView const& view, Check& check);
void sources(ArticleView const& view, Check& check);
void marked_estimates(PagesView const& view, Check& check);
void promises(ArticleView const& view, Check& check);
void printed_promises(PagesView const& view, Check& check);
void first_page(PagesView const& view, Check& check);
void regions(ArticleView const& view, Check& check);
void clauses_in_force(ArticleView const& view, Check& check);

}  // namespace offprint::compliance
