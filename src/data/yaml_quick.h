// A quick reader for the YAML that people mostly write; all else is yaml-cpp's.
#pragma once
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string_view>

namespace offprint::data {

/// Reads a document of block maps and lists, flow collections on one line, one-line scalars and literal blocks, and gives the very
/// events that yaml-cpp gives, at a tenth of its cost. False for anything else, right or wrong: then the events given so far are void.
bool walk_plain_yaml(std::string_view text, YAML::EventHandler& handler);

}  // namespace offprint::data
