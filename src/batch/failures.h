// Rows that have no PDF: kept to be written as a file of rows that completes the run, and counted against what a run may lose.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "batch/row_work.h"

namespace offprint::batch {

/// How many rows may fail: a number, or a share once enough rows are done for it to mean something.
struct Budget {
    std::optional<std::uint64_t> number;
    double share = 0.05;
    std::uint64_t judged_from = 200;

    bool is_spent(std::uint64_t failed, std::uint64_t done) const;
};
/// `25` or `5%`; nothing for anything else.
std::optional<Budget> read_budget(std::string_view text);

/// Why a row has no PDF, by row.
using Failures = std::map<std::size_t, RowFault>;

/// `clients.csv:14:3`, or empty.
std::string place_of(RowFault const& fault);

/// The rows as they were read, with code, message and place: to be mended and given to the next run as its rows.
std::string failures_csv(Rows const& rows, Failures const& failures);

}  // namespace offprint::batch
