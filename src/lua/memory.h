// The memory of an interpreter, counted.
#pragma once
#include <cstddef>

namespace offprint::lua {

/// How much is taken, and how much may be.
struct Memory {
    std::size_t used = 0, limit = 0;
};

/// Lua's allocator over a `Memory`; null once the limit is reached, which Lua reports as a want of memory.
void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size);

}  // namespace offprint::lua
