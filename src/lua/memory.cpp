#include "lua/memory.h"

#include <cstdlib>

namespace offprint::lua {

void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size) {
    auto& counted = *static_cast<Memory*>(memory);
    if (block == nullptr) old_size = 0;  // it is a kind of object then
    if (new_size == 0) {
        std::free(block);
        counted.used -= old_size;
        return nullptr;
    }
    if (new_size > old_size && new_size - old_size > counted.limit - counted.used) return nullptr;
    void* const made = std::realloc(block, new_size);
    if (made != nullptr) counted.used += new_size - old_size;
    return made;
}

}  // namespace offprint::lua
