#include "ops/stock.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/sha256.h"
#include "blocks/block_type.h"
#include "fmt/format.h"
#include "ops/connection_words.h"
#include "ops/fonts.h"
#include "pdf/profile.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kArticleLimit = 16u << 20, kMessagesLimit = 1u << 20, kFontLimit = 64u << 20;

SourceId load_source(std::string const& path, std::size_t limit, Span asked_at, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    auto bytes = read_file(path, limit, error);
    if (!bytes) {
        diagnostics.error("E320", asked_at, fmt::format("'{}' cannot be read: {}", shown_path(path), error));
        return 0;
    }
    return sources.add(shown_path(path), std::move(*bytes));
}

/// --set key=value: the value takes the place of the author's, with a source of its own for messages.
void apply_settings(data::Value& root, RenderRequest const& request, Sources& sources) {
    auto set = [&](std::string_view key, std::string const& text, std::string const& origin) {
        SourceId const source = sources.add(origin, text);
        auto const length = static_cast<std::uint32_t>(text.size());
        data::Value value;
        value.kind = data::ValueKind::Scalar;
        value.span = {source, 0, length};
        value.scalar = SourcedText(text, source, {{0, length, 0, length, true}});
        auto const it = std::find_if(root.map.begin(), root.map.end(), [&](data::MapEntry const& e) { return e.key.text == key; });
        if (it != root.map.end())
            it->value = std::move(value);
        else
            root.map.push_back({SourcedText(std::string(key), source, {{0, 0, 0, 0, true}}), std::move(value)});
    };
    for (auto const& [key, text] : request.settings) set(key, text, "--set " + key);
    if (!request.layout.empty()) set("layout", request.layout, "--layout");
    if (!request.paper.empty()) set("paper", request.paper, "--paper");
    if (!request.date.empty() && root.find("date") == nullptr) set("date", request.date, "--date");
}

/// Files of the workspace, as the binder asks for them.
class WorkspaceFiles final : public bind::Files {
public:
    using WordsOf = std::function<bind::Words(std::string const& language)>;
    WorkspaceFiles(Workspace const& workspace, Sources& sources, WordsOf words) : workspace_(workspace), sources_(sources), words_(std::move(words)) {}
    std::optional<std::string> find(SourcedText const& path, Diagnostics& diagnostics) override { return resolve_path(workspace_, path, diagnostics); }
    SourceId load(SourcedText const& path, std::size_t limit, Diagnostics& diagnostics) override {
        auto const file = find(path, diagnostics);
        return file ? load_source(*file, limit, path.span(), sources_, diagnostics) : 0;
    }
    std::string name(SourcedText const& path) override {
        Diagnostics told_nowhere;
        auto const file = find(path, told_nowhere);
        return shown_path(file ? *file : (std::filesystem::path(workspace_.article_folder) / path.text).lexically_normal().string());
    }
    std::optional<std::string> secret(SourcedText const& place, Diagnostics& diagnostics) override { return connection_words(workspace_, place, diagnostics); }
    bind::Words words(std::string const& language) override { return words_(language); }

private:
    Workspace const& workspace_;
    Sources& sources_;
    WordsOf words_;
};

/// Swiss and Liechtenstein German know no ß.
void write_with_ss(doc::Messages& messages) {
    auto write = [](std::string& word) {
        for (std::size_t at = word.find("ß"); at != word.npos; at = word.find("ß", at)) word.replace(at, std::string_view("ß").size(), "ss");
    };
    for (auto& [key, word] : messages.words) write(word);
    for (std::string& month : messages.months) write(month);
    for (std::string& month : messages.short_months) write(month);
}

/// The article's tree and its faults.
struct ParsedArticle {
    std::optional<data::Value> tree;
    Diagnostics faults;
};

/// Parses the article while layout and fonts are read. It gets a copy of the text, since `sources` grows meanwhile; the article
/// is the first source here as there, so places agree.
std::future<ParsedArticle> parse_meanwhile(Sources const& sources, SourceId source, unsigned threads, bool lasts) {
    Sources alone;
    for (SourceId id = 1; id <= source; ++id) alone.add(std::string(sources.name(id)), std::string(sources.text(id)));
    return std::async(threads > 1 ? std::launch::async : std::launch::deferred, [alone = std::move(alone), source, threads, lasts] {
        data::YamlLimits limits;
        limits.threads = threads;
        ParsedArticle parsed;
        parsed.tree = data::parse_yaml(alone, source, parsed.faults, limits);
        // Who prints again and again forks: what is there before is there for all.
        if (lasts) bind::load_evaluator(alone.text(source));
        return parsed;
    });
}

/// What a line of the article's own keys seems to say. Nothing hangs on it but time: a wrong guess is not used.
std::optional<std::string> guess_line(std::string_view article, std::string_view key) {
    std::size_t const at = article.substr(0, 4096).find(fmt::format("\n{}:", key));
    if (at == article.npos) return std::nullopt;
    std::string_view line = article.substr(at + key.size() + 2);
    line = line.substr(0, line.find_first_of("#\r\n"));
    std::size_t const begin = line.find_first_not_of(" \t\"'"), end = line.find_last_not_of(" \t\"'");
    return begin == line.npos ? std::string{} : std::string(line.substr(begin, end - begin + 1));
}

/// The profile that the file is written to: of the command line, else of the layout, else the default. Null when there is no such one, which is reported.
pdf::Profile const* chosen_profile(RenderRequest const& request, doc::Theme const& theme, Diagnostics& diagnostics) {
    bool const asked = !request.profile.empty();
    std::string const name = asked ? request.profile : theme.profile.empty() ? std::string(pdf::kDefaultProfile) : theme.profile;
    pdf::Profile const* const profile = pdf::find_profile(name);
    if (profile != nullptr) return profile;
    std::vector<std::string_view> names;
    for (pdf::Profile const& known : pdf::profiles()) names.push_back(known.name);
    diagnostics.error("E801", asked ? Span{} : theme.profile_span, fmt::format("no PDF profile '{}'", name),
                      fmt::format("profiles: {}", fmt::join(names, ", ")));
    return nullptr;
}

/// Of a file that cannot be read the sum is empty: who asks for its font is told.
std::vector<std::string> sums_of(std::vector<text::FontEntry> const& fonts) {
    std::vector<std::string> sums;
    std::string error;
    for (text::FontEntry const& font : fonts) {
        auto const bytes = font.sha256.empty() ? read_file(font.path, kFontLimit, error) : std::nullopt;
        sums.push_back(bytes ? to_hex(sha256(*bytes)) : font.sha256);
    }
    return sums;
}

std::shared_ptr<doc::Theme const> shared(std::optional<doc::Theme> theme) { return theme ? std::make_shared<doc::Theme const>(std::move(*theme)) : nullptr; }

}  // namespace

Stock::GuessedLayout Stock::guess_layout(std::string_view article, RenderRequest const& request, Workspace const& workspace) {
    GuessedLayout guess;
    guess.name = !request.layout.empty() ? request.layout : guess_line(article, "layout").value_or(workspace.default_layout);
    guess.variant = guess_line(article, "variant").value_or(std::string{});
    for (auto const& [key, text] : request.settings) {
        if (key == "variant") guess.variant = text;
    }
    return guess;
}

bool Stock::read_layout_and_paper(Inputs& in, LayoutFinder& layouts, Diagnostics& diagnostics) {
    std::string const name = in.article.layout.empty() ? workspace_.default_layout : in.article.layout;
    if (name.empty()) {
        diagnostics.error("E501", in.article.span, "the article names no layout",
                          "add 'layout: conviction-note', or a default to the workspace's offprint.yaml");
        return false;
    }
    in.layout_name = name;
    // A layout with a fault is read again, so that the fault is told where the article asks for it.
    bool const guessed = name == layout_.name && in.article.variant.text == layout_.variant && layout_.faults.items().empty();
    in.theme = guessed ? layout_.theme : nullptr;
    if (!in.theme) in.theme = shared(doc::read_theme(sources_, name, in.article.layout_span, layouts, blocks::block_slots(), diagnostics, in.article.variant));
    if (!in.theme) return false;
    std::string const paper = in.article.paper.empty() ? in.theme->default_paper : in.article.paper;
    auto const it = in.theme->papers.find(paper);
    if (it == in.theme->papers.end()) {
        std::vector<std::string_view> names;
        for (auto const& [key, value] : in.theme->papers) names.push_back(key);
        diagnostics.error("E508", in.article.paper_span, fmt::format("layout '{}' has no paper '{}'", in.theme->name, paper),
                          fmt::format("papers: {}", fmt::join(names, ", ")));
        return false;
    }
    in.paper = it->second;
    in.paper_name = paper;
    return true;
}

std::optional<doc::Messages> Stock::load_messages(std::string const& language, Span place, Diagnostics& diagnostics) {
    auto const known = messages_.find(language);
    if (known != messages_.end()) return known->second;
    std::string const base = language.substr(0, language.find('-'));
    for (std::string const& name : {language, base, std::string("en")}) {
        std::string const path = fmt::format("{}/messages/{}.yaml", share_, name);
        std::error_code failed;
        if (name.find('/') != name.npos || !std::filesystem::exists(path, failed)) continue;
        data::Value const* const value = yaml_.read(path, kMessagesLimit, {}, diagnostics);
        auto messages = value != nullptr ? doc::read_messages(*value, diagnostics) : std::nullopt;
        if (messages && (language == "de-CH" || language == "de-LI")) write_with_ss(*messages);
        // Words that are not in the article's language are told of for each copy.
        if (messages && (name == language || name == base)) messages_.emplace(language, *messages);
        if (name != language && name != base)
            diagnostics.warning("W281", place, fmt::format("no words for '{}': what the program adds is in English", language.substr(0, 40)),
                                "there are words for de, en, es, fr, it, nl, pl and pt");
        return messages;
    }
    diagnostics.error("E702", {}, "the program's message files are missing", "install offprint again, or run it from its build folder");
    return std::nullopt;
}

Stock::Stock(Sources& sources, bool lasts) : sources_(sources), lasts_(lasts), yaml_(sources) {
    if (!lasts) return;
    shaper_.remember_paragraphs();
    font_memo_ = std::make_shared<pdf::FontMemo>();
    run_memo_ = std::make_shared<pdf::RunMemo>();
}

std::string const& Stock::colour_profile(Diagnostics& diagnostics) {
    std::string error;
    if (!colour_profile_.empty()) return colour_profile_;
    if (auto bytes = read_file(share_ + "/assets/srgb.icc", 1u << 20, error))
        colour_profile_ = std::move(*bytes);
    else
        diagnostics.error("E702", {}, "the colour profile is missing: " + error, "install offprint again, or run it from its build folder");
    return colour_profile_;
}

bool Stock::open(RenderRequest const& request, Diagnostics& diagnostics, StageClock& clock) {
    share_ = request.share;
    SourceId const source = load_source(request.article, kArticleLimit, {}, sources_, diagnostics);
    if (source == 0) return false;
    std::future<ParsedArticle> parsing = parse_meanwhile(sources_, source, request.threads, lasts_);
    workspace_ = open_workspace(request.article, sources_, diagnostics, request.top);
    add_fonts(fonts_, request.share + "/fonts", sources_, font_faults_);
    std::error_code failed;
    for (std::string const& folder : workspace_.font_folders)
        if (request.top.empty() || std::filesystem::exists(folder, failed)) add_fonts(fonts_, folder, sources_, font_faults_);
    for (std::string const& folder : request.font_folders) add_fonts(fonts_, folder, sources_, font_faults_);
    clock.done("fonts");
    layout_ = guess_layout(sources_.text(source), request, workspace_);
    LayoutFinder guessed_files(workspace_, request.share, sources_, layout_.faults);
    if (!layout_.name.empty())
        layout_.theme = shared(doc::read_theme(sources_, layout_.name, {}, guessed_files, blocks::block_slots(), layout_.faults, SourcedText(layout_.variant)));
    clock.done("layout file");
    if (lasts_) font_sums_ = sums_of(fonts_.entries());  // while the article is still parsed
    ParsedArticle parsed = parsing.get();
    diagnostics.append(parsed.faults);
    if (!parsed.tree) return false;
    tree_ = std::move(*parsed.tree);
    if (tree_.kind == data::ValueKind::Map) {
        apply_settings(tree_, request, sources_);
        merge_facts(tree_, workspace_, yaml_, diagnostics);
    }
    policy_ = open_policy(request, workspace_, yaml_, diagnostics);
    files_ = std::make_unique<WorkspaceFiles>(workspace_, sources_, [this](std::string const& language) {
        bind::Words words;
        words.language = language;
        Diagnostics told_later;
        auto const messages = load_messages(language, {}, told_later);
        if (!messages) return words;
        std::copy_n(messages->months.begin(), words.months.size(), words.months.begin());
        std::copy_n(messages->short_months.begin(), words.short_months.size(), words.short_months.begin());
        return words;
    });
    binder_ = std::make_unique<bind::Binder>(*files_, sources_);
    if (request.connections != nullptr) binder_->use_connections(request.connections);
    if (!request.snapshot.empty()) binder_->use_snapshot(request.snapshot);
    clock.done("parse");
    return true;
}

bool Stock::read_copy(Inputs& in, RenderRequest const& request, Diagnostics& diagnostics, StageClock& clock) {
    in.workspace = workspace_;
    in.fonts = std::make_unique<text::FontCatalog>(&fonts_);
    in.disclosures = policy_;
    in.hyphenator = [this](std::string_view language) { return hyphenator(language); };
    auto bound = binder_->bind(lasts_ ? data::Value(tree_) : std::move(tree_),
                               {request.parameters, request.as_of, request.run_id, request.lenient, false, request.is_rebuild}, diagnostics);
    if (!bound) return false;
    in.tree = std::move(bound->tree);
    in.tables = std::move(bound->tables);
    in.answers = std::move(bound->answers);
    in.excerpts = std::move(bound->excerpts);
    in.uncut = std::move(bound->uncut);
    in.parameters = std::move(bound->parameters);
    in.facts = std::move(bound->facts);
    clock.done("bind");
    std::vector<doc::BlockReader> const readers = blocks::block_readers();
    auto article = doc::read_article(in.tree, readers, diagnostics, request.threads);
    if (!article) return false;
    in.article = std::move(*article);
    if (!in.article.date && !diagnostics.has_errors()) {
        diagnostics.error("E522", in.article.span, "the article has no date",
                          "add 'date: 2026-06-15', or give --date or SOURCE_DATE_EPOCH; the clock is never asked");
    }
    clock.done("read");
    LayoutFinder layouts(workspace_, request.share, sources_, diagnostics, lasts_ ? &known_paths_ : nullptr);
    bool const whole = read_layout_and_paper(in, layouts, diagnostics);
    if (whole) in.profile = chosen_profile(request, *in.theme, diagnostics);
    if (whole && !in.theme->head.logo.empty()) in.head_logo = layouts.picture_path(in.theme->head.logo).value_or("");
    if (whole && !in.theme->foot.logo.empty()) in.foot_logo = layouts.picture_path(in.theme->foot.logo).value_or("");
    data::Value const* const language = in.tree.find("lang");
    auto messages = load_messages(in.article.language, language != nullptr ? language->span : Span{}, diagnostics);
    if (messages) in.messages = std::move(*messages);
    if (whole) {
        in.clauses = load_clauses(in.article, *in.theme, layouts, in.messages, in.disclosures, yaml_, diagnostics);
        apply_policy(in.article, in.tree, in.clauses, readers, in.messages, in.disclosures, diagnostics);
    }
    diagnostics.append(font_faults_);
    clock.done("data");
    return whole && messages.has_value();
}

void Stock::read_data(RenderRequest const& request, Diagnostics& diagnostics) {
    binder_->bind(data::Value(tree_), {request.parameters, request.as_of, request.run_id, request.lenient, true}, diagnostics);
}

void Stock::read_ahead(RenderRequest const& request) { binder_->read_ahead(tree_, {request.parameters, request.as_of, request.run_id, request.lenient}); }

std::shared_ptr<text::Hyphenator const> Stock::hyphenator(std::string_view language) {
    auto const known = hyphenators_.find(language);
    if (known != hyphenators_.end()) return known->second;
    return hyphenators_.emplace(language, text::Hyphenator::open(share_ + "/hyphenation", language)).first->second;
}

void Stock::forget_after(std::size_t count) {
    binder_->forget_from(static_cast<SourceId>(count + 1));
    sources_.forget_after(count);
}

}  // namespace offprint::ops
