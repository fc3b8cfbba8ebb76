#include "compliance/rules.h"

#include <algorithm>

#include "compliance/rule_functions.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

constexpr std::string_view kResearch = "not kind=marketing", kIssuer = "kind=equity|debt";
constexpr std::string_view kAnalysts[] = {"analysts"};
constexpr std::string_view kCertified[] = {"analysts.name", "analysts.pay_words"};
constexpr std::string_view kTimes[] = {"completed_at", "disseminated_at"};
constexpr std::string_view kPrices[] = {"prices", "target.horizon"};
constexpr std::string_view kValuation[] = {"valuation.method", "valuation.assumptions", "valuation.risks"};
constexpr std::string_view kMeaning[] = {"rating.meaning", "rating.benchmark", "rating.horizon"};
constexpr std::string_view kDistribution[] = {"distribution.as_of",        "distribution.buy.share",  "distribution.buy.banking", "distribution.hold.share",
                                              "distribution.hold.banking", "distribution.sell.share", "distribution.sell.banking"};
constexpr std::string_view kHistory[] = {"history", "rating.change"};
constexpr std::string_view kAsOf[] = {"conflicts.as_of"};
constexpr std::string_view kPerformance[] = {"performance.from", "performance.to", "performance.basis", "performance.currency"};
constexpr std::string_view kThirdParty[] = {"third_party.provider", "third_party.conflicts"};

// Pointers for the firm's counsel, not advice.
constexpr Rule kRules[] = {
    {"K101", "each named analyst certifies the views, and that pay is not tied to them or how it is", "Reg AC 501", kResearch, true, kCertified, certification},
    {"K102", "name, title, registration, firm, regulator and place of each analyst", "2016/958 art. 2; FINRA 2210", kResearch, true, kAnalysts, analysts},
    {"K103", "date and time of completion and of first dissemination", "2016/958 art. 3, 7", kResearch, true, kTimes, times},
    {"K110",
     "every price with date, time, venue and currency, and no older than the policy allows; a target with its horizon",
     "2016/958 art. 4(1)(g); FINRA 2210(d)(7)",
     {},
     false,
     kPrices,
     prices},
    {"K111", "method, assumptions and risks of a rating or target", "FINRA 2241(c)(1)(B); 2016/958 art. 4", {}, false, kValuation, valuation},
    {"K120",
     "what a rating means, against what and for how long, and that it is called by a word of its sense",
     "FINRA 2241(c)(2)",
     {},
     false,
     kMeaning,
     rating_meaning},
    {"K121", "how ratings are spread, and how those of banking clients are, as of a quarter that is not stale", "FINRA 2241(c)(2)(A)-(C); 2016/958 art. 6(3)",
     "rating", true, kDistribution, distribution},
    {"K122",
     "a chart of daily closes with changes of rating and target, where the issuer was rated for a year",
     "FINRA 2241(c)(3)",
     "rating",
     false,
     {},
     price_chart},
    {"K123", "all recommendations on the issuer in 12 months, and what changed since the last", "2016/958 art. 4(1)(h), (i)", "rating", true, kHistory,
     history},
    {"K130", "the grid of conflicts answered in full, and each that there is put in words", "FINRA 2241(c)(4); 2016/958 art. 5, 6", kIssuer, true,
     kConflictPaths, conflicts},
    {"K131", "conflicts as of a month's end that is not stale", "FINRA 2241(c)(4)", kIssuer, false, kAsOf, conflicts_date},
    {"K132", "whether a draft was shown to the issuer, and changed", "2016/958 art. 4(1)(a)", kIssuer, true, {}, issuer_review},
    {"K133",
     "the label of independent research, of a marketing communication, of research that the issuer paid for; on page 1",
     "2017/565 art. 36(2); MiFID II as amended in 2024",
     {},
     true,
     {},
     label,
     label_on_first_page},
    {"K140", "a source for every table, chart and figure; estimates marked E", "FINRA 2210(b)(4); 2016/958 art. 3", {}, false, {}, sources, marked_estimates},
    {"K141",
     "past performance with period, basis and currency; what is hypothetical said to be so; no words that promise",
     "FINRA 2210(d)(1); 2017/565 art. 44",
     {},
     false,
     kPerformance,
     promises,
     printed_promises},
    {"K150", "disclosures on page 1, or page 1 says on which page", "FINRA 2241(c)(6), (7)", {}, false, {}, nullptr, first_page},
    {"K151", "disclosures whole and legible on the pages, in the structure tree, not hidden", "FINRA 2241: clear, comprehensive and prominent", {}},
    {"K152", "the words of each region that it goes to; none that is restricted", "house", {}, false, {}, regions},
    {"K160", "approval by a supervisory analyst or principal, bound to the content", "FINRA 2210(b)(1), 2241", {}, false, {}, approval, approved_content},
    {"K161", "clauses in force, the newest version, nothing left to fill in", "house", {}, false, {}, clauses_in_force},
    {"K170", "third-party research: provider, conflicts, unaltered", "FINRA 2241(h); 2016/958 art. 8-10", "third_party", true, kThirdParty, third_party},
};

}  // namespace

std::span<Rule const> rules() { return kRules; }

Rule const* find_rule(std::string_view code) {
    auto const it = std::find_if(std::begin(kRules), std::end(kRules), [&](Rule const& rule) { return rule.code == code; });
    return it == std::end(kRules) ? nullptr : it;
}

void Check::fault(Span place, std::string message, std::string hint) {
    diagnostics_.error(std::string(rule_.code), place, std::move(message), std::move(hint));
}

bool Check::need(std::string_view path, std::string_view what) {
    if (facts().text(path)) return true;
    fault(path, fmt::format("'{}' is missing: {}", path, what), "add it to 'compliance', or to its facts file");
    return false;
}

bool Check::need(doc::Facts const& item, std::string_view key, std::string_view what) {
    if (item.text(key)) return true;
    fault(item.span(key), fmt::format("'{}' is missing: {}", key, what), "add it to 'compliance', or to its facts file");
    return false;
}

std::optional<data::Date> Check::day() const {
    if (auto const moment = facts().moment("disseminated_at")) return moment->date;
    return article_.date;
}

}  // namespace offprint::compliance
