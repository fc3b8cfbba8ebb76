// Running yaml-cpp over a text, in one go or in two halves at once. Only for this room and its tests.
#pragma once
#include "data/yaml_tree.h"

namespace offprint::data {

/// Gives yaml-cpp's events for `text` to the builder. Throws YAML::Exception at a fault, and what the builder throws.
void run_parser(std::string_view text, TreeBuilder& builder);

/// Reads a long text in two halves at once. The second one is read as a list by itself; it counts only if yaml-cpp, reading the first,
/// comes to an item of the root map's list at that very byte: from there on it would do the same. Whatever is out of the ordinary, a fault
/// above all, gives nothing, and the text is read again in one go.
std::optional<Value> parse_in_halves(std::string_view raw, SourceId source, YamlLimits const& limits);

}  // namespace offprint::data
