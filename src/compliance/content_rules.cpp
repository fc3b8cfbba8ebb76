// What is said, under which label, and where it may go.
#include <algorithm>

#include "compliance/page_check.h"
#include "compliance/rule_functions.h"
#include "fmt/format.h"

namespace offprint::compliance {
namespace {

using data::Value;
using data::ValueKind;

/// Letters in lower case and where each stands; marks of Markdown and what cannot be seen go, blanks of any kind become one.
struct PlainWords {
    std::string text;
    std::vector<std::size_t> places;

    explicit PlainWords(std::string_view from) {
        for (std::size_t at = 0; at < from.size(); ++at) {
            std::string_view const rest = from.substr(at);
            auto const unseen = {"\u00AD", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF"};
            auto const found = std::find_if(unseen.begin(), unseen.end(), [&](char const* sign) { return rest.starts_with(sign); });
            if (found != unseen.end()) {
                at += std::string_view(*found).size() - 1;
                continue;
            }
            char c = from[at];
            if (c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '\\') continue;
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
            std::size_t const here = at;
            if (rest.starts_with("\u00A0")) c = ' ', ++at;
            if (c == '\n' || c == '\t') c = ' ';
            if (c == ' ' && (text.empty() || text.back() == ' ')) continue;
            text += c;
            places.push_back(here);
        }
    }
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0; }

/// `place` tells where the bytes of the text from one to another stand.
template <class Place>
void find_promises(std::string const& text, std::vector<std::string> const& words, Check& check, Place const& place) {
    PlainWords const plain(text);
    for (std::string const& word : words) {
        std::string const wanted = PlainWords(word).text;
        for (std::size_t at = plain.text.find(wanted); !wanted.empty() && at != plain.text.npos; at = plain.text.find(wanted, at + 1)) {
            std::size_t const end = at + wanted.size();
            bool const whole = (at == 0 || !is_letter(plain.text[at - 1])) && (end == plain.text.size() || !is_letter(plain.text[end]));
            if (whole) check.fault(place(plain.places[at], plain.places[end - 1] + 1), fmt::format("'{}' promises what nobody can", word), "use other words");
        }
    }
}

/// Calls `visit` with every text below a value.
template <class Visit>
void each_text(Value const& value, Visit const& visit) {
    if (value.kind == ValueKind::Scalar) visit(value.scalar);
    for (Value const& item : value.list) each_text(item, visit);
    for (data::MapEntry const& entry : value.map) each_text(entry.value, visit);
}

/// Calls `visit` with every block that shows data, its name and its keys.
template <class Visit>
void each_exhibit(Value const& value, Visit const& visit) {
    for (Value const& item : value.list) each_exhibit(item, visit);
    for (data::MapEntry const& entry : value.map) {
        bool const exhibit = entry.key.text == "chart" || entry.key.text == "table" || entry.key.text == "figure";
        if (exhibit && entry.value.kind == ValueKind::Map) visit(entry);
        each_exhibit(entry.value, visit);
    }
}

}  // namespace

void label(ArticleView const& view, Check& check) {
    bool const said = check.need("label", "whether it is independent research or a marketing communication");
    if (said && check.facts().string("kind") == "marketing" && check.facts().string("label") != "marketing")
        check.fault("label", "what is made for marketing is a marketing communication");
    if (!check.facts().answer("issuer_sponsored"))
        check.fault("issuer_sponsored", "'issuer_sponsored' is missing: whether the issuer paid for it", "add it to 'compliance', or to its facts file");
    auto const serves = [](doc::Clause const& clause) { return std::find(clause.rules.begin(), clause.rules.end(), "K133") != clause.rules.end(); };
    auto const labelled = [&](bool sponsored) {
        return std::any_of(view.clauses.begin(), view.clauses.end(), [&](doc::Clause const& clause) {
            return serves(clause) && !clause.label.empty() && (clause.when.text == "issuer_sponsored") == sponsored;
        });
    };
    if (said && !labelled(false)) check.fault("label", "no clause has the label of page 1", "a clause that serves K133 has 'label'");
    if (check.facts().answer("issuer_sponsored").value_or(false) && !labelled(true))
        check.fault("issuer_sponsored", "no clause labels research that the issuer paid for", "a clause with 'when: issuer_sponsored' and 'label'");
}

void label_on_first_page(PagesView const& view, Check& check) {
    for (std::size_t i = 0; i < view.clauses.size(); ++i) {
        doc::Clause const& clause = view.clauses[i];
        if (!clause.label.empty() && !view.label_on_first[i])
            check.fault(view.disclosures, fmt::format("page 1 does not show the label '{}'", clause.label.text),
                        "the first block of text begins with it; keep that on page 1");
    }
}

void sources(ArticleView const& view, Check& check) {
    Value const* const body = view.tree.find("body");
    if (body != nullptr) {
        each_exhibit(*body, [&](data::MapEntry const& block) {
            Value const* const source = block.value.find("source");
            bool const ornament = block.key.text == "figure" && block.value.find("title") == nullptr;
            bool const empty = source == nullptr || source->kind != ValueKind::Scalar || source->scalar.text.find_first_not_of(" \t\n") == std::string::npos;
            if (empty && !ornament) check.fault(block.key.span(), fmt::format("a {} without a source", block.key.text), "add 'source'");
        });
    }
    check.need("estimates", "whether there are estimates");
}

void marked_estimates(PagesView const& view, Check& check) {
    if (check.facts().string("estimates") != "marked") return;
    for (auto const& [year, place] : view.unmarked_years)
        check.fault(place, fmt::format("the year {} lies ahead and is not marked as an estimate", year), fmt::format("{}E", year));
}

void promises(ArticleView const& view, Check& check) {
    if (check.facts().has("performance")) {
        check.need("performance.from", "the first day of the performance");
        check.need("performance.to", "the last day of the performance");
        check.need("performance.basis", "whether the performance is gross or net");
        check.need("performance.currency", "the currency of the performance");
        check.need("performance.hypothetical", "whether the performance is hypothetical");
        bool const warned = std::any_of(view.clauses.begin(), view.clauses.end(), [](doc::Clause const& clause) {
            return std::find(clause.rules.begin(), clause.rules.end(), "K141") != clause.rules.end();
        });
        if (!warned) check.fault("performance", "no clause warns that past performance is not a guide", "the policy names clauses of its regimes");
    }
    for (std::string_view const key : {"title", "kicker", "dek", "rating", "subject", "notes", "body"})
        if (Value const* const value = view.tree.find(key))
            each_text(*value, [&](SourcedText const& text) {
                find_promises(text.text, view.policy.promissory, check, [&](std::size_t begin, std::size_t end) { return text.span(begin, end); });
            });
}

void printed_promises(PagesView const& view, Check& check) {
    if (view.policy == nullptr) return;
    for (auto const& [text, span] : view.texts) find_promises(text, view.policy->promissory, check, [span = span](std::size_t, std::size_t) { return span; });
}

void first_page(PagesView const& view, Check& check) {
    if (view.disclosure_pages.empty()) return check.fault(view.disclosures, "the document has no disclosures");
    if (view.disclosure_pages == std::set<std::size_t>{0}) return;
    std::int64_t const issuers = [&] {
        auto const number = check.facts().number("compendium.issuers");
        return number ? data::rounded(*number, 0).value_or(0) : 0;
    }();
    if (view.policy != nullptr && check.facts().string("kind") == "compendium" && issuers >= view.policy->limits.compendium_issuers) {
        std::string const at = alike(check.facts().string("compendium.disclosures_at"));
        if (at.empty()) return check.fault("compendium", "'disclosures_at' is missing: where the disclosures of all issuers are to be had");
        if (view.first_page.find(at) == view.first_page.npos)
            check.fault("compendium.disclosures_at", "page 1 does not say where the disclosures are to be had");
        return;
    }
    std::string const begins = std::to_string(*view.disclosure_pages.begin() + 1);
    if (!view.pages_named.contains(begins))
        check.fault(view.disclosures, fmt::format("the disclosures begin on page {}, and page 1 does not say so", begins),
                    "[@disclosures page] in a text of page 1");
}

void regions(ArticleView const& view, Check& check) {
    std::vector<SourcedText> const all = check.facts().texts("regions");
    if (all.empty()) check.fault("regions", "'regions' is missing: where it goes", "regions: [us, eu]");
    for (SourcedText const& region : all) {
        auto const& closed = view.policy.restricted;
        if (std::find(closed.begin(), closed.end(), region.text) != closed.end()) {
            check.fault(region.span(), fmt::format("nothing goes to '{}'", region.text.substr(0, 40)), "the policy restricts it");
            continue;
        }
        if (view.policy.region(region.text) == nullptr) {
            check.fault(region.span(), fmt::format("the policy has no region '{}'", region.text.substr(0, 40)));
            continue;
        }
        bool const said = std::any_of(view.clauses.begin(), view.clauses.end(), [&](doc::Clause const& clause) {
            return std::find(clause.regions.begin(), clause.regions.end(), region.text) != clause.regions.end();
        });
        if (!said) check.fault(region.span(), fmt::format("no clause is written for '{}'", region.text), "a clause with 'regions', named by the policy");
    }
}

void clauses_in_force(ArticleView const& view, Check& check) {
    for (std::size_t i = 0; i < view.clauses.size(); ++i) {
        doc::Clause const& clause = view.clauses[i];
        ClauseStanding const& standing = view.standings[i];
        if (!standing.in_force)
            check.fault(standing.asked_at, fmt::format("the clause '{}', version {}, is not in force on the day of dissemination", clause.id, clause.version),
                        standing.newest.empty() ? "" : fmt::format("version {} is", standing.newest));
        else if (!standing.newest.empty())
            check.fault(standing.asked_at, fmt::format("the clause '{}' is of version {}, and {} is in force", clause.id, clause.version, standing.newest),
                        "name it without a version");
    }
}

}  // namespace offprint::compliance
