// What the document says about itself, twice: the Info dictionary and XMP (ISO 16684-1), always the same.
#pragma once
#include <string>

#include "base/diagnostic.h"
#include "pdf/writer.h"

namespace offprint::pdf {

/// Whether the file says that it is PDF/A-2a and PDF/UA-1.
enum class Claim { None, PdfA2aAndPdfUa1 };

/// The metadata as they are written: line breaks made blanks. Reports what is missing or ill-formed (E720, E721).
Metadata checked_metadata(Metadata metadata, Claim claim, Diagnostics& diagnostics);
/// Body of the Info dictionary.
std::string info_entries(Metadata const& metadata);
/// The XMP packet.
std::string xmp_packet(Metadata const& metadata, Claim claim);

}  // namespace offprint::pdf
