// The grid of conflicts, its date, and the issuer's look at a draft.
#include "compliance/calendar.h"
#include "compliance/rule_functions.h"
#include "fmt/format.h"

namespace offprint::compliance {

void conflicts(ArticleView const&, Check& check) {
    for (std::string_view const path : kConflictPaths) {
        auto const answer = check.facts().answer(std::string(path) + ".answer");
        if (!answer)
            check.fault("conflicts", fmt::format("'{}' is not answered", path), fmt::format("{}: {{answer: no}}", path.substr(path.find('.') + 1)));
        else if (*answer && !check.facts().has(std::string(path) + ".words"))
            check.fault(path, fmt::format("'{}' is answered yes and not put in words", path), "add 'words'");
    }
}

void conflicts_date(ArticleView const& view, Check& check) {
    if (!check.need("conflicts.as_of", "the day of the conflicts")) return;
    auto const as_of = check.facts().date("conflicts.as_of"), day = check.day();
    if (!as_of || !day) return;
    data::Date least = period_end_before(*day, 1);
    if (days_between(least, *day) <= view.policy.limits.month_end_days) least = period_end_before(least, 1);
    if (*as_of < least)
        check.fault("conflicts.as_of", fmt::format("conflicts as of {} are stale on {}", as_of->iso(), day->iso()), fmt::format("{} or later", least.iso()));
    else if (*as_of > *day)
        check.fault("conflicts.as_of", "conflicts as of a day after dissemination");
}

void issuer_review(ArticleView const&, Check& check) {
    if (check.need("issuer_review.shown", "whether the issuer saw a draft") && check.facts().answer("issuer_review.shown").value_or(false))
        check.need("issuer_review.changed", "whether the draft was changed after that");
}

}  // namespace offprint::compliance
