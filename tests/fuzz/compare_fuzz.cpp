// libFuzzer: any bytes as a PDF are a document or refused; one that is read has no changes against itself, and every report on it and another can be made.
#include <cstdlib>

#include "compare/report.h"

namespace {

using namespace offprint;

std::optional<compare::Document> read(std::string bytes) {
    std::string error;
    compare::Refusal refusal = compare::Refusal::Damaged;
    auto const file = reader::File::open(std::move(bytes), error);
    return file ? compare::read_document(*file, "fuzz.pdf", refusal, error) : std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto const document = read(std::string(reinterpret_cast<char const*>(data), size));
    if (!document) return 0;
    if (!compare::compare(*document, *document).is_same()) std::abort();
    compare::Document other = *document;
    other.blocks.resize(other.blocks.size() / 2);
    compare::Comparison const comparison = compare::compare(*document, other);
    compare::Report const report{*document, other, comparison};
    auto const pages = compare::changed_pages(report);
    compare::text_report(report);
    compare::json_report(report);
    compare::html_report(report, pages);
    compare::article_report(report, pages, "2026-06-15", [](char32_t c) { return c < 0x250; });
    return 0;
}
