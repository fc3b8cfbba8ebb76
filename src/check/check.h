// The self-check: a finished PDF, read back, held against what it claims to be. It knows nothing of how the file was made.
#pragma once
#include <optional>
#include <string>

#include "check/memo.h"
#include "check/rules.h"
#include "reader/file.h"

namespace offprint::check {

struct Report {
    Claims claims = 0;    // with kHouse
    std::string claimed;  // "PDF/A-2a and PDF/UA-1"; "nothing"
    std::size_t pages = 0, elements = 0, rules = 0;
    std::vector<Finding> findings;
};

/// More findings of one rule are not told.
inline constexpr std::size_t kMostFindings = 20;

/// Checks a file. `claims` stands for the file's own, where it is given; `memo` is of use where more files are checked.
Report check_file(reader::File const& file, std::optional<Claims> claims = {}, Memo* memo = nullptr);
/// The same of bytes; what cannot be read at all is a finding of the rule "readable".
Report check_bytes(std::string_view bytes, std::optional<Claims> claims = {}, Memo* memo = nullptr);

}  // namespace offprint::check
