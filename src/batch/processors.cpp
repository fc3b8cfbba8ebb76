#include "batch/processors.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <thread>

#include "base/file.h"

namespace offprint::batch {

unsigned granted_processors(std::string_view cpu_max) {
    std::uint64_t quota = 0, period = 0;
    char const* const end = cpu_max.data() + cpu_max.size();
    auto const first = std::from_chars(cpu_max.data(), end, quota);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ' ') return 0;
    auto const second = std::from_chars(first.ptr + 1, end, period);
    if (second.ec != std::errc() || period == 0 || quota == 0) return 0;
    return static_cast<unsigned>(std::min<std::uint64_t>((quota + period - 1) / period, 1u << 16));
}

unsigned usable_processors() {
    cpu_set_t set;
    unsigned const bound = ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<unsigned>(CPU_COUNT(&set)) : std::thread::hardware_concurrency();
    std::string error;
    auto const text = read_file("/sys/fs/cgroup/cpu.max", 4096, error);
    unsigned const granted = text ? granted_processors(*text) : 0;
    return std::max(1u, granted == 0 ? bound : std::min(bound, granted));
}

}  // namespace offprint::batch
