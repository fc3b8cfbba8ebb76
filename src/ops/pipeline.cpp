#include "ops/pipeline.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <utility>

#include "base/file.h"
#include "bind/bind.h"
#include "blocks/block_type.h"
#include "compliance/check.h"
#include "compliance/page_check.h"
#include "fmt/format.h"
#include "ops/connection_words.h"
#include "ops/disclosures.h"
#include "ops/draft_stamp.h"
#include "ops/explain.h"
#include "ops/fonts.h"
#include "ops/pages.h"
#include "ops/pictures.h"
#include "ops/provenance.h"
#include "ops/self_check.h"
#include "ops/typeset.h"
#include "ops/workspace.h"
#include "pdf/metadata.h"
#include "pdf/profile.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kExplainedEnds = 8;
constexpr std::size_t kArticleLimit = 16u << 20;

/// Measures the stages one after the other.
class StageClock {
public:
    explicit StageClock(std::vector<StageTime>& times) : times_(times), start_(Clock::now()) {}
    void done(std::string stage) {
        Clock::time_point const now = Clock::now();
        times_.push_back({std::move(stage), std::chrono::duration<double, std::milli>(now - start_).count()});
        start_ = now;
    }

private:
    using Clock = std::chrono::steady_clock;
    std::vector<StageTime>& times_;
    Clock::time_point start_;
};

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
    WorkspaceFiles(Workspace const& workspace, Sources& sources) : workspace_(workspace), sources_(sources) {}
    std::optional<std::string> find(SourcedText const& path, Diagnostics& diagnostics) override { return resolve_path(workspace_, path, diagnostics); }
    SourceId load(SourcedText const& path, std::size_t limit, Diagnostics& diagnostics) override {
        auto const file = find(path, diagnostics);
        return file ? load_source(*file, limit, path.span(), sources_, diagnostics) : 0;
    }
    std::optional<std::string> secret(SourcedText const& place, Diagnostics& diagnostics) override { return connection_words(workspace_, place, diagnostics); }

private:
    Workspace const& workspace_;
    Sources& sources_;
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

/// The generated words of a language; English ones, with a warning at `place`, where there are none.
std::optional<doc::Messages> load_messages(std::string const& share, std::string const& language, Span place, Sources& sources, Diagnostics& diagnostics) {
    std::string const base = language.substr(0, language.find('-'));
    for (std::string const& name : {language, base, std::string("en")}) {
        std::string const path = fmt::format("{}/messages/{}.yaml", share, name);
        std::error_code failed;
        if (name.find('/') != name.npos || !std::filesystem::exists(path, failed)) continue;
        SourceId const source = load_source(path, 1u << 20, {}, sources, diagnostics);
        if (source == 0) return std::nullopt;
        auto const value = data::parse_yaml(sources, source, diagnostics);
        auto messages = value ? doc::read_messages(*value, diagnostics) : std::nullopt;
        if (messages && (language == "de-CH" || language == "de-LI")) write_with_ss(*messages);
        if (name != language && name != base)
            diagnostics.warning("W281", place, fmt::format("no words for '{}': what the program adds is in English", language.substr(0, 40)),
                                "there are words for de, en, es, fr, it, nl, pl and pt");
        return messages;
    }
    diagnostics.error("E702", {}, "the program's message files are missing", "install offprint again, or run it from its build folder");
    return std::nullopt;
}

pdf::Metadata metadata_of(doc::Article const& article, Disclosures const& disclosures) {
    pdf::Metadata meta;
    meta.title = article.title.text;
    for (char& c : meta.title) c = c == '\n' ? ' ' : c;
    meta.subject = article.subject.text;
    meta.language = article.language;
    meta.date = article.date->iso() + "T00:00:00Z";
    meta.authors = article.authors;
    if (meta.authors.empty() && !article.publisher.empty()) meta.authors = {article.publisher.text};
    meta.keywords = article.keywords;
    meta.creator = meta.producer = "offprint " + program_version();
    for (compliance::Allowance const& one : disclosures.allowed)
        meta.allowances.push_back(fmt::format("{}: {} ({})", one.rule, one.reason, disclosures.approver));
    return meta;
}

/// What the top edge of a stamped page says.
std::string stamp_words(Disclosures const& disclosures) {
    std::vector<std::string> rules;
    for (compliance::Allowance const& one : disclosures.allowed) rules.push_back(one.rule);
    return rules.empty() ? std::string{} : fmt::format("{} set aside by {}", fmt::join(rules, ", "), disclosures.approver);
}

/// The article's tree and its faults.
struct ParsedArticle {
    std::optional<data::Value> tree;
    Diagnostics faults;
};

/// Parses the article while layout and fonts are read. It gets a copy of the text, since `sources` grows meanwhile; the article
/// is the first source here as there, so places agree.
std::future<ParsedArticle> parse_meanwhile(Sources const& sources, SourceId source, unsigned threads) {
    Sources alone;
    for (SourceId id = 1; id <= source; ++id) alone.add(std::string(sources.name(id)), std::string(sources.text(id)));
    return std::async(threads > 1 ? std::launch::async : std::launch::deferred, [alone = std::move(alone), source, threads] {
        data::YamlLimits limits;
        limits.threads = threads;
        ParsedArticle parsed;
        parsed.tree = data::parse_yaml(alone, source, parsed.faults, limits);
        return parsed;
    });
}

/// A layout read before the article is known to ask for it.
struct GuessedLayout {
    std::string name, variant;
    std::optional<doc::Theme> theme;
    Diagnostics faults;
};

/// What a line of the article's own keys seems to say. Nothing hangs on it but time: a wrong guess is not used.
std::optional<std::string> guess_line(std::string_view article, std::string_view key) {
    std::size_t const at = article.substr(0, 4096).find(fmt::format("\n{}:", key));
    if (at == article.npos) return std::nullopt;
    std::string_view line = article.substr(at + key.size() + 2);
    line = line.substr(0, line.find_first_of("#\r\n"));
    std::size_t const begin = line.find_first_not_of(" \t\"'"), end = line.find_last_not_of(" \t\"'");
    return begin == line.npos ? std::string{} : std::string(line.substr(begin, end - begin + 1));
}

/// The layout and the variant that the article seems to want, after the command line's own words.
GuessedLayout guess_layout(std::string_view article, RenderRequest const& request, Workspace const& workspace) {
    GuessedLayout guess;
    guess.name = !request.layout.empty() ? request.layout : guess_line(article, "layout").value_or(workspace.default_layout);
    guess.variant = guess_line(article, "variant").value_or(std::string{});
    for (auto const& [key, text] : request.settings) {
        if (key == "variant") guess.variant = text;
    }
    return guess;
}

bool read_layout_and_paper(Inputs& in, Workspace const& workspace, LayoutFinder& layouts, GuessedLayout& guess, Sources& sources, Diagnostics& diagnostics) {
    std::string const name = in.article.layout.empty() ? workspace.default_layout : in.article.layout;
    if (name.empty()) {
        diagnostics.error("E501", in.article.span, "the article names no layout",
                          "add 'layout: conviction-note', or a default to the workspace's offprint.yaml");
        return false;
    }
    in.layout_name = name;
    // A layout with a fault is read again, so that the fault is told where the article asks for it.
    bool const guessed = name == guess.name && in.article.variant.text == guess.variant && guess.faults.items().empty();
    auto theme = guessed ? std::move(guess.theme) : std::nullopt;
    if (!theme) theme = doc::read_theme(sources, name, in.article.layout_span, layouts, blocks::block_slots(), diagnostics, in.article.variant);
    if (!theme) return false;
    in.theme = std::move(*theme);
    std::string const paper = in.article.paper.empty() ? in.theme.default_paper : in.article.paper;
    auto const it = in.theme.papers.find(paper);
    if (it == in.theme.papers.end()) {
        std::vector<std::string_view> names;
        for (auto const& [key, value] : in.theme.papers) names.push_back(key);
        diagnostics.error("E508", in.article.paper_span, fmt::format("layout '{}' has no paper '{}'", in.theme.name, paper),
                          fmt::format("papers: {}", fmt::join(names, ", ")));
        return false;
    }
    in.paper = it->second;
    in.paper_name = paper;
    return true;
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

bool read_inputs(Inputs& in, RenderRequest const& request, Sources& sources, Diagnostics& diagnostics, StageClock& clock) {
    SourceId const source = load_source(request.article, kArticleLimit, {}, sources, diagnostics);
    if (source == 0) return false;
    std::future<ParsedArticle> parsing = parse_meanwhile(sources, source, request.threads);
    in.workspace = open_workspace(request.article, sources, diagnostics, request.top);
    Workspace const& workspace = in.workspace;
    Diagnostics font_faults;
    add_fonts(in.fonts, request.share + "/fonts", sources, font_faults);
    std::error_code failed;
    for (std::string const& folder : workspace.font_folders)
        if (request.top.empty() || std::filesystem::exists(folder, failed)) add_fonts(in.fonts, folder, sources, font_faults);
    for (std::string const& folder : request.font_folders) add_fonts(in.fonts, folder, sources, font_faults);
    clock.done("fonts");
    GuessedLayout guess = guess_layout(sources.text(source), request, workspace);
    LayoutFinder guessed_files(workspace, request.share, sources, guess.faults);
    if (!guess.name.empty())
        guess.theme = doc::read_theme(sources, guess.name, {}, guessed_files, blocks::block_slots(), guess.faults, SourcedText(guess.variant));
    clock.done("layout file");
    ParsedArticle parsed = parsing.get();
    diagnostics.append(parsed.faults);
    if (!parsed.tree) return false;
    in.tree = std::move(*parsed.tree);
    if (in.tree.kind == data::ValueKind::Map) {
        apply_settings(in.tree, request, sources);
        merge_facts(in.tree, workspace, sources, diagnostics);
    }
    in.disclosures = open_policy(request, workspace, sources, diagnostics);
    clock.done("parse");
    WorkspaceFiles files(workspace, sources);
    bind::Binder binder(files, sources);
    if (!request.snapshot.empty()) binder.use_snapshot(request.snapshot);
    auto bound = binder.bind(std::move(in.tree), {request.parameters, request.as_of, request.run_id, request.lenient}, diagnostics);
    if (!bound) return false;
    in.tree = std::move(bound->tree);
    in.tables = std::move(bound->tables);
    in.answers = std::move(bound->answers);
    in.parameters = std::move(bound->parameters);
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
    LayoutFinder layouts(workspace, request.share, sources, diagnostics);
    bool const whole = read_layout_and_paper(in, workspace, layouts, guess, sources, diagnostics);
    if (whole) in.profile = chosen_profile(request, in.theme, diagnostics);
    if (whole && !in.theme.head.logo.empty()) in.head_logo = layouts.picture_path(in.theme.head.logo).value_or("");
    if (whole && !in.theme.foot.logo.empty()) in.foot_logo = layouts.picture_path(in.theme.foot.logo).value_or("");
    data::Value const* const language = in.tree.find("lang");
    auto messages = load_messages(request.share, in.article.language, language != nullptr ? language->span : Span{}, sources, diagnostics);
    if (messages) in.messages = std::move(*messages);
    if (whole) {
        in.clauses = load_clauses(in.article, in.theme, layouts, in.messages, in.disclosures, sources, diagnostics);
        apply_policy(in.article, in.tree, in.clauses, readers, in.messages, in.disclosures, diagnostics);
    }
    diagnostics.append(font_faults);
    clock.done("data");
    return whole && messages.has_value();
}

/// Whether a key is given where the profile wants one, and only there.
bool has_right_key(RenderRequest const& request, pdf::Profile const& profile, Diagnostics& diagnostics) {
    if (profile.is_sealed == request.signing.is_asked() || (!request.want_pdf && !request.signing.is_asked())) return true;
    if (profile.is_sealed)
        diagnostics.error("E841", {}, fmt::format("the profile '{}' is signed, and there is no key", profile.name),
                          "give '--sign-key key.pem --sign-cert cert.pem', or '--sign-pkcs12 file.p12'");
    else
        diagnostics.error("E841", {}, fmt::format("the profile '{}' is not signed while it is rendered", profile.name),
                          "'--profile client-sealed' is; any other file can be signed by 'offprint sign'");
    return false;
}

void explain_page(std::size_t page, SetArticle& set, Sources const& sources, Diagnostics& diagnostics, RenderResult& result) {
    if (page < 1 || page > set.plan.pages.size()) {
        diagnostics.error("E705", {}, fmt::format("there is no page {}", page), fmt::format("the document has {} pages", set.plan.pages.size()));
        return;
    }
    blocks::BuildContext& context = set.context;
    layout::PageExplanation const explained = layout::explain_page(set.list, context.footnotes, page_geometry(context.theme, context.paper, context.type),
                                                                   page_costs(context.theme), page - 1, kExplainedEnds);
    result.explanation = explanation_text(explained, set.list, set.plan, sources, page);
}

/// All that a render works with, from the article to the file's parts, in one place that can outlive it.
struct Run {
    Inputs in;
    text::Shaper shaper;
    std::optional<WorkspacePictures> pictures;
    std::optional<Typesetting> typesetting;
    std::optional<PagePainter> painter;
    StringSink whole;  // the PDF, where no sink was given
    std::optional<Signing> signing;
    std::optional<Finishing> finishing;
    std::optional<pdf::Writer> writer;
    std::vector<std::future<void>> farewells;

    /// Takes apart something large that is done with, while the caller goes on if there are threads: it takes as long as a stage.
    template <typename T>
    void let_go(T thing, unsigned threads) {
        if (threads < 2) return;
        farewells.push_back(std::async(std::launch::async, [thing = std::move(thing)]() mutable { T const last = std::move(thing); }));
    }
};

/// What was written, signed or written anew; nothing, reported, if that cannot be.
std::optional<std::string> finish(Run& run, bool seals, RenderResult& result, Diagnostics& diagnostics) {
    std::string file = run.whole.take();
    if (seals) return run.signing->fill(file, diagnostics) ? std::optional(std::move(file)) : std::nullopt;
    // Nobody can look at it once it is locked.
    if (run.finishing->locks() && file.size() <= kSelfCheckLimit && !diagnostics.has_errors() && !self_check(file, diagnostics)) return std::nullopt;
    std::optional<std::string> finished = run.finishing->finish(std::move(file), diagnostics);
    result.unlocked_digest = run.finishing->unlocked_digest();
    return finished;
}

/// Where the author wrote what each mark of each page holds.
std::vector<std::vector<Span>> places_of(pdf::Writer const& writer, draw::StructTree const& tree, std::size_t pages) {
    std::vector<std::vector<Span>> places(pages);
    for (std::size_t page = 0; page < pages; ++page) {
        for (draw::NodeId node : writer.marks(page)) {
            while (node != tree.root() && !tree[node].span) node = tree.parent(node);
            places[page].push_back(tree[node].span);
        }
    }
    return places;
}

}  // namespace

std::string program_version() { return OFFPRINT_VERSION; }

RenderResult render(RenderRequest const& request, Sources& sources, Diagnostics& diagnostics) {
    RenderResult result;
    auto const first_source = static_cast<SourceId>(sources.count() + 1);
    StageClock clock(result.times);
    auto const run = std::make_shared<Run>();
    result.remains = run;
    Inputs& in = run->in;
    in.share = request.share;
    if (!read_inputs(in, request, sources, diagnostics, clock)) return result;
    run->let_go(std::exchange(in.tree, {}), request.threads);
    if (in.profile != nullptr && has_right_key(request, *in.profile, diagnostics) && in.profile->is_sealed && request.want_pdf)
        run->signing = Signing::open(request.signing, diagnostics);
    if (request.want_pdf) run->finishing = Finishing::open(request.finishing, in.profile, diagnostics);

    auto const hyphenator = text::Hyphenator::open(request.share + "/hyphenation", in.article.language);
    bool const keeps = in.profile != nullptr && in.profile->attaches_sources;
    WorkspacePictures& pictures = run->pictures.emplace(in.workspace, keeps ? WorkspacePictures::Bytes::Keep : WorkspacePictures::Bytes::LetGo, diagnostics);
    RunningLogos logos;
    if (!in.head_logo.empty()) logos.head = pictures.read(in.head_logo, in.theme.head.logo.span());
    if (!in.foot_logo.empty()) logos.foot = pictures.read(in.foot_logo, in.theme.foot.logo.span());
    Typesetting& typesetting = run->typesetting.emplace(in, run->shaper, hyphenator, pictures, request.threads);
    // When all of it is set, a long document has better use for the room.
    if (!typesetting.may_build_again()) run->let_go(std::exchange(in.article.body, {}), request.threads);
    clock.done("typeset");
    SetArticle& set = typesetting.finish(request.free_rounds, diagnostics);
    if (!in.article.body.empty()) run->let_go(std::exchange(in.article.body, {}), request.threads);
    result.pages = set.plan.pages.size();
    clock.done("paginate");
    if (request.explain_page) {
        explain_page(*request.explain_page, set, sources, diagnostics, result);
        return result;
    }
    // Lenient or not, there is no PDF without a date, and none that is not locked and should be.
    if (diagnostics.has_errors() && (!request.lenient || !in.article.date || (request.want_pdf && !run->finishing))) return result;

    PagePainter& painter = run->painter.emplace(set, logos);
    std::string icc, error;
    if (auto bytes = read_file(request.share + "/assets/srgb.icc", 1u << 20, error))
        icc = std::move(*bytes);
    else
        diagnostics.error("E702", {}, "the colour profile is missing: " + error, "install offprint again, or run it from its build folder");
    // What is made in spite of faults claims nothing.
    pdf::Profile const* const claimed = diagnostics.has_errors() ? nullptr : in.profile;
    pdf::WriterOptions options{request.object_streams, std::move(icc), request.threads, claimed};
    bool const seals = claimed != nullptr && run->signing;
    if (seals) {
        crypto::Evidence const& evidence = run->signing->evidence();
        options.seal = pdf::Seal{run->signing->words(), set.tree.add(set.tree.root(), draw::Role::Form), evidence.certificates, evidence.revocation_lists,
                                 evidence.ocsp_responses};
    }
    bool const rewrites = run->finishing && run->finishing->is_needed();
    pdf::Metadata said = metadata_of(in.article, in.disclosures);
    if (rewrites && run->finishing->locks()) said.unlocked_digest = pdf::kOpenDigest;
    // What is still to be signed or locked goes nowhere before it is.
    bool const stays = seals || rewrites;
    pdf::Writer& writer = run->writer.emplace(std::move(said), std::move(options), set.tree, request.sink != nullptr && !stays ? *request.sink : run->whole);
    compliance::PageCheck check({in.article, in.clauses, in.disclosures.standings, in.disclosures.policy ? &*in.disclosures.policy : nullptr,
                                 in.disclosures.active, in.disclosures.place, compliance::tells_promises(diagnostics)},
                                set.tree);
    for (std::size_t page = 0; page < set.plan.pages.size(); ++page) {
        draw::Page painted = painter.paint(page);
        check.see(page, painted.frame);
        if (in.disclosures.stamped) stamp_draft(painted.frame, stamp_words(in.disclosures), set);
        if (request.want_dump) result.dump += fmt::format("page {}\n", page + 1) + draw::dump(painted.frame, set.tree);
        if (request.want_pdf) writer.add_page(std::move(painted));
    }
    diagnostics.append(std::exchange(set.faults, {}));
    Diagnostics unseen;
    check.finish(unseen);
    unseen = in.disclosures.counted(unseen);
    diagnostics.append(unseen);
    if (request.want_dump) result.dump += draw::dump(set.tree);
    std::vector<pdf::OutlineEntry> const outline = painter.outline();
    set.list = {};  // the file is made in its place
    clock.done("pages");
    if (request.want_pdf && claimed != nullptr && claimed->attaches_sources) {
        BuildChoices const choices{in.layout_name, in.paper_name, in.article.date->iso(), std::string(claimed->name), in.parameters, in.answers};
        writer.attach(provenance(request, in.workspace, sources, first_source, pictures.files(), choices, in.fonts, diagnostics));
    }
    if (request.want_pdf) result.pdf_size = writer.finish(outline, diagnostics);
    if (request.want_places && result.pdf_size) result.places = places_of(writer, set.tree, result.pages);
    clock.done("write");
    // A page to look at may lack a disclosure only where it says that it is a draft.
    bool const hides = unseen.has_errors() && !in.disclosures.stamped;
    if (diagnostics.has_errors() && (!request.lenient || hides)) result.pdf_size.reset();
    if (result.pdf_size && stays) {
        std::optional<std::string> const finished = finish(*run, seals, result, diagnostics);
        result.pdf_size.reset();
        if (!finished) return result;
        result.pdf_size = finished->size();
        clock.done(seals ? "sign" : "rewrite");
        (request.sink != nullptr ? *request.sink : run->whole).append(*finished);
    }
    if (result.pdf_size && request.sink == nullptr) result.pdf = run->whole.take();
    return result;
}

}  // namespace offprint::ops
