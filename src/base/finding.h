// What a proof found, part by part.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

namespace offprint {

/// One part of a proof.
struct Finding {
    enum class Kind { Proved, Note, Differs } kind = Kind::Proved;  // a note says what could not be told, or is otherwise here; it decides nothing
    std::string part, words;
};

/// Whether there are findings and none of them speaks against the file.
inline bool is_proved(std::vector<Finding> const& findings) {
    return !findings.empty() && std::none_of(findings.begin(), findings.end(), [](Finding const& f) { return f.kind == Finding::Kind::Differs; });
}

}  // namespace offprint
