// What a file claims to be: the table of profiles. A profile is a row; what it asks of a document is asked here and nowhere else,
// and what it forbids is an error, never a silent downgrade (reference/compliance.md, 1).
#pragma once
#include <span>
#include <string_view>

namespace offprint::pdf {

struct Profile {
    std::string_view name;
    std::string_view about;  // a line for --help
    int pdfa_part;           // ISO 19005; 0: none
    char pdfa_conformance;   // 'A': tagged; of part 4 'F': with files of any kind
    int pdfua_part;          // ISO 14289
    bool attaches_sources;   // article, data, layout and build manifest ride along
    bool is_sealed;          // signed in its one revision: it is never written without a key
    bool is_locked;          // encrypted: it is never written without a password

    /// Written by the rules of PDF 2.0 (ISO 32000-2): its structure types, structure destinations, no Info.
    bool is_pdf2() const { return pdfa_part >= 4; }
};

std::span<Profile const> profiles();
/// The profile of a name, or null.
Profile const* find_profile(std::string_view name);
/// What is written unless something else is asked for.
inline constexpr std::string_view kDefaultProfile = "client";

}  // namespace offprint::pdf
