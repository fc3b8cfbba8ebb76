// What a finished file is checked for: a table of rules, each with the clauses that it comes from. What a rule looks at stands in the files *_rules.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace offprint::check {

/// Claims of a file, and so what it must keep; `kHouse` is what we ask of every file.
using Claims = std::uint8_t;
inline constexpr Claims kA2 = 1, kA3 = 2, kA4 = 4, kUa1 = 8, kUa2 = 16, kHouse = 32;
inline constexpr Claims kA23 = kA2 | kA3, kA = kA2 | kA3 | kA4, kUa = kUa1 | kUa2, kAny = kA | kUa | kHouse;

struct Rule {
    std::string_view name;  // "file-header"
    Claims claims;          // whose files must keep it
    /// "A 6.1.2-1, UA ~7.21.5-1": clause and test as veraPDF numbers them, of PDF/A-2 and PDF/UA-1. With ~ only in part: of fonts, colours and contents of the
    /// kinds that we write.
    std::string_view clauses;
    std::string_view says;
};

/// All rules, in the order in which they are told.
std::span<Rule const> rules();
/// A rule by its name, which must be one.
Rule const& rule(std::string_view name);

/// A place where a file does not keep a rule.
struct Finding {
    Rule const* rule = nullptr;
    std::uint32_t object = 0;  // its number; 0: the file as a whole
    std::string words;
};

}  // namespace offprint::check
