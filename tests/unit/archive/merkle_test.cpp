#include "archive/merkle.h"

#include <bit>
#include <catch2/catch.hpp>

using namespace offprint;
using namespace offprint::archive;

namespace {

std::vector<Sha256Digest> leaves_of(std::size_t count) {
    std::vector<Sha256Digest> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(sha256(std::string(1, '\0') + std::to_string(i)));
    return out;
}

/// The definition of RFC 9162, 2.1.1, word for word.
Sha256Digest root_by_definition(std::vector<Sha256Digest> const& leaves) {
    if (leaves.empty()) return sha256("");
    if (leaves.size() == 1) return leaves[0];
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    auto const bytes = [](Sha256Digest const& d) { return std::string(d.begin(), d.end()); };
    auto const middle = leaves.begin() + static_cast<std::ptrdiff_t>(k);
    return sha256("\x01" + bytes(root_by_definition({leaves.begin(), middle})) + bytes(root_by_definition({middle, leaves.end()})));
}

}  // namespace

TEST_CASE("the root is that of the definition, at every size") {
    auto const leaves = leaves_of(70);
    Tree tree;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        std::vector<Sha256Digest> const first(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(tree.root() == root_by_definition(first));
        CHECK(root_of(first) == tree.root());
        if (size < leaves.size()) tree.add(leaves[size]);
    }
}

TEST_CASE("a proof leads from its leaf to the root, and no other does") {
    auto const all = leaves_of(40);
    for (std::size_t size = 1; size <= all.size(); ++size) {
        Leaves const leaves(all.data(), size);
        Sha256Digest const root = root_of(leaves);
        for (std::size_t i = 0; i < size; ++i) {
            auto proof = inclusion_proof(leaves, i);
            CHECK(is_included(leaves[i], i, size, proof, root));
            CHECK_FALSE(is_included(leaves[i], i + 1, size, proof, root));
            CHECK_FALSE(is_included(all[(i + 1) % all.size()], i, size, proof, root));
            if (!proof.empty()) {
                proof.back()[0] ^= 1;
                CHECK_FALSE(is_included(leaves[i], i, size, proof, root));
                proof.back()[0] ^= 1;
                proof.pop_back();
                CHECK_FALSE(is_included(leaves[i], i, size, proof, root));
            }
        }
    }
}

TEST_CASE("a log that only grew is consistent, one that was rewritten is not") {
    auto const all = leaves_of(33);
    for (std::size_t size = 1; size <= all.size(); ++size)
        for (std::size_t old = 1; old <= size; ++old) {
            Leaves const leaves(all.data(), size);
            auto const proof = consistency_proof(leaves, old);
            CHECK(is_consistent(old, root_of(leaves.first(old)), size, root_of(leaves), proof));
            auto changed = std::vector<Sha256Digest>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
            changed[old - 1][5] ^= 4;
            CHECK_FALSE(is_consistent(old, root_of(leaves.first(old)), size, root_of(changed), consistency_proof(changed, old)));
        }
}
