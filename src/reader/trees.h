// Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7).
#pragma once
#include <set>

#include "reader/file.h"

namespace offprint::reader {

/// Calls `use(key, value)` for every entry of a tree, leaves from left to right; `list` is "Names" or "Nums". The values are as they stand, references not
/// followed. False for a tree that leads back to itself or has more than `most` nodes: it is left there.
template <class Use>
bool each_tree_entry(File const& file, Object const& root, std::string_view list, std::size_t most, Use const& use) {
    std::vector<Object const*> open{&file.resolve(root)};
    std::set<Object const*> seen;
    while (!open.empty()) {
        Object const* const node = open.back();
        open.pop_back();
        if (!node->is_dictionary()) continue;
        if (!seen.insert(node).second || seen.size() > most) return false;
        Object const& entries = file.at(*node, list);
        for (std::size_t i = 0; i + 1 < entries.items.size(); i += 2) use(file.resolve(entries.items[i]), entries.items[i + 1]);
        Object const& kids = file.at(*node, "Kids");
        for (std::size_t i = kids.items.size(); i-- > 0;) open.push_back(&file.resolve(kids.items[i]));
    }
    return true;
}

}  // namespace offprint::reader
