// What changed between two documents, each a tagged PDF or an article, which is then rendered in memory.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compare/data_sets.h"
#include "compare/report.h"
#include "ops/pipeline.h"

namespace offprint::ops {

/// One of the two.
struct Issue {
    std::string pdf;
    compare::Document document;
    std::vector<compare::DataSet> data;
};

/// Opens a PDF or an article. `how` gives share folder, font folders and threads. E803: no readable PDF; E870: one without tags; faults of an article are told
/// as `check` tells them.
std::optional<Issue> open_issue(std::string const& path, RenderRequest const& how, Sources& sources, Diagnostics& diagnostics);

/// The changed pages with their pictures; W871 where there are none to be had. `outlined`: changes are framed in the pictures themselves.
enum class Outlined { No, Yes };
std::vector<compare::PagePair> pictured_pages(compare::Report const& report, Issue const& before, Issue const& after, Outlined outlined,
                                              Diagnostics& diagnostics);

/// The report as a PDF of our own. `date` is that of the new document where it has one.
std::optional<std::string> pdf_report(compare::Report const& report, std::vector<compare::PagePair> const& pages, RenderRequest const& how, Sources& sources,
                                      Diagnostics& diagnostics);

}  // namespace offprint::ops
