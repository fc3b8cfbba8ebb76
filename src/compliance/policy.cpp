#include "compliance/policy.h"

#include <algorithm>

#include "compliance/rules.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

using data::Field;
using data::Kind;
using data::Record;
using data::Required;

constexpr std::string_view kFormats[] = {"1"};
constexpr Field kRegimeFields[] = {
    {"regime", Kind::Text, Required::Yes, "Its name, as articles and `always` say it."},
    {"rules", Kind::TextList, Required::Yes, "The rules that it consists of."},
    {"clauses", Kind::TextList, Required::No, "The clauses that serve them."},
};
constexpr Field kRegionFields[] = {
    {"region", Kind::Text, Required::Yes, "Its name, as articles say it."},
    {"clauses", Kind::TextList, Required::Yes, "The clauses for readers there."},
};
constexpr Field kLimitFields[] = {
    {"price_days", Kind::Integer, Required::No, "Days that a price may be old (K110)."},
    {"month_end_days", Kind::Integer, Required::No, "Days after a month's end in which conflicts of the month before will do (K131)."},
    {"quarter_end_days", Kind::Integer, Required::No, "The same of quarters, for ratings and price charts (K121, K122)."},
    {"compendium_issuers", Kind::Integer, Required::No, "From so many issuers on a compendium may say where its disclosures are (K150)."},
    {"least_type", Kind::Number, Required::No, "Points; 7 or more (K151)."},
    {"least_contrast", Kind::Number, Required::No, "4.5 or more (K151)."},
};
constexpr Field kRatingFields[] = {
    {"buy", Kind::TextList, Required::No, "What a buy may be called."},
    {"hold", Kind::TextList, Required::No, "What a hold may be called."},
    {"sell", Kind::TextList, Required::No, "What a sell may be called."},
};
constexpr Field kOverrideFields[] = {
    {"rule", Kind::Text, Required::Yes, "A rule that --allow may set aside."},
    {"release", Kind::Bool, Required::No, "Whether the report may then go out without DRAFT on its pages."},
};
constexpr Field kPolicyFields[] = {
    {"policy", Kind::Choice, Required::Yes, "Version of the format: 1.", kFormats},
    {"about", Kind::Text, Required::No, "Whose policy it is, and who reviewed it when."},
    {"always", Kind::TextList, Required::No, "Regimes that every article is held to."},
    {"regimes", Kind::RecordList, Required::Yes, "All regimes.", {}, kRegimeFields},
    {"regions", Kind::RecordList, Required::No, "Where reports may go, and what must be said there.", {}, kRegionFields},
    {"restricted", Kind::TextList, Required::No, "Regions where nothing goes."},
    {"limits", Kind::Record, Required::No, "Numbers of the rules.", {}, kLimitFields},
    {"rating_words", Kind::Record, Required::No, "What ratings may be called (K120).", {}, kRatingFields},
    {"promissory", Kind::TextList, Required::No, "Words that promise what nobody can (K141)."},
    {"overrides", Kind::RecordList, Required::No, "What --allow may set aside.", {}, kOverrideFields},
};

std::string known_rules() {
    std::string out;
    for (Rule const& rule : rules()) out += (out.empty() ? "" : ", ") + std::string(rule.code);
    return out;
}

void check_rule(SourcedText const& code, Diagnostics& diagnostics) {
    if (find_rule(code.text) == nullptr)
        diagnostics.error("E902", code.span(), fmt::format("no rule '{}'", code.text.substr(0, 40)), "rules: " + known_rules());
}

std::vector<std::string> plain(std::vector<SourcedText> const& texts) {
    std::vector<std::string> out;
    for (SourcedText const& text : texts) out.push_back(text.text);
    return out;
}

std::vector<Regime> read_regimes(Record const& record, std::string_view name, std::string_view key, std::span<Field const> fields, Diagnostics& diagnostics) {
    std::vector<Regime> out;
    data::Value const* const list = record.get(name);
    if (list == nullptr) return out;
    for (data::Value const& item : list->list) {
        Record const r(item, fields, fmt::format("a {}", key), diagnostics);
        Regime regime{r.string(key), key == "regime" ? r.texts("rules") : std::vector<SourcedText>{}, r.texts("clauses")};
        if (std::any_of(out.begin(), out.end(), [&](Regime const& other) { return other.name == regime.name; }))
            diagnostics.error("E903", r.span_of(key), fmt::format("the {} '{}' is there twice", key, regime.name), "write it once");
        for (SourcedText const& rule : regime.rules) check_rule(rule, diagnostics);
        out.push_back(std::move(regime));
    }
    return out;
}

/// A limit that may be chosen within what a rule is for.
void limit(Record const& r, std::string_view name, double least, double most, double& out, Diagnostics& diagnostics) {
    auto const value = r.number(name);
    if (!value) return;
    double const number = value->to_double();
    if (number >= least && number <= most)
        out = number;
    else
        diagnostics.error("E904", r.span_of(name), fmt::format("'{}' lies outside {} to {}", name, least, most), "a policy may ask for more, not for less");
}

Limits read_limits(Record const& record, Diagnostics& diagnostics) {
    Limits out;
    data::Value const* const value = record.get("limits");
    if (value == nullptr) return out;
    Record const r(*value, kLimitFields, "'limits'", diagnostics);
    auto const whole = [&](std::string_view name, double least, double most, std::int64_t& to) {
        double number = static_cast<double>(to);
        limit(r, name, least, most, number, diagnostics);
        to = static_cast<std::int64_t>(number);
    };
    whole("price_days", 0, 366, out.price_days);
    whole("month_end_days", 0, 31, out.month_end_days);
    whole("quarter_end_days", 0, 92, out.quarter_end_days);
    whole("compendium_issuers", 2, 1000, out.compendium_issuers);
    limit(r, "least_type", 7, 72, out.least_type, diagnostics);
    limit(r, "least_contrast", 4.5, 21, out.least_contrast, diagnostics);
    return out;
}

Regime const* named(std::vector<Regime> const& all, std::string_view name) {
    auto const it = std::find_if(all.begin(), all.end(), [&](Regime const& regime) { return regime.name == name; });
    return it == all.end() ? nullptr : &*it;
}

}  // namespace

std::span<Field const> policy_fields() { return kPolicyFields; }
Regime const* Policy::regime(std::string_view name) const { return named(regimes, name); }
Regime const* Policy::region(std::string_view name) const { return named(regions, name); }

std::optional<Policy> read_policy(data::Value const& root, Diagnostics& diagnostics) {
    std::size_t const before = diagnostics.error_count();
    Record const r(root, kPolicyFields, "a policy", diagnostics);
    Policy policy;
    policy.about = r.string("about");
    policy.always = r.texts("always");
    policy.regimes = read_regimes(r, "regimes", "regime", kRegimeFields, diagnostics);
    policy.regions = read_regimes(r, "regions", "region", kRegionFields, diagnostics);
    policy.restricted = plain(r.texts("restricted"));
    policy.limits = read_limits(r, diagnostics);
    policy.promissory = plain(r.texts("promissory"));
    policy.span = root.span;
    if (data::Value const* const words = r.get("rating_words")) {
        Record const w(*words, kRatingFields, "'rating_words'", diagnostics);
        for (Field const& field : kRatingFields) policy.rating_words[std::string(field.name)] = plain(w.texts(field.name));
    }
    if (data::Value const* const list = r.get("overrides")) {
        for (data::Value const& item : list->list) {
            Record const o(item, kOverrideFields, "an override", diagnostics);
            check_rule(o.text("rule").value_or(SourcedText{}), diagnostics);
            if (o.string("rule") == "K151") diagnostics.error("E904", o.span_of("rule"), "K151 cannot be set aside", "nobody may hide a disclosure");
            policy.overrides.push_back({o.string("rule"), o.boolean("release", false)});
        }
    }
    for (SourcedText const& name : policy.always)
        if (policy.regime(name.text) == nullptr) diagnostics.error("E901", name.span(), fmt::format("the policy has no regime '{}'", name.text.substr(0, 40)));
    return diagnostics.error_count() == before ? std::optional(std::move(policy)) : std::nullopt;
}

}  // namespace offprint::compliance
