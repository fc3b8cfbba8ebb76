// Files that ride along in a PDF as associated files (ISO 19005-3, 6.8; ISO 32000-2, 7.11.4 and 14.13).
#pragma once
#include <span>
#include <string>

#include "pdf/haru.h"
#include "pdf/workers.h"
#include "pdf/writer.h"

namespace offprint::pdf {

/// Attaches the files, dated `date` (as in Metadata: a file's own time would not be the same everywhere). Gives the entries of the catalogue, "" for no files.
std::string write_attachments(Haru& haru, std::span<Attachment const> files, std::string const& date);

}  // namespace offprint::pdf
