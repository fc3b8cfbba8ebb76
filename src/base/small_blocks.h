// Small blocks of memory, faster and closer together than malloc has them. A long article makes some millions, most of which live as long
// as the run; malloc adds eight bytes to each and spends a tenth of the run on finding neighbours to join. Here blocks of a size stand in
// spans of their own, without anything between them, and a block given back goes on a list of its thread.
#pragma once
#include <cstddef>

namespace offprint::small_blocks {

/// Larger blocks are not dealt with here.
inline constexpr std::size_t kLargest = 4096;

/// A block of at least `size` bytes, aligned to 16, for any thread to use; null if `size` is over kLargest or there is no room.
void* take(std::size_t size) noexcept;

/// Takes a block back, on whichever thread; false if it is not from here.
bool give_back(void* block) noexcept;

/// Gives the system back the memory of spans of which no block is in use, as far as this thread and those that ended know: after something large was let go.
/// The spans stay set aside, now for blocks of any size.
void trim() noexcept;

/// Bytes of all spans so far, whether their blocks are in use or not.
std::size_t reserved() noexcept;

}  // namespace offprint::small_blocks
