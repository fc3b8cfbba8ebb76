// A folder that is written to each night has a ledger that grows each night, and every run reads all of it. What is still to be known of a long one is written
// anew; the old one stays beside it.
#pragma once
#include <functional>

#include "batch/ledger.h"
#include "batch/output.h"

namespace offprint::batch {

/// A shorter ledger is left as it is: it is read in a quarter of a second.
inline constexpr std::size_t kLongLedger = std::size_t{8} << 20;

/// What is known of PDFs beside the newest run's rows, by their paths: of those that `is_there` still finds.
std::vector<Entry const*> older_entries(History const& history, std::function<bool(Entry const&)> const& is_there);
/// Lines from which the same history is read, with these of the older PDFs.
std::string compacted(History const& history, std::vector<Entry const*> const& older);

/// Of a ledger of `limit` bytes or more that would be half as long or less: moves it to ledger-N.jsonl, puts what it comes down to in its place, and reads
/// that. At every moment one of the two stands there whole. 0 or a negative errno; then it is as it was.
int keep_short(archive::Io& io, OutPlaces const& places, std::string const& written, History& history, std::size_t limit = kLongLedger);

}  // namespace offprint::batch
