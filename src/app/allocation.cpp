// The program's operator new: small blocks from base/small_blocks.h, larger ones from malloc. Not in a build with sanitizers, which watch
// over malloc, nor in tests.
#include <cstdlib>
#include <new>

#include "base/small_blocks.h"

void* operator new(std::size_t size) {
    for (;;) {
        if (void* const block = offprint::small_blocks::take(size)) return block;
        if (void* const block = std::malloc(size)) return block;
        std::new_handler const handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

void operator delete(void* block) noexcept {
    if (!offprint::small_blocks::give_back(block)) std::free(block);
}

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }
