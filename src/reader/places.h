// Where the objects of a file stand. A long table has a million, two hundred to an object stream: most of their places follow from the first of a few.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <vector>

namespace offprint::reader {

struct Place {
    enum class Kind : std::uint64_t { Free, Offset, InStream };
    static constexpr std::uint64_t kFarthest = (std::uint64_t{1} << 38) - 1;
    Kind kind : 2 = Kind::Free;
    std::uint64_t index : 24 = 0;  // within the object stream
    std::uint64_t where : 38 = 0;  // offset, or number of the object stream
};

/// By number of object.
class Places {
public:
    /// The place of a number, where it is not known yet.
    void add(std::uint32_t number, Place place);
    /// Free for what was never told.
    Place operator[](std::uint32_t number) const;
    /// One more than the largest number.
    std::uint32_t size() const { return size_; }

private:
    static constexpr std::uint32_t kBlock = 32, kNone = 0xFFFFFFFF;
    /// Of consecutive numbers; they stand one after another in one object stream, or in a list.
    struct Block {
        Place first;
        std::uint32_t count = 0;     // from the first on, that stand so
        std::uint32_t list = kNone;  // where they do not
    };
    using List = std::array<Place, kBlock>;
    static Place at(Block const& block, std::uint32_t offset);

    std::vector<Block> blocks_;
    std::deque<List> lists_;
    std::uint32_t size_ = 0;
};

}  // namespace offprint::reader
