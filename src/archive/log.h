// The log as it is read back: every record, held against the one before it.
#pragma once
#include "archive/merkle.h"
#include "archive/record.h"

namespace offprint::archive {

/// A record, its bytes and their leaf hash.
struct Entry {
    Record record;
    std::string bytes;
    Sha256Digest leaf{};
};

/// A file of the log: its name, which is the number of its first record, and its bytes.
struct Segment {
    std::string name, bytes;
};

struct Log {
    std::vector<Entry> entries;
    std::string torn;       // what stands behind the last whole record, where it may be the first part of one
    std::string fault;      // the first thing that is wrong; empty: nothing. Entries are those before it
    std::size_t whole = 0;  // bytes of the last segment up to the last whole record
    /// Leaf hashes in order.
    std::vector<Sha256Digest> leaves() const;
};

/// Roots of the log at every size, from that of no record on.
std::vector<Sha256Digest> roots_of(std::vector<Entry> const& entries);

/// "00000000000000000000.seg"
std::string segment_name(std::uint64_t first);
/// Reads segments in the order of their names. Any bytes at worst give a fault.
Log read_log(std::vector<Segment> const& segments);

}  // namespace offprint::archive
