// Who wrote it, when, and who let it go out.
#include <algorithm>

#include "compliance/rule_functions.h"
#include "fmt/format.h"

namespace offprint::compliance {

using doc::Facts;

void certification(ArticleView const& view, Check& check) {
    std::vector<Facts> const all = check.facts().list("analysts");
    for (std::string const& author : view.article.authors) {
        if (std::none_of(all.begin(), all.end(), [&](Facts const& a) { return a.string("name") == author; }))
            check.fault("analysts", fmt::format("nobody certifies the views of the author '{}'", author), "add the author to 'analysts'");
    }
    if (all.empty() && view.article.authors.empty()) check.fault("analysts", "no analyst certifies the views", "name 'authors', and add them to 'analysts'");
    for (Facts const& analyst : all) {
        if (!analyst.answer("views_own").value_or(false))
            check.fault(analyst.span("views_own"), fmt::format("'{}' does not certify that the views are the analyst's own", analyst.string("name")),
                        "views_own: yes");
        auto const tied = analyst.answer("pay_tied");
        if (!tied)
            check.fault(analyst.span("pay_tied"), fmt::format("'{}' does not say whether pay is tied to the views", analyst.string("name")), "pay_tied: no");
        if (tied.value_or(false)) check.need(analyst, "pay_words", "how pay is tied");
    }
}

void analysts(ArticleView const&, Check& check) {
    std::vector<Facts> const all = check.facts().list("analysts");
    if (all.empty()) check.fault("analysts", "'analysts' is missing: who wrote it", "add them to 'compliance', or to its facts file");
    constexpr std::pair<std::string_view, std::string_view> kNeeded[] = {{"title", "an analyst's title"},
                                                                         {"registration", "an analyst's registration"},
                                                                         {"firm", "an analyst's firm"},
                                                                         {"regulator", "that firm's regulator"},
                                                                         {"place", "where an analyst works"}};
    for (Facts const& analyst : all)
        for (auto const& [key, what] : kNeeded) check.need(analyst, key, what);
}

void times(ArticleView const& view, Check& check) {
    bool const completed = check.need("completed_at", "the time of completion"), sent = check.need("disseminated_at", "the time of dissemination");
    auto const from = check.facts().moment("completed_at"), to = check.facts().moment("disseminated_at");
    if (completed && sent && from && to && to->instant() < from->instant()) check.fault("disseminated_at", "it is sent out before it is completed");
    if (to && view.article.date && *view.article.date != to->date)
        check.fault(view.article.date_span, fmt::format("the date printed is not the day of dissemination, {}", to->date.iso()), "they must be the same");
}

void approval(ArticleView const&, Check& check) {
    check.need("approval.by", "who approved it");
    check.need("approval.role", "the approver's office");
    check.need("approval.at", "the time of approval");
    auto const at = check.facts().moment("approval.at"), completed = check.facts().moment("completed_at"), sent = check.facts().moment("disseminated_at");
    if (at && completed && at->instant() < completed->instant()) check.fault("approval.at", "it is approved before it is completed");
    if (at && sent && at->instant() > sent->instant()) check.fault("approval.at", "it is approved after it was sent out");
}

void approved_content(PagesView const& view, Check& check) {
    std::string const approved = check.facts().string("approval.content");
    if (approved == view.content) return;
    check.fault("approval.content", approved.empty() ? "the approval names no content" : "the approval is of another content: what changed since voids it",
                fmt::format("the content now: {}", view.content));
}

void third_party(ArticleView const&, Check& check) {
    check.need("third_party.provider", "who wrote it");
    check.need("third_party.conflicts", "the provider's conflicts");
    if (check.need("third_party.altered", "whether it was altered") && check.facts().answer("third_party.altered").value_or(true))
        check.fault("third_party.altered", "research of others is passed on unaltered");
}

}  // namespace offprint::compliance
