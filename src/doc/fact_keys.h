// The keys of an article's `compliance`, and so of its facts file: what a policy's rules ask about. One table for reader, schema and reference.
#pragma once
#include "data/record.h"

namespace offprint::doc::fact_keys {

using data::Field;
using data::Kind;
using data::Required;

inline constexpr std::string_view kKinds[] = {"equity", "debt", "macro", "compendium", "marketing"};
inline constexpr std::string_view kAnswers[] = {"yes", "no"};
inline constexpr std::string_view kDirections[] = {"buy", "hold", "sell"};
inline constexpr std::string_view kLabels[] = {"independent", "marketing"};
inline constexpr std::string_view kEstimates[] = {"marked", "none"};
inline constexpr std::string_view kFrequencies[] = {"daily", "weekly", "monthly"};
inline constexpr std::string_view kBases[] = {"gross", "net"};
inline constexpr std::string_view kRoles[] = {"supervisory-analyst", "principal"};

inline constexpr Field kFirm[] = {
    {"name", Kind::Text, Required::Yes, "Who publishes."},
    {"place", Kind::Text, Required::No, "Where it is established."},
    {"regulator", Kind::Text, Required::No, "Who supervises it."},
    {"address", Kind::Text, Required::No, "Where to ask for more: a web or postal address."},
};
inline constexpr Field kAnalyst[] = {
    {"name", Kind::Text, Required::Yes, "As in `authors`."},
    {"title", Kind::Text, Required::No, "What the analyst is."},
    {"registration", Kind::Text, Required::No, "Under which registration."},
    {"firm", Kind::Text, Required::No, "Who employs the analyst."},
    {"regulator", Kind::Text, Required::No, "Who supervises that firm."},
    {"place", Kind::Text, Required::No, "Where the analyst works."},
    {"views_own", Kind::Choice, Required::No, "Whether the views are the analyst's own.", kAnswers},
    {"pay_tied", Kind::Choice, Required::No, "Whether pay was, is or will be tied to them.", kAnswers},
    {"pay_words", Kind::Text, Required::No, "How pay is tied, where it is."},
};
inline constexpr Field kConflict[] = {
    {"answer", Kind::Choice, Required::Yes, "yes or no.", kAnswers},
    {"words", Kind::Text, Required::No, "What there is to say; needed with yes."},
};
inline constexpr Field kConflicts[] = {
    {"as_of", Kind::Date, Required::No, "The day that the answers are true of."},
    {"analyst_holding", Kind::Record, Required::No, "The analyst or the household holds the issuer's securities.", {}, kConflict},
    {"banking_pay", Kind::Record, Required::No, "The analyst's pay depends on investment banking.", {}, kConflict},
    {"offering", Kind::Record, Required::No, "The firm managed or co-managed an offering in 12 months.", {}, kConflict},
    {"banking_fees", Kind::Record, Required::No, "The firm had fees for investment banking in 12 months.", {}, kConflict},
    {"banking_expected", Kind::Record, Required::No, "It expects or seeks such fees in the next 3 months.", {}, kConflict},
    {"other_fees", Kind::Record, Required::No, "It had other fees from the issuer, or the issuer was a client, in 12 months.", {}, kConflict},
    {"holding_1pct", Kind::Record, Required::No, "The firm beneficially owns 1% or more of a class of equity.", {}, kConflict},
    {"net_position", Kind::Record, Required::No, "It is net long or short more than 0.5% of the issued capital.", {}, kConflict},
    {"issuer_holding", Kind::Record, Required::No, "The issuer holds more than 5% of the firm.", {}, kConflict},
    {"market_maker", Kind::Record, Required::No, "The firm makes a market in, or provides liquidity for, the securities.", {}, kConflict},
    {"agreement", Kind::Record, Required::No, "There is an agreement with the issuer on services, or on this report.", {}, kConflict},
    {"issuer_paid", Kind::Record, Required::No, "The analyst was paid by the issuer.", {}, kConflict},
    {"officer", Kind::Record, Required::No, "The analyst or the household is an officer, a director or an adviser of the issuer.", {}, kConflict},
    {"other", Kind::Record, Required::No, "Any other conflict of interest.", {}, kConflict},
};
inline constexpr Field kRating[] = {
    {"value", Kind::Text, Required::Yes, "The word that is printed: Buy."},
    {"direction", Kind::Choice, Required::Yes, "What it amounts to.", kDirections},
    {"meaning", Kind::Text, Required::No, "What it means, a sentence."},
    {"benchmark", Kind::Text, Required::No, "Against what."},
    {"horizon", Kind::Text, Required::No, "For how long: 12 months."},
    {"since", Kind::Date, Required::No, "Since when the issuer has been rated."},
    {"change", Kind::Text, Required::No, "What changed since the recommendation before, where something did."},
};
inline constexpr Field kTarget[] = {
    {"value", Kind::Number, Required::Yes, "The price target."},
    {"currency", Kind::Text, Required::Yes, "ISO 4217 code."},
    {"horizon", Kind::Text, Required::No, "By when: 12 months."},
};
inline constexpr Field kValuation[] = {
    {"method", Kind::Text, Required::No, "How the value was found."},
    {"assumptions", Kind::Text, Required::No, "What it hangs on."},
    {"risks", Kind::Text, Required::No, "What may keep it from being reached."},
};
inline constexpr Field kPrice[] = {
    {"symbol", Kind::Text, Required::Yes, "Of what."},        {"value", Kind::Number, Required::Yes, "The price."},
    {"currency", Kind::Text, Required::No, "ISO 4217 code."}, {"venue", Kind::Text, Required::No, "Where it was made."},
    {"date", Kind::Date, Required::No, "On which day."},      {"time", Kind::Text, Required::No, "When: close, 16:00 New York."},
};
inline constexpr Field kShare[] = {
    {"share", Kind::Number, Required::Yes, "Percent of all that is covered."},
    {"banking", Kind::Number, Required::Yes, "Percent of those whose issuers were banking clients in 12 months."},
};
inline constexpr Field kDistribution[] = {
    {"as_of", Kind::Date, Required::No, "The end of a quarter."},
    {"buy", Kind::Record, Required::No, "Of the buys.", {}, kShare},
    {"hold", Kind::Record, Required::No, "Of the holds.", {}, kShare},
    {"sell", Kind::Record, Required::No, "Of the sells.", {}, kShare},
};
inline constexpr Field kRecommendation[] = {
    {"date", Kind::Date, Required::Yes, "When it was told."},
    {"rating", Kind::Text, Required::No, "The rating's word."},
    {"direction", Kind::Choice, Required::No, "What it amounts to.", kDirections},
    {"target", Kind::Text, Required::No, "The price target with its currency, or none."},
    {"price", Kind::Text, Required::No, "The price at that time, with its currency."},
    {"author", Kind::Text, Required::No, "By whom."},
};
inline constexpr Field kPriceChart[] = {
    {"exhibit", Kind::Text, Required::Yes, "The id of the chart in the article."},
    {"from", Kind::Date, Required::No, "Its first day."},
    {"to", Kind::Date, Required::No, "Its last day."},
    {"frequency", Kind::Choice, Required::No, "Of its closes.", kFrequencies},
    {"changes", Kind::Choice, Required::No, "Whether changes of rating and target are marked in it.", kAnswers},
};
inline constexpr Field kIssuerReview[] = {
    {"shown", Kind::Choice, Required::Yes, "Whether the issuer saw a draft.", kAnswers},
    {"changed", Kind::Choice, Required::No, "Whether it was changed after that.", kAnswers},
};
inline constexpr Field kPerformance[] = {
    {"from", Kind::Date, Required::No, "First day of the period."},
    {"to", Kind::Date, Required::No, "Its last day."},
    {"basis", Kind::Choice, Required::No, "Before or after costs.", kBases},
    {"currency", Kind::Text, Required::No, "ISO 4217 code."},
    {"hypothetical", Kind::Choice, Required::No, "Whether it is simulated or back-tested.", kAnswers},
};
inline constexpr Field kCompendium[] = {
    {"issuers", Kind::Integer, Required::Yes, "How many are discussed."},
    {"disclosures_at", Kind::Text, Required::No, "Where their disclosures are to be had."},
};
inline constexpr Field kThirdParty[] = {
    {"provider", Kind::Text, Required::No, "Who wrote it."},
    {"conflicts", Kind::Text, Required::No, "The provider's and the firm's conflicts."},
    {"altered", Kind::Choice, Required::No, "Whether the firm altered it.", kAnswers},
};
inline constexpr Field kApproval[] = {
    {"by", Kind::Text, Required::No, "Name or number of who approved it."},
    {"role", Kind::Choice, Required::No, "In which office.", kRoles},
    {"at", Kind::Text, Required::No, "When, with time and zone: 2026-11-25T18:40-05:00."},
    {"content", Kind::Text, Required::No, "The content hash that was approved, as the program tells it."},
};
inline constexpr Field kFacts[] = {
    {"facts", Kind::Path, Required::No, "A YAML file with more of these keys, kept beside the article or by another desk; the article's own come first."},
    {"regimes", Kind::TextList, Required::No, "Regimes of the policy that the article is held to, besides those that always apply."},
    {"kind", Kind::Choice, Required::No, "What it is.", kKinds},
    {"regions", Kind::TextList, Required::No, "Where it goes: us, eu, uk."},
    {"completed_at", Kind::Text, Required::No, "When it was finished, with time and zone: 2026-11-25T18:40-05:00."},
    {"disseminated_at", Kind::Text, Required::No, "When it is first sent out, with time and zone."},
    {"firm", Kind::Record, Required::No, "Who publishes.", {}, kFirm},
    {"analysts", Kind::RecordList, Required::No, "Who wrote it, each author once.", {}, kAnalyst},
    {"conflicts", Kind::Record, Required::No, "The grid of conflicts, answered in full.", {}, kConflicts},
    {"issuer_review", Kind::Record, Required::No, "Whether a draft went to the issuer.", {}, kIssuerReview},
    {"issuer_sponsored", Kind::Choice, Required::No, "Whether the issuer paid for the report.", kAnswers},
    {"label", Kind::Choice, Required::No, "Independent research, or a marketing communication.", kLabels},
    {"rating", Kind::Record, Required::No, "The recommendation.", {}, kRating},
    {"target", Kind::Record, Required::No, "The price target.", {}, kTarget},
    {"valuation", Kind::Record, Required::No, "What rating and target rest on.", {}, kValuation},
    {"prices", Kind::RecordList, Required::No, "Every price that is shown.", {}, kPrice},
    {"distribution", Kind::Record, Required::No, "How the firm's ratings are spread.", {}, kDistribution},
    {"initiation", Kind::Choice, Required::No, "Whether this is the first recommendation on the issuer in 12 months.", kAnswers},
    {"history", Kind::RecordList, Required::No, "Every recommendation on the issuer in 12 months before this one.", {}, kRecommendation},
    {"price_chart", Kind::Record, Required::No, "The chart of the price with ratings and targets.", {}, kPriceChart},
    {"estimates", Kind::Choice, Required::No, "Whether estimates are marked E, or there are none.", kEstimates},
    {"performance", Kind::Record, Required::No, "Past performance that is shown.", {}, kPerformance},
    {"compendium", Kind::Record, Required::No, "Of a report on many issuers.", {}, kCompendium},
    {"third_party", Kind::Record, Required::No, "Research of others that is passed on.", {}, kThirdParty},
    {"approval", Kind::Record, Required::No, "Who let it go out.", {}, kApproval},
};

}  // namespace offprint::doc::fact_keys
