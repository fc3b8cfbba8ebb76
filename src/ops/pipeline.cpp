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
#include "ops/disclosures.h"
#include "ops/draft_stamp.h"
#include "ops/explain.h"
#include "ops/fonts.h"
#include "ops/pages.h"
#include "ops/pictures.h"
#include "ops/provenance.h"
#include "ops/self_check.h"
#include "ops/stock.h"
#include "ops/typeset.h"
#include "ops/workspace.h"
#include "pdf/metadata.h"
#include "pdf/profile.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kExplainedEnds = 8;

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
    std::optional<Stock> own;  // where there is none that lasts
    std::unique_ptr<Inputs> inputs;
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
    if (run.finishing->locks() && !diagnostics.has_errors() && !self_check(file, diagnostics)) return std::nullopt;
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

/// From what was read to a file: `first_source` is the first that went into it.
void print_copy(Run& run, Stock& stock, SourceId first_source, RenderRequest const& request, Diagnostics& diagnostics, StageClock& clock,
                RenderResult& result) {
    Inputs& in = *run.inputs;
    run.let_go(std::exchange(in.tree, {}), request.threads);
    if (in.profile != nullptr && has_right_key(request, *in.profile, diagnostics) && in.profile->is_sealed && request.want_pdf)
        run.signing = Signing::open(request.signing, diagnostics);
    if (request.want_pdf) run.finishing = Finishing::open(request.finishing, in.profile, diagnostics);

    bool const keeps = in.profile != nullptr && in.profile->attaches_sources;
    WorkspacePictures& pictures = run.pictures.emplace(in.workspace, keeps ? WorkspacePictures::Bytes::Keep : WorkspacePictures::Bytes::LetGo, diagnostics);
    RunningLogos logos;
    if (!in.head_logo.empty()) logos.head = pictures.read(in.head_logo, in.theme->head.logo.span());
    if (!in.foot_logo.empty()) logos.foot = pictures.read(in.foot_logo, in.theme->foot.logo.span());
    Typesetting& typesetting = run.typesetting.emplace(in, stock.shaper(), pictures, request.threads);
    // When all of it is set, a long document has better use for the room.
    if (!typesetting.may_build_again()) run.let_go(std::exchange(in.article.body, {}), request.threads);
    clock.done("typeset");
    SetArticle& set = typesetting.finish(request.free_rounds, diagnostics);
    if (!in.article.body.empty()) run.let_go(std::exchange(in.article.body, {}), request.threads);
    result.pages = set.plan.pages.size();
    clock.done("paginate");
    if (request.explain_page) {
        explain_page(*request.explain_page, set, stock.sources(), diagnostics, result);
        return;
    }
    // Lenient or not, there is no PDF without a date, and none that is not locked and should be.
    if (diagnostics.has_errors() && (!request.lenient || !in.article.date || (request.want_pdf && !run.finishing))) return;

    PagePainter& painter = run.painter.emplace(set, logos);
    std::string icc = stock.colour_profile(diagnostics);
    // What is made in spite of faults, or may hide some, claims nothing.
    pdf::Profile const* const claimed = diagnostics.has_errors() || request.lenient ? nullptr : in.profile;
    std::string const draft = in.disclosures.stamped ? stamp_words(in.disclosures) : "made with --lenient, not for clients";
    pdf::WriterOptions options{request.object_streams, std::move(icc), request.threads, claimed};
    options.font_memo = stock.font_memo();
    options.run_memo = stock.run_memo();
    bool const seals = claimed != nullptr && run.signing;
    if (seals) {
        crypto::Evidence const& evidence = run.signing->evidence();
        options.seal = pdf::Seal{run.signing->words(), set.tree.add(set.tree.root(), draw::Role::Form), evidence.certificates, evidence.revocation_lists,
                                 evidence.ocsp_responses};
    }
    bool const rewrites = run.finishing && run.finishing->is_needed();
    pdf::Metadata said = metadata_of(in.article, in.disclosures);
    if (rewrites && run.finishing->locks()) said.unlocked_digest = pdf::kOpenDigest;
    // What is still to be signed or locked goes nowhere before it is.
    bool const stays = seals || rewrites;
    pdf::Writer& writer = run.writer.emplace(std::move(said), std::move(options), set.tree, request.sink != nullptr && !stays ? *request.sink : run.whole);
    compliance::PageCheck check({in.article, in.clauses, in.disclosures.standings, in.disclosures.policy ? &*in.disclosures.policy : nullptr,
                                 in.disclosures.active, in.disclosures.place, compliance::tells_promises(diagnostics)},
                                set.tree);
    for (std::size_t page = 0; page < set.plan.pages.size(); ++page) {
        draw::Page painted = painter.paint(page);
        check.see(page, painted.frame);
        if (in.disclosures.stamped || request.lenient) stamp_draft(painted.frame, draft, set);
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
        for (Span const key : in.uncut)
            diagnostics.warning("W809", key, "a part of a source is chosen by a value, but the whole of it is attached: the copy may carry what is others'",
                                "only CSV files and answers of databases are cut, by 'only' where the file or query stands");
        BuildChoices const choices{in.layout_name, in.paper_name, in.article.date->iso(), std::string(claimed->name), in.parameters, in.answers, in.excerpts};
        writer.attach(provenance(request, in.workspace, stock.sources(), first_source, pictures.files(), choices, *in.fonts, diagnostics));
    }
    if (request.want_pdf) result.pdf_size = writer.finish(outline, diagnostics);
    if (request.want_places && result.pdf_size) result.places = places_of(writer, set.tree, result.pages);
    clock.done("write");
    // A page to look at may lack a disclosure only where it says that it is a draft.
    bool const hides = unseen.has_errors() && !in.disclosures.stamped;
    if (diagnostics.has_errors() && (!request.lenient || hides)) result.pdf_size.reset();
    if (result.pdf_size && stays) {
        std::optional<std::string> const finished = finish(run, seals, result, diagnostics);
        result.pdf_size.reset();
        if (!finished) return;
        result.pdf_size = finished->size();
        clock.done(seals ? "sign" : "rewrite");
        (request.sink != nullptr ? *request.sink : run.whole).append(*finished);
    }
    if (result.pdf_size && request.sink == nullptr) result.pdf = run.whole.take();
}

}  // namespace

std::string program_version() { return OFFPRINT_VERSION; }

RenderResult render(RenderRequest const& request, Sources& sources, Diagnostics& diagnostics) {
    RenderResult result;
    auto const first_source = static_cast<SourceId>(sources.count() + 1);
    StageClock clock(result.times);
    auto const run = std::make_shared<Run>();
    result.remains = run;
    Stock& stock = run->own.emplace(sources, false);
    run->inputs = std::make_unique<Inputs>();
    if (stock.open(request, diagnostics, clock) && stock.read_copy(*run->inputs, request, diagnostics, clock)) {
        if (request.want_numbers) result.numbers = audit_numbers(*run->inputs, diagnostics);
        print_copy(*run, stock, first_source, request, diagnostics, clock, result);
    }
    return result;
}

RenderResult render(RenderRequest const& request, Stock& stock, std::unique_ptr<Inputs> inputs, Diagnostics& diagnostics) {
    RenderResult result;
    StageClock clock(result.times);
    auto const run = std::make_shared<Run>();
    result.remains = run;
    run->inputs = std::move(inputs);
    print_copy(*run, stock, 1, request, diagnostics, clock, result);
    return result;
}

}  // namespace offprint::ops
