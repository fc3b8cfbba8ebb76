#include "reader/places.h"

#include <algorithm>

namespace offprint::reader {

Place Places::at(Block const& block, std::uint32_t offset) {
    if (offset >= block.count) return Place();
    Place place = block.first;
    place.index = (place.index + offset) & 0xFFFFFF;
    return place;
}

void Places::add(std::uint32_t number, Place place) {
    size_ = std::max(size_, number + 1);
    if (number / kBlock >= blocks_.size()) blocks_.resize(number / kBlock + 1);
    Block& block = blocks_[number / kBlock];
    std::uint32_t const offset = number % kBlock;
    if (block.list == kNone) {
        if (offset < block.count) return;
        bool const begins = offset == 0;
        bool const goes_on = offset == block.count && place.where == block.first.where && place.index == block.first.index + offset;
        if (place.kind == Place::Kind::InStream && (begins || goes_on)) {
            if (begins) block.first = place;
            ++block.count;
            return;
        }
        List& list = lists_.emplace_back();
        for (std::uint32_t i = 0; i < block.count; ++i) list[i] = at(block, i);
        block.list = static_cast<std::uint32_t>(lists_.size() - 1);
    }
    Place& known = lists_[block.list][offset];
    if (known.kind != Place::Kind::Free || known.index != 0) return;
    known = place;
    // One that is free is told from an unknown one by its index.
    if (place.kind == Place::Kind::Free) known.index = 1;
}

Place Places::operator[](std::uint32_t number) const {
    if (number >= size_) return Place();
    Block const& block = blocks_[number / kBlock];
    return block.list == kNone ? at(block, number % kBlock) : lists_[block.list][number % kBlock];
}

}  // namespace offprint::reader
