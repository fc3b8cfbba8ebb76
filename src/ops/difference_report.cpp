#include <algorithm>

#include "base/file.h"
#include "fmt/format.h"
#include "ops/difference.h"
#include "ops/fonts.h"
#include "ops/scratch_folder.h"

namespace offprint::ops {
namespace {

/// Faces that a character may be set in: those of the layout `change-report` and their fallback.
constexpr std::string_view kFamilies[] = {"Source Serif 4", "Inter"};

/// A report on documents without a date is dated as PDF's own count of days begins; it says nothing.
constexpr std::string_view kNoDate = "2001-01-01";

bool write(std::string const& path, std::string const& bytes, Diagnostics& diagnostics) {
    std::string error;
    if (write_file_atomically(path, bytes, error)) return true;
    diagnostics.error("E704", {}, fmt::format("cannot write '{}': {}", path, error)).fault = FaultClass::OutputUnwritable;
    return false;
}

bool write_pictures(std::vector<compare::PagePair> const& pages, std::string const& folder, Diagnostics& diagnostics) {
    for (compare::PagePair const& pair : pages) {
        for (bool const is_before : {true, false}) {
            auto const& view = is_before ? pair.before : pair.after;
            if (!view || view->png.empty()) continue;
            if (!write(folder + "/" + compare::picture_name(is_before, view->page), view->png, diagnostics)) return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::string> pdf_report(compare::Report const& report, std::vector<compare::PagePair> const& pages, RenderRequest const& how, Sources& sources,
                                      Diagnostics& diagnostics) {
    text::FontCatalog catalog;
    add_fonts(catalog, how.share + "/fonts", sources, diagnostics);
    std::string error;
    std::vector<text::FontPtr> faces;
    for (std::string_view const family : kFamilies)
        if (text::FontPtr face = catalog.find(family, 400, false, error)) faces.push_back(std::move(face));
    auto const can_print = [&](char32_t c) {
        return std::any_of(faces.begin(), faces.end(), [&](text::FontPtr const& face) { return face->nominal_glyph(c) != 0; });
    };
    std::optional<ScratchFolder> const folder = ScratchFolder::make("diff");
    if (!folder) {
        diagnostics.error("E704", {}, "no folder for temporary files can be made").fault = FaultClass::OutputUnwritable;
        return std::nullopt;
    }
    std::string const date = data::parse_date(report.after.date) ? report.after.date : std::string(kNoDate);
    if (!write_pictures(pages, folder->path(), diagnostics)) return std::nullopt;
    RenderRequest request;
    request.article = folder->path() + "/article.yaml";
    request.share = how.share;
    request.threads = how.threads;
    request.top = folder->path();
    if (!write(request.article, compare::article_report(report, pages, date, can_print), diagnostics)) return std::nullopt;
    Diagnostics faults;
    RenderResult result = render(request, sources, faults);
    // Warnings of it are no business of who compares: a picture of 80 dots to the inch, a loose line.
    if (!result.pdf) diagnostics.append(faults);
    return std::move(result.pdf);
}

}  // namespace offprint::ops
