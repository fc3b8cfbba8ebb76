// A record of the log: who did what, when, to which object; and its frame in a segment.
#pragma once
#include "archive/value.h"
#include "base/sha256.h"

namespace offprint::archive {

/// Longer records are neither written nor read.
inline constexpr std::size_t kLongestRecord = 16u << 20;

struct Actor {
    std::string id, host, program, version;
};

/// `action`: schema ingest approve distribute supersede withdraw retain hold release export verify repair dispose.
struct Record {
    std::uint64_t seq = 0;
    std::string time;  // UTC, "2026-06-15T12:00:00Z"
    std::string prev;  // leaf hash of the record before, in hex; of the first: empty
    Actor actor;
    std::string action;
    std::string object;  // SHA-256 of the object that it is about; may be empty
    std::string report;  // "r17": by the number of its ingest; may be empty
    Map detail;
};

/// Canonical JSON: the bytes that are hashed.
std::string to_bytes(Record const& record);
/// Reads what `to_bytes` wrote; nothing for any other bytes.
std::optional<Record> read_record(std::string_view bytes);
/// SHA-256(0x00 || bytes) (RFC 9162, 2.1.1).
Sha256Digest leaf_hash(std::string_view bytes);

/// CRC-32C (Castagnoli).
std::uint32_t crc32c(std::string_view bytes);
/// A record as it stands in a segment: its length and the CRC-32C of length and bytes, each as four bytes, little end first, then the bytes.
std::string framed(std::string_view bytes);

/// One frame read at `at`.
struct Frame {
    enum class Kind { Whole, Torn, Damaged } kind = Kind::Damaged;
    std::string_view bytes;
    std::size_t end = 0;  // of a whole frame
};
/// Torn: what is there may be the first part of a frame, and nothing stands behind it.
Frame read_frame(std::string_view segment, std::size_t at);

/// Lower-case hex of 64 digits to 32 bytes; nothing for anything else.
std::optional<Sha256Digest> digest_of_hex(std::string_view hex);

}  // namespace offprint::archive
