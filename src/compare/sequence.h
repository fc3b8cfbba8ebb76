// What two sequences have in common, in order.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace offprint::compare {

/// Indexes of equal members of two sequences, both ascending.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// Steps that a whole comparison may take, whatever its documents are made of. Two issues of 900 pages take a tenth of it.
struct Budget {
    std::size_t steps = 400'000'000;
    /// Takes some; false, and all is spent, where there are not so many left.
    bool take(std::size_t wanted) {
        bool const enough = steps >= wanted;
        steps -= enough ? wanted : steps;
        return enough;
    }
};

/// A longest common subsequence, after Myers (An O(ND) Difference Algorithm, 1986), in time that grows with the number of differences. Where that would be more
/// than the budget holds, or differences are more than 2,000, it is a common subsequence still, but there may be longer ones.
Pairs common_subsequence(std::span<std::uint32_t const> a, std::span<std::uint32_t const> b, Budget& budget);

}  // namespace offprint::compare
