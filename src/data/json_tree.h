// JSON (RFC 8259) as the tree that YAML gives too: every value knows its place, numbers stay as they are written.
#pragma once
#include "data/value.h"

namespace offprint::data {

/// What a JSON text may cost.
struct JsonLimits {
    std::size_t bytes = 64u << 20;
    std::size_t depth = 64;
    std::size_t values = 2'000'000;
};

/// Parses the text of `source`. Faults: what `check_bytes` refuses, syntax and duplicate keys (E344), controls made by an escape (E102), too deep (E110), too
/// many values (E111). Nothing when there is one.
std::optional<Value> parse_json(Sources const& sources, SourceId source, Diagnostics& diagnostics, JsonLimits const& limits = {});

/// The value at a pointer (RFC 6901: "", "/a/0/b~1c"); null, reported (E345) at the part of the pointer that finds nothing.
Value const* find_pointer(Value const& root, SourcedText const& pointer, Diagnostics& diagnostics);

}  // namespace offprint::data
