// What a PDF of ours says of itself, for its record and for searching.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reader/attachments.h"

namespace offprint::archive {

/// A larger PDF is not archived.
inline constexpr std::size_t kPdfLimit = 2'000'000'000;

struct PdfFacts {
    std::string title, date;           // date: "2026-06-15"; both may be empty
    std::string profile;               // what it claims: "PDF/A-3A"; empty: nothing
    std::vector<std::string> authors;  // as its metadata names them
    std::uint64_t pages = 0;
    std::vector<reader::AttachedFile> attached;
};

/// Nothing, with the reason, for what is no PDF that can be read.
std::optional<PdfFacts> read_pdf(std::string bytes, std::string& error);
/// The text of its pages, in the order of painting; what cannot be read is left out.
std::string text_of_pdf(std::string bytes);

}  // namespace offprint::archive
