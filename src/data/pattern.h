// Patterns that texts of a column or a parameter must match as a whole: a small regular language, matched in steps that grow with text times pattern.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace offprint::data {

/// Characters, `.`, sets `[A-Z0-9_]` and `[^…]`, `\d` `\w`, and `\` before what is meant as it is, each with `?` `*` `+` `{n}` `{m,n}`. No groups, no
/// alternatives.
class Pattern {
public:
    /// Nothing, reported at the character (E332), for what is no pattern.
    static std::optional<Pattern> parse(SourcedText const& text, Diagnostics& diagnostics);
    bool matches(std::string_view text) const;

private:
    struct Atom {
        std::vector<std::pair<char32_t, char32_t>> ranges;  // both included
        bool negated = false;
        bool optional = false, repeats = false;
        bool takes(char32_t c) const;
    };
    std::vector<Atom> atoms_;
};

}  // namespace offprint::data
