#include "ops/disclosures.h"

#include <algorithm>
#include <filesystem>

#include "blocks/references.h"
#include "compliance/clause_text.h"
#include "doc/block_reader.h"
#include "fmt/format.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kPolicyLimit = 4u << 20;

/// "us-finra/ratings@2": the id, and the version where one is asked for.
std::pair<std::string, std::string> id_and_version(std::string const& name) {
    std::size_t const at = name.find('@');
    return at == name.npos ? std::pair(name, std::string{}) : std::pair(name.substr(0, at), name.substr(at + 1));
}

/// Loads clauses one by one.
class ClauseLoader {
public:
    ClauseLoader(doc::Article const& article, doc::Theme const& theme, LayoutFinder const& layouts, YamlFiles& files, Diagnostics& diagnostics)
        : article_(article), theme_(theme), layouts_(layouts), files_(files), diagnostics_(diagnostics) {}

    /// The newest version in force, or the one asked for; nothing, reported, where there is none.
    std::optional<doc::Clause> load(SourcedText const& name, compliance::ClauseStanding& standing) {
        auto const [id, version] = id_and_version(name.text);
        std::vector<std::string> const paths = layouts_.clause_paths(theme_.clause_folder, id);
        std::vector<doc::Clause> found;
        for (std::string const& path : paths) {
            data::Value const* const value = files_.read(path, kPolicyLimit, name.span(), diagnostics_);
            if (auto clause = value != nullptr ? doc::read_clause(*value, article_.language, diagnostics_) : std::nullopt) found.push_back(std::move(*clause));
        }
        auto const newest = std::find_if(found.rbegin(), found.rend(), [&](doc::Clause const& clause) { return is_in_force(clause); });
        auto chosen = newest != found.rend() ? newest : found.rbegin();
        if (!version.empty()) chosen = std::find_if(found.rbegin(), found.rend(), [&](doc::Clause const& clause) { return clause.version == version; });
        if (chosen == found.rend()) {
            if (paths.empty() || !version.empty())
                diagnostics_.error("E521", name.span(), fmt::format("no disclosure '{}'", name.text),
                                   fmt::format("clause texts stand in layouts/{}/", theme_.clause_folder));
            return std::nullopt;
        }
        standing.in_force = is_in_force(*chosen);
        if (newest != found.rend() && newest != chosen) standing.newest = newest->version;
        return std::move(*chosen);
    }

private:
    bool is_in_force(doc::Clause const& clause) const {
        auto const sent = article_.facts.moment("disseminated_at");
        std::optional<data::Date> const day = sent ? std::optional(sent->date) : article_.date;
        return !day || ((!clause.valid_from || *clause.valid_from <= *day) && (!clause.valid_to || *day <= *clause.valid_to));
    }

    doc::Article const& article_;
    doc::Theme const& theme_;
    LayoutFinder const& layouts_;
    YamlFiles& files_;
    Diagnostics& diagnostics_;
};

void check_layout(doc::Article const& article, doc::Theme const& theme, std::vector<doc::Clause> const& clauses, Diagnostics& diagnostics) {
    auto names = [&](std::string_view id) {
        return std::any_of(article.disclosures.begin(), article.disclosures.end(), [&](SourcedText const& t) { return t.text == id; });
    };
    for (std::string const& id : theme.required_disclosures) {
        if (!names(id))
            diagnostics.error("E520", article.disclosures_span, fmt::format("layout '{}' requires the disclosure '{}'", theme.name, id),
                              fmt::format("add it: 'disclosures: [{}]'", id));
    }
    if (theme.requires_disclosure && article.disclosures.empty() && clauses.empty()) {
        diagnostics.error("E520", article.disclosures_span, fmt::format("layout '{}' requires a disclosure", theme.name),
                          "add 'disclosures: [...]' with the id of a clause text");
    }
}

/// Whether any text refers to a block's page.
bool refers_to(data::Value const& value, std::string const& id) {
    if (value.kind == data::ValueKind::Scalar &&
        (value.scalar.text.find("[@" + id + " page]") != std::string::npos || value.scalar.text.find("[@" + id + " Page]") != std::string::npos))
        return true;
    return std::any_of(value.list.begin(), value.list.end(), [&](data::Value const& item) { return refers_to(item, id); }) ||
           std::any_of(value.map.begin(), value.map.end(), [&](data::MapEntry const& entry) { return refers_to(entry.value, id); });
}

data::Value text_value(std::string words) {
    data::Value value;
    value.kind = data::ValueKind::Scalar;
    value.scalar = SourcedText(std::move(words));
    return value;
}

/// The disclosures' block, with a name by which it can be referred to.
doc::LandmarkPtr named_disclosures(doc::Article& article, std::span<doc::BlockReader const> readers, doc::ReadContext& context) {
    auto at = std::find_if(article.body.begin(), article.body.end(), [](doc::BlockPtr const& block) { return block->type == "disclaimer"; });
    if (at == article.body.end()) {
        data::Value block;
        block.kind = data::ValueKind::Map;
        block.map.push_back({SourcedText(std::string("disclaimer")), {}});
        article.body.push_back(doc::read_block(block, readers, context));
        at = std::prev(article.body.end());
    }
    if ((*at)->landmark && !(*at)->landmark->id.empty()) return (*at)->landmark;
    std::string id = "disclosures";
    auto const taken = [&] {
        return std::any_of(article.landmarks.begin(), article.landmarks.end(), [&](doc::LandmarkPtr const& other) { return other->id.text == id; });
    };
    while (taken()) id += "-";
    auto landmark = std::make_shared<doc::Landmark>();
    landmark->id = SourcedText(id);
    landmark->index = static_cast<std::uint32_t>(article.landmarks.size());
    landmark->span = (*at)->span;
    (*at)->landmark = landmark;
    article.landmarks.push_back(landmark);
    return landmark;
}

/// A paragraph after the opening: the labels that page 1 must show, and where the disclosures stand.
void put_notice(doc::Article& article, data::Value const& tree, std::vector<doc::Clause> const& clauses, std::span<doc::BlockReader const> readers,
                doc::Messages const& messages, Disclosures& disclosures, Diagnostics& diagnostics) {
    doc::ReadContext context{diagnostics, article.language, {}};
    compliance::FirstPageWants const wanted = compliance::first_page_wants(disclosures.active);
    std::string words;
    if (wanted.labels) {
        for (doc::Clause const& clause : clauses)
            if (!clause.label.empty()) words += fmt::format("{}**{}.**", words.empty() ? "" : " ", clause.label.text);
    }
    if (wanted.page_of_disclosures && !clauses.empty()) {
        doc::LandmarkPtr const landmark = named_disclosures(article, readers, context);
        disclosures.place = blocks::ReferenceBook::place_of(landmark->index);
        if (!refers_to(tree, landmark->id.text))
            words += (words.empty() ? "" : " ") + messages.get("disclosures_on", {{"page", fmt::format("[@{} page]", landmark->id.text)}});
    }
    if (words.empty()) return;
    constexpr std::string_view kOpening[] = {"hero", "sidebar", "stats", "rating"};
    auto const at = std::find_if(article.body.begin(), article.body.end(), [&](doc::BlockPtr const& block) {
        return std::find(std::begin(kOpening), std::end(kOpening), block->type) == std::end(kOpening);
    });
    article.body.insert(at, doc::read_block(text_value(std::move(words)), readers, context));
}

/// Adds what clauses lack, but for facts that a rule already misses: one gap is told once.
void add_untold(Diagnostics const& unfilled, Diagnostics& faults) {
    std::vector<Diagnostic> const told = faults.items();
    for (Diagnostic const& gap : unfilled.items()) {
        std::string const fact = gap.message.substr(gap.message.rfind(' ') + 1);  // in quotes
        std::string const key = "'" + fact.substr(fact.find_last_of(".'", fact.size() - 2) + 1);
        bool const missed = std::any_of(told.begin(), told.end(), [&](Diagnostic const& fault) {
            return fault.message.find(fact) != std::string::npos || fault.message.starts_with(key + " is missing");
        });
        if (!missed) faults.add(gap);
    }
}

}  // namespace

void merge_facts(data::Value& article, Workspace const& workspace, YamlFiles& files, Diagnostics& diagnostics) {
    auto const entry = std::find_if(article.map.begin(), article.map.end(), [](data::MapEntry const& e) { return e.key.text == "compliance"; });
    data::Value const* const file = entry == article.map.end() ? nullptr : entry->value.find("facts");
    if (file == nullptr || file->kind != data::ValueKind::Scalar) return;
    auto const path = resolve_path(workspace, file->scalar, diagnostics);
    data::Value const* const facts = path ? files.read(*path, kPolicyLimit, file->span, diagnostics) : nullptr;
    if (facts == nullptr) return;
    if (facts->kind != data::ValueKind::Map || facts->find("facts") != nullptr) {
        diagnostics.error("E203", facts->span, "a facts file is a map of keys of 'compliance', without 'facts'");
        return;
    }
    for (data::MapEntry const& fact : facts->map)
        if (entry->value.find(fact.key.text) == nullptr) entry->value.map.push_back(fact);
}

Disclosures open_policy(RenderRequest const& request, Workspace const& workspace, YamlFiles& files, Diagnostics& diagnostics) {
    Disclosures out;
    bool readable = true;
    if (!workspace.policy.empty()) {
        // From the root alone: a file beside the article must not take the policy's place.
        Workspace at_root = workspace;
        at_root.article_folder = workspace.root;
        auto const path = resolve_path(at_root, workspace.policy, diagnostics);
        data::Value const* const value = path ? files.read(*path, kPolicyLimit, workspace.policy.span(), diagnostics) : nullptr;
        if (value != nullptr) out.policy = compliance::read_policy(*value, diagnostics);
        readable = out.policy.has_value();
    }
    std::vector<compliance::Allowance> asked;
    for (auto const& [rule, reason] : request.allowances) asked.push_back({rule, reason});
    out.approver = request.approver;
    if (readable) out.allowed = compliance::permitted(asked, request.approver, out.policy ? &*out.policy : nullptr, diagnostics);
    out.stamped = compliance::needs_stamp(out.allowed, out.policy ? &*out.policy : nullptr) || (request.lenient && !workspace.policy.empty());
    return out;
}

std::vector<doc::Clause> load_clauses(doc::Article const& article, doc::Theme const& theme, LayoutFinder const& layouts, doc::Messages const& messages,
                                      Disclosures& disclosures, YamlFiles& files, Diagnostics& diagnostics) {
    ClauseLoader loader(article, theme, layouts, files, diagnostics);
    std::vector<doc::Clause> clauses;
    auto const add = [&](SourcedText const& name, Span asked_at, bool by_policy) {
        compliance::ClauseStanding standing{asked_at, true, {}};
        auto clause = loader.load(name, standing);
        if (!clause) return;
        if (by_policy && !clause->when.empty() && !compliance::holds(clause->when.text, article.facts).value_or(true)) return;
        if (clause->language != article.language)
            diagnostics.warning("W524", asked_at,
                                fmt::format("the disclosure '{}' is in '{}', the article in '{}'", name.text, clause->language, article.language),
                                "name a clause text in the article's language");
        compliance::fill_clause(*clause, article.facts, messages, asked_at, disclosures.unfilled);
        clauses.push_back(std::move(*clause));
        disclosures.standings.push_back(std::move(standing));
    };
    for (SourcedText const& name : article.disclosures) add(name, name.span(), false);
    if (disclosures.policy && article.facts.valid()) {
        for (SourcedText const& name : compliance::clauses_for(article, *disclosures.policy)) {
            bool const named = std::any_of(article.disclosures.begin(), article.disclosures.end(),
                                           [&](SourcedText const& other) { return id_and_version(other.text).first == id_and_version(name.text).first; });
            if (!named) add(name, article.disclosures_span, true);
        }
    }
    check_layout(article, theme, clauses, diagnostics);
    return clauses;
}

void apply_policy(doc::Article& article, data::Value const& tree, std::vector<doc::Clause> const& clauses, std::span<doc::BlockReader const> readers,
                  doc::Messages const& messages, Disclosures& disclosures, Diagnostics& diagnostics) {
    if (!disclosures.policy) {
        if (article.facts.valid()) diagnostics.append(disclosures.unfilled);
        if (article.facts.has("regimes"))
            diagnostics.error("E525", article.facts.span("regimes"), "the article names regimes, and the workspace has no policy",
                              "policy: policy.yaml in offprint.yaml");
        return;
    }
    disclosures.active = compliance::rules_for(article, *disclosures.policy, diagnostics);
    Diagnostics faults;
    compliance::check_article({article, *disclosures.policy, clauses, disclosures.standings, tree}, disclosures.active, faults);
    if (article.facts && article.facts.valid()) add_untold(disclosures.unfilled, faults);
    diagnostics.append(disclosures.counted(faults));
    put_notice(article, tree, clauses, readers, messages, disclosures, diagnostics);
}

}  // namespace offprint::ops
