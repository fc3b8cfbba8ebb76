// From objects to a file: compact, with our own object and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8), or plain, as
// libharu saves it, for reading with a pager.
#pragma once
#include <string>

#include "pdf/haru.h"
#include "pdf/workers.h"

namespace offprint::pdf {

/// The whole file, the file identifier set from the SHA-256 of its bytes with the identifier zeroed. Call once.
std::string write_compact(Haru& haru, Workers& workers);
std::string write_plain(Haru& haru);

}  // namespace offprint::pdf
