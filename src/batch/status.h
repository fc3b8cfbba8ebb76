// What the ledger of a folder says, in words.
#pragma once
#include "batch/ledger.h"

namespace offprint::batch {

/// The newest run and its failed rows.
std::string status_text(History const& history);

}  // namespace offprint::batch
