// The last look at a document before it goes out: read back and held against what it claims (check/check.h).
#pragma once
#include <string_view>

#include "base/diagnostic.h"
#include "check/memo.h"

namespace offprint::ops {

/// Checks a finished file. A rule that it does not keep is a fault of ours, reported as E808 with what was found; gives whether it keeps all.
bool self_check(std::string_view bytes, Diagnostics& diagnostics, check::Memo* memo = nullptr);

}  // namespace offprint::ops
