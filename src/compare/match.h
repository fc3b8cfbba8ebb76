// Which block of a new document is which of the old one.
#pragma once
#include <map>
#include <optional>

#include "compare/document.h"
#include "compare/sequence.h"

namespace offprint::compare {

/// Blocks that are the same one, or a block that only one side has.
struct Match {
    std::optional<std::size_t> before, after;  // indexes
    bool moved = false;
};

/// In the order of the new document; what is gone stands where it was. First blocks with equal words that keep their order, then between them blocks of
/// one kind that are alike, then those that stand elsewhere.
std::vector<Match> match_blocks(std::vector<Block> const& before, std::vector<Block> const& after, Budget& budget);

/// Numbers for texts, the same for the same ones.
class Numbering {
public:
    std::uint32_t of(std::string const& text) { return numbers_.emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second; }

private:
    std::map<std::string, std::uint32_t> numbers_;
};

}  // namespace offprint::compare
