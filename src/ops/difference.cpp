#include "ops/difference.h"

#include <algorithm>

#include "base/file.h"
#include "fmt/format.h"
#include "ops/manifest.h"
#include "ops/rebuild.h"
#include "raster/module.h"
#include "reader/attachments.h"

namespace offprint::ops {
namespace {

/// Of pictures that stand beside each other: letters of 8 pt can be read.
constexpr double kDotsPerInch = 80;
/// An article is no larger (ops/pipeline.cpp); of a file only so much is read to see what it is.
constexpr std::string_view kPdfMark = "%PDF-";
constexpr std::uint32_t kEdge = 0xD5DADE;
constexpr std::uint32_t kColors[] = {0xB8741C, 0x0D6B57, 0xA3352A, 0xB8741C};  // changed, added, removed, moved

bool is_pdf(std::string_view bytes) { return bytes.substr(0, 1024).find(kPdfMark) != std::string_view::npos; }

/// Renders an article with what it was made of attached, so that data can be compared; without, where an input cannot be attached.
std::optional<std::string> rendered(std::string const& path, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics) {
    RenderRequest request = how;
    request.article = path;
    request.profile = "archive";
    Diagnostics faults;
    RenderResult result = render(request, sources, faults);
    auto const cannot_attach = [](Diagnostic const& d) { return d.code == "E802"; };
    if (std::any_of(faults.items().begin(), faults.items().end(), cannot_attach)) {
        request.profile.clear();
        faults = {};
        result = render(request, sources, faults);
    }
    diagnostics.append(faults);
    return std::move(result.pdf);
}

/// The data behind what a PDF shows, if it carries what it was made of.
std::vector<compare::DataSet> data_of(std::vector<reader::AttachedFile> const& attached) {
    auto const at = std::find_if(attached.begin(), attached.end(), [](reader::AttachedFile const& f) { return f.name == kManifestName; });
    if (at == attached.end()) return {};
    Sources sources;
    Diagnostics ignored;
    std::optional<Manifest> const manifest = read_manifest(sources, sources.add(std::string(kManifestName), at->bytes), ignored);
    if (!manifest) return {};
    compare::AnswerFiles answers;
    for (ManifestFile const& file : manifest->files)
        for (std::string const& source : file.sources) answers.emplace(source, file.name);
    return compare::data_sets(attached, manifest->article, answers);
}

std::optional<compare::Document> refused(std::string const& path, compare::Refusal refusal, std::string const& error, Diagnostics& diagnostics) {
    switch (refusal) {
        case compare::Refusal::Untagged:
            diagnostics.error("E870", {}, fmt::format("'{}' has no tags, so its headings, paragraphs and tables are not known", path),
                              "files that offprint renders are tagged; other programs call it 'tagged PDF' or 'accessible PDF' when they export one");
            break;
        case compare::Refusal::Encrypted: diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: it is encrypted", path)); break;
        case compare::Refusal::Damaged: diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", path, error)); break;
    }
    return std::nullopt;
}

raster::Wish wish_of(compare::PageView const& view, Outlined outlined) {
    raster::Wish wish{view.page, {}};
    if (outlined == Outlined::No) return wish;
    wish.outlines.push_back({0, 0, 1, 1, kEdge});
    for (compare::Mark const& mark : view.marks)
        wish.outlines.push_back({mark.left, mark.top, mark.right, mark.bottom, kColors[static_cast<std::size_t>(mark.kind)]});
    return wish;
}

/// Fills in the pictures of one document; gives whether all are there.
bool fill_in(raster::Module const& raster, std::string const& pdf, std::vector<compare::PageView*> const& views, Outlined outlined) {
    std::vector<raster::Wish> wishes;
    for (compare::PageView const* const view : views) wishes.push_back(wish_of(*view, outlined));
    std::vector<raster::Picture> pictures = raster.pictures(pdf, wishes, kDotsPerInch);
    bool all = true;
    for (std::size_t i = 0; i < views.size() && i < pictures.size(); ++i) {
        all &= !pictures[i].png.empty();
        views[i]->png = std::move(pictures[i].png);
        views[i]->width = pictures[i].width;
        views[i]->height = pictures[i].height;
    }
    return all;
}

}  // namespace

std::optional<Issue> open_issue(std::string const& path, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    std::optional<std::string> bytes = read_file(path, kPdfLimit, error);
    if (!bytes) {
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: {}", path, error));
        return std::nullopt;
    }
    if (!is_pdf(*bytes)) bytes = rendered(path, how, sources, diagnostics);
    if (!bytes) return std::nullopt;
    std::optional<reader::File> const file = reader::File::open(*bytes, error);
    compare::Refusal refusal = compare::Refusal::Damaged;
    std::optional<compare::Document> document = file ? compare::read_document(*file, path, refusal, error) : std::nullopt;
    if (!document) return refused(path, refusal, error, diagnostics), std::nullopt;
    Issue issue{std::move(*bytes), std::move(*document), {}};
    // Attached files that cannot be read are no hindrance: the pages are what is compared first.
    if (auto const attached = reader::attached_files(*file, error)) issue.data = data_of(*attached);
    return issue;
}

std::vector<compare::PagePair> pictured_pages(compare::Report const& report, Issue const& before, Issue const& after, Outlined outlined,
                                              Diagnostics& diagnostics) {
    std::vector<compare::PagePair> pages = compare::changed_pages(report);
    if (pages.empty()) return pages;
    Diagnostics faults;
    auto const* const raster = load_module<raster::Module>(faults);
    std::vector<compare::PageView*> of_before, of_after;
    for (compare::PagePair& pair : pages) {
        if (pair.before) of_before.push_back(&*pair.before);
        if (pair.after) of_after.push_back(&*pair.after);
    }
    std::string why = "they cannot be drawn";
    if (raster == nullptr && !faults.items().empty()) why = faults.items().front().message;
    bool all = raster != nullptr;
    if (all) {
        all &= fill_in(*raster, before.pdf, of_before, outlined);
        all &= fill_in(*raster, after.pdf, of_after, outlined);
    }
    if (!all) diagnostics.warning("W871", {}, "pictures of pages are missing in the report: " + why);
    return pages;
}

}  // namespace offprint::ops
