// The libraries whose output is in the bytes of a file, by name and version as they run: HarfBuzz and ICU.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace offprint::text {

std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace offprint::text
