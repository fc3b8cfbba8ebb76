#include "archive/merkle.h"

#include <bit>

namespace offprint::archive {
namespace {

std::string_view view(Sha256Digest const& digest) { return {reinterpret_cast<char const*>(digest.data()), digest.size()}; }

/// The largest power of two below `n` (n > 1).
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

/// SUBPROOF of RFC 9162, 2.1.4.1.
std::vector<Sha256Digest> subproof(Leaves leaves, std::uint64_t size, bool is_whole) {
    if (size == leaves.size()) return is_whole ? std::vector<Sha256Digest>() : std::vector{root_of(leaves)};
    std::uint64_t const k = split(leaves.size());
    std::vector<Sha256Digest> out;
    if (size <= k) {
        out = subproof(leaves.first(k), size, is_whole);
        out.push_back(root_of(leaves.subspan(k)));
    } else {
        out = subproof(leaves.subspan(k), size - k, false);
        out.push_back(root_of(leaves.first(k)));
    }
    return out;
}

}  // namespace

Sha256Digest node_hash(Sha256Digest const& left, Sha256Digest const& right) {
    Sha256 hash;
    hash.add("\x01");
    hash.add(view(left));
    hash.add(view(right));
    return hash.finish();
}

void Tree::add(Sha256Digest const& leaf) {
    peaks_.push_back(leaf);
    ++size_;
    for (std::uint64_t n = size_; (n & 1) == 0; n >>= 1) {
        Sha256Digest const right = peaks_.back();
        peaks_.pop_back();
        peaks_.back() = node_hash(peaks_.back(), right);
    }
}

Sha256Digest Tree::root() const {
    if (peaks_.empty()) return sha256({});
    Sha256Digest out = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i-- > 0;) out = node_hash(peaks_[i], out);
    return out;
}

Sha256Digest root_of(Leaves leaves) {
    Tree tree;
    for (Sha256Digest const& leaf : leaves) tree.add(leaf);
    return tree.root();
}

std::vector<Sha256Digest> inclusion_proof(Leaves leaves, std::uint64_t index) {
    if (leaves.size() <= 1) return {};
    std::uint64_t const k = split(leaves.size());
    bool const is_left = index < k;
    std::vector<Sha256Digest> out = is_left ? inclusion_proof(leaves.first(k), index) : inclusion_proof(leaves.subspan(k), index - k);
    out.push_back(root_of(is_left ? leaves.subspan(k) : leaves.first(k)));
    return out;
}

bool is_included(Sha256Digest const& leaf, std::uint64_t index, std::uint64_t size, std::span<Sha256Digest const> proof, Sha256Digest const& root) {
    if (index >= size) return false;
    std::uint64_t node = index, last = size - 1;
    Sha256Digest hash = leaf;
    for (Sha256Digest const& other : proof) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            hash = node_hash(other, hash);
            while ((node & 1) == 0 && node != 0) node >>= 1, last >>= 1;
        } else {
            hash = node_hash(hash, other);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

std::vector<Sha256Digest> consistency_proof(Leaves leaves, std::uint64_t size) {
    if (size == 0 || size >= leaves.size()) return {};
    return subproof(leaves, size, true);
}

bool is_consistent(std::uint64_t old_size, Sha256Digest const& old_root, std::uint64_t size, Sha256Digest const& root, std::span<Sha256Digest const> proof) {
    if (old_size > size) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (old_size == 0) return proof.empty();
    std::vector<Sha256Digest> path(proof.begin(), proof.end());
    if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
    if (path.empty()) return false;
    std::uint64_t node = old_size - 1, last = size - 1;
    while ((node & 1) != 0) node >>= 1, last >>= 1;
    Sha256Digest old_hash = path.front(), hash = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            old_hash = node_hash(path[i], old_hash);
            hash = node_hash(path[i], hash);
            while ((node & 1) == 0 && node != 0) node >>= 1, last >>= 1;
        } else {
            hash = node_hash(hash, path[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace offprint::archive
