// The Merkle tree over the leaves of the log (RFC 9162, 2.1): one hash for all of it, short proofs that a record is in it and that it only grew.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/sha256.h"

namespace offprint::archive {

using Leaves = std::span<Sha256Digest const>;

/// SHA-256(0x01 || left || right).
Sha256Digest node_hash(Sha256Digest const& left, Sha256Digest const& right);

/// The root of leaves that come one after the other.
class Tree {
public:
    void add(Sha256Digest const& leaf);
    std::uint64_t size() const { return size_; }
    /// Of no leaves: SHA-256 of nothing.
    Sha256Digest root() const;

private:
    std::vector<Sha256Digest> peaks_;  // of the full subtrees, the largest first
    std::uint64_t size_ = 0;
};

Sha256Digest root_of(Leaves leaves);
/// Hashes that lead from leaf `index` to the root (2.1.3.1).
std::vector<Sha256Digest> inclusion_proof(Leaves leaves, std::uint64_t index);
/// Whether they do (2.1.3.2).
bool is_included(Sha256Digest const& leaf, std::uint64_t index, std::uint64_t size, std::span<Sha256Digest const> proof, Sha256Digest const& root);
/// Hashes that show that the first `size` leaves are still as they were (2.1.4.1).
std::vector<Sha256Digest> consistency_proof(Leaves leaves, std::uint64_t size);
/// Whether they show it (2.1.4.2).
bool is_consistent(std::uint64_t old_size, Sha256Digest const& old_root, std::uint64_t size, Sha256Digest const& root, std::span<Sha256Digest const> proof);

}  // namespace offprint::archive
