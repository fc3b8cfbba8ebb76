// What the document says about itself, twice: the Info dictionary and XMP (ISO 16684-1), always the same.
#pragma once
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "pdf/profile.h"
#include "pdf/writer.h"

namespace offprint::pdf {

/// A locked copy tells the SHA-256 of the file that was locked, which is known when that is written: the digest is taken with this in its place and put there.
inline constexpr std::string_view kOpenDigest = "0000000000000000000000000000000000000000000000000000000000000000";
/// What stands before it in the packet.
inline constexpr std::string_view kUnlockedBefore = "<offprint:unlocked xmlns:offprint=\"urn:offprint:record:1\">";

/// The metadata as they are written: line breaks made blanks. Reports what is ill-formed (E720) or what the profile misses (E721); none: nothing is claimed.
Metadata checked_metadata(Metadata metadata, Profile const* profile, Diagnostics& diagnostics);
/// "D:20260615000000Z" of an ISO date (7.9.4).
std::string pdf_date(std::string const& iso);
/// Body of the Info dictionary.
std::string info_entries(Metadata const& metadata);
/// The XMP packet.
std::string xmp_packet(Metadata const& metadata, Profile const* profile);

}  // namespace offprint::pdf
