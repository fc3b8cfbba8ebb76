// A hash map from byte strings, for caches that are asked far more often than they grow.
#pragma once
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offprint::text {

/// Open addressing: a question costs one look at a table of eight bytes a slot and one at the entry. Values keep their place until `clear`.
template <typename Value>
class KeyMap {
public:
    Value* find(std::string_view key) {
        if (slots_.empty()) return nullptr;
        std::uint32_t const hash = hash_of(key);
        for (std::size_t at = hash & mask(); slots_[at].entry != 0; at = (at + 1) & mask()) {
            if (slots_[at].hash != hash) continue;
            Entry& entry = entries_[slots_[at].entry - 1];
            if (entry.key == key) return &entry.value;
        }
        return nullptr;
    }
    /// The key must be new.
    Value& add(std::string_view key, Value value) {
        if (2 * (entries_.size() + 1) > slots_.size()) grow();
        entries_.push_back({std::string(key), std::move(value)});
        put(hash_of(key), static_cast<std::uint32_t>(entries_.size()));
        return entries_.back().value;
    }
    void clear() {
        slots_.clear();
        entries_.clear();
    }
    std::size_t size() const { return entries_.size(); }

private:
    struct Slot {
        std::uint32_t hash = 0, entry = 0;  // entry: 1 + its number; 0: free
    };
    struct Entry {
        std::string key;
        Value value;
    };
    /// Eight bytes at a time are multiplied, and both halves of the product kept. Keys are short: a call would take longer than this.
    static std::uint32_t hash_of(std::string_view key) {
        constexpr std::uint64_t kOdd = 0x9E37'79B9'7F4A'7C15;  // 2^64 by the golden ratio
        auto const folded = [](std::uint64_t a, std::uint64_t b) {
            __extension__ using Wide = unsigned __int128;
            Wide const product = static_cast<Wide>(a) * b;
            return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
        };
        auto const read = [&]<class Number>(std::size_t at, Number number) {
            std::memcpy(&number, key.data() + at, sizeof number);
            return static_cast<std::uint64_t>(number);
        };
        std::size_t const size = key.size();
        std::uint64_t hash = kOdd ^ size, last = 0;
        for (std::size_t at = 0; at + 8 < size; at += 8) hash = folded(hash ^ read(at, std::uint64_t{}), kOdd);
        if (size >= 8)
            last = read(size - 8, std::uint64_t{});
        else if (size >= 4)
            last = read(0, std::uint32_t{}) << 32 | read(size - 4, std::uint32_t{});
        else if (size > 0)
            last = read(0, std::uint8_t{}) << 16 | read(size / 2, std::uint8_t{}) << 8 | read(size - 1, std::uint8_t{});
        return static_cast<std::uint32_t>(folded(hash ^ last, kOdd));
    }
    std::size_t mask() const { return slots_.size() - 1; }
    void put(std::uint32_t hash, std::uint32_t entry) {
        std::size_t at = hash & mask();
        while (slots_[at].entry != 0) at = (at + 1) & mask();
        slots_[at] = {hash, entry};
    }
    void grow() {
        std::vector<Slot> const old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 256 : 2 * slots_.size()));
        for (Slot const& slot : old)
            if (slot.entry != 0) put(slot.hash, slot.entry);
    }

    std::vector<Slot> slots_;  // a power of two of them, half empty at least
    std::deque<Entry> entries_;
};

}  // namespace offprint::text
