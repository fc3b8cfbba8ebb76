// A run: one article, many rows, a PDF for each; begun, watched, resumed, sealed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "batch/failures.h"
#include "batch/pool.h"
#include "batch/progress.h"
#include "ops/pipeline.h"
#include "ops/press.h"

namespace offprint::batch {

/// How a run can end (design.md, section 3).
enum class Outcome { Done = 0, SomeFailed = 1, InputWrong = 2, Unavailable = 3, Unwritable = 4, Interrupted = 5, BudgetSpent = 6, Locked = 7, Bug = 70 };

struct RunRequest {
    ops::RenderRequest render;  // as_of and run_id are in it
    RowsRequest rows;
    std::string out = "out", label;  // label: of the run in metrics
    std::string
        snapshot;  // folder from which all data come, frozen there before the first row if it is not there yet; empty: sources are read as rows need them
    PoolOptions pool;
    RowRules rules;
    Budget budget;
    std::optional<std::int64_t> deadline;  // seconds since 1970: no row is begun after it
    std::string log, metrics;              // files; empty: none
    bool log_values = false;
    ProgressKind progress = ProgressKind::None;
    double lock_wait = 2;                            // seconds
    std::vector<double> source_delays = {1, 5, 30};  // seconds before a row whose source is unavailable is tried again; then the run ends
};

struct RunResult {
    Outcome outcome = Outcome::Done;
    Counts counts;
    std::string root;   // of the seal; empty: not sealed
    std::string words;  // why it ended, where it is not by being done
    Stages stages;      // of all rows together, if the rules ask for it
};

/// Runs it on a press for `request.render`. Faults before the first row go to `diagnostics`, with places in the press's sources; those of rows to standard
/// error (the first of them), the log, the ledger and failed.csv.
/// `io` is the way to the run's folder: ledger, PDFs, failures, seal.
RunResult run_batch(RunRequest const& request, ops::Press& press, archive::Io& io, Diagnostics& diagnostics);

}  // namespace offprint::batch
