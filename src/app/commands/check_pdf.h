// `offprint check` of a finished PDF: what it claims, held against what it is.
#pragma once
#include <string>

namespace offprint::app {

struct PdfCheck {
    std::string path, format = "text", claims;
    bool review = false;  // the sheet for what only a person can judge, instead of findings
};

/// Whether a file begins as a PDF does, or is called one.
bool is_pdf(std::string const& path);
/// Prints what was found to standard output; gives the exit code: 0 nothing, 1 findings, 2 no readable file.
int check_pdf(PdfCheck const& what);
/// Prints the review sheet of a PDF's bytes. `name` is what it is called there.
int print_review(std::string bytes, std::string const& name, std::string const& format);

}  // namespace offprint::app
