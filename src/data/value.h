// The author's tree: what a YAML file says, before anybody gives it a meaning. Scalars stay text (types come from the
// reader's tables, never from guessing), and every byte of them knows its place.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace offprint::data {

enum class ValueKind { Null, Scalar, List, Map };

struct MapEntry;

/// One node. `span` covers the node as written (for a block scalar: its text, not the `|`).
struct Value {
    ValueKind kind = ValueKind::Null;
    Span span;
    SourcedText scalar;         // Scalar: the text after unquoting, unfolding, unescaping
    bool quoted = false;        // Scalar: it was written in quotes or as a block scalar
    std::vector<Value> list;    // List
    std::vector<MapEntry> map;  // Map, in the order written; keys are unique

    /// The value under a key, or nullptr. Linear: maps of an article are short.
    Value const* find(std::string_view key) const;
};

struct MapEntry {
    SourcedText key;
    Value value;
};

/// What a YAML text may cost; beyond bytes, depth and nodes reading stops with an error that names the limit.
struct YamlLimits {
    std::size_t bytes = 16u << 20;
    std::size_t depth = 64;
    std::size_t nodes = 1'000'000;
    unsigned threads = 1;  // with 2, a text of `halves_from` bytes or more is read in two halves at once; what comes of it is the same
    std::size_t halves_from = 24u << 10;
};

/// Parses the text of `source`. Refuses invalid UTF-8, NUL, duplicate keys, aliases and anchors, tags, a second document, and what
/// exceeds the limits, each with its place. Gives nothing only when there is no tree to go on with.
std::optional<Value> parse_yaml(Sources const& sources, SourceId source, Diagnostics& diagnostics, YamlLimits const& limits = {});

/// The name among `candidates` that the author most likely meant, or empty (Damerau-Levenshtein, at most a third of the letters).
std::string_view did_you_mean(std::string_view word, std::vector<std::string_view> const& candidates);

}  // namespace offprint::data
