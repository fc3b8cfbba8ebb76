// Marks that elements hold, and the elements that the parent tree says hold them (ISO 32000-1, 14.7.4.4). A long table has a million: of those that lead to
// each other, as they should, there is a bit and about a byte.
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace offprint::check {

/// Numbers that mostly come near each other.
class PackedNumbers {
public:
    void add(std::uint32_t number);
    std::size_t size() const { return blocks_.size() * kBlock + last_.size(); }
    std::uint32_t operator[](std::size_t index) const;

private:
    static constexpr std::size_t kBlock = 64;
    /// The numbers of a block are told by their distance from its least.
    struct Block {
        std::uint32_t least, width;  // width: bytes a number
        std::size_t begin;
    };
    void close_block();

    std::vector<Block> blocks_;
    std::vector<std::uint8_t> bytes_;
    std::vector<std::uint32_t> last_;  // of a block that is not full
};

/// Numbers of marks that PDF/A does not allow are one.
inline std::int32_t as_mark(std::int64_t mark) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(mark, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

/// A mark that an element holds although the parent tree says otherwise, or as another one does.
struct HeldMark {
    std::uint32_t page = 0;  // number of its object
    std::int32_t mark = 0;
    std::uint32_t order = 0;    // of the element, in reading
    std::uint32_t element = 0;  // its number
    bool second = false;        // to the one that the parent tree names
};

class HeldMarks {
public:
    /// Where the elements of a list of the parent tree stand among all of them.
    struct List {
        std::size_t begin = 0, size = 0;
        std::uint32_t page = 0;  // whose marks they hold; of pages with one list the first
    };

    /// Before any mark is held: the lists of the parent tree.
    void add_list(std::int64_t key, std::vector<std::uint32_t> const& elements);
    /// Whether no more can be listed.
    bool is_full() const;
    /// The page that has a list.
    void set_page(std::int64_t key, std::uint32_t page);
    void begin_marks() { held_.resize(elements_.size()); }

    void hold(HeldMark mark);
    /// After all marks are held.
    void sort();

    List const* list(std::int64_t key) const;
    std::uint32_t element(std::size_t place) const { return elements_[place]; }
    /// Whether the element at a place of the parent tree holds its mark.
    bool is_held(std::size_t place) const { return held_[place]; }
    /// Those that are not as they should be, by page, mark and order.
    std::vector<HeldMark> const& others() const { return others_; }

private:
    std::map<std::int64_t, List> lists_;            // by key of the parent tree
    std::map<std::uint32_t, List const*> list_of_;  // by page
    PackedNumbers elements_;
    std::vector<bool> held_;
    std::vector<HeldMark> others_;
    List const* last_ = nullptr;  // of the page that was asked for last
    std::uint32_t last_page_ = 0;
};

}  // namespace offprint::check
