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

/// Steps that a comparison may take in all; what is left then is held together by members that stand once on each side.
inline constexpr std::size_t kMostSteps = 40'000'000;

/// A longest common subsequence, after Myers (An O(ND) Difference Algorithm, 1986), in time that grows with the number of differences. Where that would be more
/// than `steps`, or differences are more than 2,000, it is a common subsequence still, but there may be longer ones.
Pairs common_subsequence(std::span<std::uint32_t const> a, std::span<std::uint32_t const> b, std::size_t steps = kMostSteps);

}  // namespace offprint::compare
