// What a rating, a target and a price must come with.
#include <algorithm>

#include "compliance/calendar.h"
#include "compliance/rule_functions.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

using doc::Facts;

bool is_rated(ArticleView const& view, Check& check) { return !view.article.rating.empty() || check.facts().has("rating"); }

bool same_words(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// The earliest end of a quarter that will do on a day.
data::Date least_quarter(data::Date day, Limits const& limits) {
    data::Date const last = period_end_before(day, 3);
    return days_between(last, day) <= limits.quarter_end_days ? period_end_before(last, 3) : last;
}

bool same_number(std::optional<data::Decimal> a, std::optional<data::Decimal> b) { return a && b && data::compare(*a, *b) == 0; }

}  // namespace

void prices(ArticleView const& view, Check& check) {
    std::vector<Facts> const all = check.facts().list("prices");
    if (auto const& instrument = view.article.instrument; instrument && instrument->price) {
        bool const told = std::any_of(all.begin(), all.end(), [&](Facts const& price) {
            return price.string("symbol") == instrument->symbol && same_number(price.number("value"), instrument->price);
        });
        if (!told)
            check.fault(instrument->span, fmt::format("'prices' does not have the price of '{}' that is shown", instrument->symbol), "add it to 'prices'");
    }
    auto const day = check.day();
    for (Facts const& price : all) {
        check.need(price, "currency", "a price's currency");
        check.need(price, "venue", "a price's venue");
        check.need(price, "time", "a price's time");
        auto const made = check.need(price, "date", "a price's date") ? price.date("date") : std::nullopt;
        if (!made || !day) continue;
        std::int64_t const age = days_between(*made, *day);
        if (age < 0) check.fault(price.span("date"), "a price of a day after dissemination");
        if (age > view.policy.limits.price_days)
            check.fault(price.span("date"), fmt::format("a price is {} days old; {} are allowed", age, view.policy.limits.price_days));
    }
    if (check.facts().has("target")) check.need("target.horizon", "the target's horizon");
}

void valuation(ArticleView const& view, Check& check) {
    if (!is_rated(view, check) && !check.facts().has("target")) return;
    check.need("valuation.method", "the method of valuation");
    check.need("valuation.assumptions", "what the valuation hangs on");
    check.need("valuation.risks", "the risks to rating and target");
}

void rating_meaning(ArticleView const& view, Check& check) {
    if (!is_rated(view, check)) return;
    if (!check.facts().has("rating"))
        return check.fault(view.article.rating.span(), "a rating is shown, and 'rating' does not say what it means", "add it to 'compliance'");
    check.need("rating.meaning", "what the rating means");
    check.need("rating.benchmark", "what the rating is held against");
    check.need("rating.horizon", "the rating's horizon");
    std::string const word = check.facts().string("rating.value"), direction = check.facts().string("rating.direction");
    if (!view.article.rating.empty() && !same_words(word, view.article.rating.text))
        check.fault("rating.value", fmt::format("the rating shown is '{}'", view.article.rating.text));
    auto const allowed = view.policy.rating_words.find(direction);
    if (allowed == view.policy.rating_words.end() || allowed->second.empty()) return;
    auto const& words = allowed->second;
    if (std::none_of(words.begin(), words.end(), [&](std::string const& w) { return same_words(w, word); }))
        check.fault("rating.value", fmt::format("a {} may not be called '{}'", direction, word), fmt::format("the policy's words: {}", fmt::join(words, ", ")));
}

void distribution(ArticleView const& view, Check& check) {
    double sum = 0;
    bool whole = true;
    for (std::string_view const direction : {"buy", "hold", "sell"}) {
        for (std::string_view const key : {"share", "banking"}) {
            std::string const path = fmt::format("distribution.{}.{}", direction, key);
            if (!check.need(path, key == "share" ? "a rating's share of the coverage" : "a rating's share of banking clients")) {
                whole = false;
                continue;
            }
            double const percent = check.facts().number(path).value_or(data::Decimal{}).to_double();
            if (percent < 0 || percent > 100) check.fault(path, "percent lie between 0 and 100");
            if (key == "share") sum += percent;
        }
    }
    if (whole && (sum < 99 || sum > 101)) check.fault("distribution", fmt::format("the shares come to {}%", sum));
    if (!check.need("distribution.as_of", "the day of the distribution")) return;
    auto const as_of = check.facts().date("distribution.as_of"), day = check.day();
    if (!as_of || !day) return;
    data::Date const least = least_quarter(*day, view.policy.limits);
    if (*as_of < least)
        check.fault("distribution.as_of", fmt::format("ratings as of {} are stale on {}", as_of->iso(), day->iso()), fmt::format("{} or later", least.iso()));
    if (*as_of > *day) check.fault("distribution.as_of", "ratings as of a day after dissemination");
}

void price_chart(ArticleView const& view, Check& check) {
    Facts const& facts = check.facts();
    auto const day = check.day();
    if (facts.string("kind") != "equity" || !check.need("rating.since", "since when the issuer is rated") || !day) return;
    auto const since = facts.date("rating.since");
    if (!since || *since > months_before(*day, 12)) return;
    if (!facts.has("price_chart"))
        return check.fault("rating.since", "rated for a year, and no 'price_chart' is named", "add the chart, and name it by its id");
    std::string const id = facts.string("price_chart.exhibit");
    auto const& marks = view.article.landmarks;
    if (std::none_of(marks.begin(), marks.end(), [&](doc::LandmarkPtr const& m) { return m->id.text == id && m->name.kind == doc::BlockName::Kind::Figure; }))
        check.fault("price_chart.exhibit", fmt::format("no chart has the id '{}'", id));
    if (facts.string("price_chart.frequency") != "daily") check.fault("price_chart.frequency", "the chart must show daily closes", "frequency: daily");
    if (!facts.answer("price_chart.changes").value_or(false))
        check.fault("price_chart.changes", "the chart must mark changes of rating and target", "changes: yes");
    data::Date const begin = std::max(*since, months_before(*day, 36)), end = least_quarter(*day, view.policy.limits);
    auto const from = facts.date("price_chart.from"), to = facts.date("price_chart.to");
    if (!from || *from > begin)
        check.fault("price_chart.from", fmt::format("the chart must begin on {}", begin.iso()), "three years back, or where coverage began");
    if (!to || *to < end) check.fault("price_chart.to", fmt::format("the chart must reach {}", end.iso()), "the end of the last quarter");
}

void history(ArticleView const&, Check& check) {
    Facts const& facts = check.facts();
    std::vector<Facts> const all = facts.list("history");
    auto const day = check.day();
    bool const initiation = facts.answer("initiation").value_or(false);
    if (all.empty() && !initiation)
        return check.fault("history", "'history' is missing: the recommendations of 12 months", "list them, or say 'initiation: yes'");
    if (!all.empty() && initiation) check.fault("initiation", "a first recommendation has no 'history'");
    Facts const* latest = nullptr;
    for (Facts const& one : all) {
        check.need(one, "rating", "a recommendation's rating");
        check.need(one, "direction", "a recommendation's direction");
        check.need(one, "target", "a recommendation's target, or none");
        check.need(one, "price", "the price at that time");
        check.need(one, "author", "a recommendation's author");
        auto const when = one.date("date");
        if (when && day && *when > *day) check.fault(one.span("date"), "a recommendation of a day after dissemination");
        if (when && (latest == nullptr || *when > latest->date("date").value_or(data::Date{}))) latest = &one;
    }
    if (latest == nullptr) return;
    std::string const target = facts.string("target.value"), before = latest->string("target");
    bool const same_target = target.empty() || before.empty() || before.find(target) != before.npos;
    if (!same_words(latest->string("rating"), facts.string("rating.value")) || !same_target)
        check.need("rating.change", fmt::format("what changed since {}", latest->string("date")));
}

}  // namespace offprint::compliance
