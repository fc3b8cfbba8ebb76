// The stages strung together: an article's path in, a PDF's bytes out. Reads like a table of contents.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_sink.h"
#include "base/diagnostic.h"
#include "bind/bind.h"
#include "data/record.h"
#include "ops/finishing.h"
#include "ops/number_audit.h"
#include "ops/sign.h"

namespace offprint::ops {

/// What a render was asked for.
struct RenderRequest {
    std::string article;                                          // path
    std::string layout, paper;                                    // override the article's own
    std::string profile;                                          // PDF profile; overrides the layout's
    std::vector<std::pair<std::string, std::string>> settings;    // --set key=value: top-level keys of the article
    std::vector<bind::Given> parameters;                          // --param name=value, --params file, a row of a batch
    std::string as_of, run_id;                                    // --as-of, the only "now" of a run; --run-id
    std::string snapshot;                                         // a folder of answers, which databases are not asked for again; empty: they are
    std::shared_ptr<bind::Connections> connections;               // to databases, that other renders use too; null: its own
    std::vector<std::pair<std::string, std::string>> allowances;  // --allow rule=reason
    std::string approver;                                         // --approver; who answers for them
    std::string date;                                             // --date; else the article's, else SOURCE_DATE_EPOCH (given here as a date too)
    std::vector<std::string> font_folders;
    std::string share;  // the program's share folder
    std::string top;    // a folder above which no workspace is looked for; what it names as fonts may be missing. For a rebuild from attached files
    unsigned threads = 2;
    bool is_rebuild = false;  // from what an archive copy carries: sources may be excerpts, so rules for them as a whole are not held again
    bool lenient = false;     // typesetting faults become warnings, the page is made all the same
    bool want_dump = false;
    bool want_pdf = true;
    bool want_numbers = false;  // fill RenderResult::numbers
    ByteSink* sink = nullptr;   // where the PDF goes; none: into the result. What came there is good only if the result has `pdf_size`
    bool object_streams = true;
    SigningRequest signing;  // for a profile that is sealed, and for no other
    FinishingRequest finishing;
    bool want_places = false;                 // fill RenderResult::places
    int free_rounds = 6;                      // of breaking pages before the pages that are printed keep room (ops/typeset.h); tests take fewer
    std::optional<std::size_t> explain_page;  // from 1: say why this page ends where it ends, and make nothing else
};

/// Wall time of a stage, for --timings.
struct StageTime {
    std::string stage;
    double milliseconds = 0;
};

struct RenderResult {
    std::optional<std::string> pdf;         // where no sink was given
    std::optional<std::uint64_t> pdf_size;  // of what was made
    std::string dump;
    std::string explanation;
    std::string unlocked_digest;  // of a locked one: SHA-256 of what was locked
    std::size_t pages = 0;
    std::vector<StageTime> times;
    /// What the run worked with. Nobody has a use for it; who ends the process next need not take the time to take it apart.
    std::shared_ptr<void const> remains;
    std::optional<NumberAudit> numbers;     // of the prose
    std::vector<std::vector<Span>> places;  // by page and mark (MCID): where its author wrote what is marked
};

/// Renders. Faults go to `diagnostics`; with an error in it there is no PDF.
RenderResult render(RenderRequest const& request, Sources& sources, Diagnostics& diagnostics);

/// The version and what it was built with, for PDF metadata and --version.
std::string program_version();

}  // namespace offprint::ops
