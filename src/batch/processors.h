// How many workers a machine is good for.
#pragma once
#include <string_view>

namespace offprint::batch {

/// Processors that this process may use: those that it is bound to, and no more than its control group's share of time (cgroup v2, cpu.max). At least 1.
unsigned usable_processors();
/// What `cpu.max` grants, rounded up: "150000 100000" is 2. 0 for no limit, or for what says nothing.
unsigned granted_processors(std::string_view cpu_max);

}  // namespace offprint::batch
