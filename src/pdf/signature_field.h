// A signature in a file before it is one: its dictionary with a hole, the field that holds it, what it can later be checked by (ISO 32000-1, 12.7.4.5 and 12.8;
// ETSI EN 319 142-1). The writer and an appended revision write the same.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::pdf {

/// What a signature says beside who made it.
struct SignatureWords {
    std::string name, reason, location;  // UTF-8, one line
    std::string date;                    // ISO 8601 UTC
    std::size_t room = 16384;            // bytes that the signature may take
    bool certifies = false;              // no change to the file is allowed afterwards (DocMDP, P 1)
    bool is_time_stamp = false;          // a document time stamp instead: none of the words
};

/// The largest `room`: a string of PDF/A has at most 32,767 bytes (ISO 19005-2, 6.1.13).
inline constexpr std::size_t kMostRoom = 32767;
/// What stands in ByteRange until the hole is filled: wide enough for any offset.
inline constexpr std::string_view kOpenRange = "0 9999999999 9999999999 9999999999";

/// Entries of the signature dictionary. It must stand by itself in the file, not in an object stream.
std::string signature_entries(SignatureWords const& words);

/// Numbers of objects around a signature.
struct SignaturePlace {
    std::uint32_t signature = 0, page = 0;
    std::int64_t struct_parent = -1;  // key in the parent tree; -1: the file is not tagged
    std::string field;                // "Signature1"
    std::string area = "0 0 0 0";     // Rect
    std::uint32_t appearance = 0;     // what is drawn there; 0: nothing
    bool is_pdf2 = false;             // in a file by the rules of PDF 2.0
};
/// Entries of field and widget in one (12.5.6.19): printable, locked. PDF/UA 7.18.1 wants its words.
std::string signature_widget_entries(SignatureWords const& words, SignaturePlace const& place);

/// Entries of a DSS dictionary of streams.
std::string evidence_entries(std::vector<std::uint32_t> const& certificates, std::vector<std::uint32_t> const& revocation_lists,
                             std::vector<std::uint32_t> const& ocsp_responses);

}  // namespace offprint::pdf
