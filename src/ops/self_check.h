// The last look at a document before it goes out: read back and held against what it claims (check/check.h).
#pragma once
#include <string>

#include "base/diagnostic.h"

namespace offprint::ops {

/// Larger files, a table of some 40,000 rows, are left to `offprint check FILE.pdf`: what is noted of each element grows with the table, and the memory
/// that a table takes must not.
inline constexpr std::size_t kSelfCheckLimit = 8 << 20;

/// Checks a finished file. A rule that it does not keep is a fault of ours, reported as E808 with what was found; gives whether it keeps all.
bool self_check(std::string bytes, Diagnostics& diagnostics);

}  // namespace offprint::ops
