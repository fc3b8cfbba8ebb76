// Figures of a run for Prometheus, as the textfile collector of node_exporter reads them.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "batch/progress.h"

namespace offprint::batch {

/// How long rows took.
class Histogram {
public:
    static constexpr std::array<double, 9> kBounds = {0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 10, 60};
    void add(double seconds);
    /// Lines of the exposition format.
    std::string text(std::string const& name, std::string const& labels) const;

private:
    std::array<std::uint64_t, kBounds.size() + 1> counts_{};
    double sum_ = 0;
};

struct Figures {
    std::string job;  // label
    Counts counts;
    Histogram seconds;
    double run_seconds = 0, seconds_left = 0;
    std::uint64_t bytes = 0;
    std::int64_t last_success = 0;  // seconds since 1970; 0: never
    std::int64_t deadline = 0;      // 0: none
    int exit_code = -1;             // -1: it goes on
};

std::string metrics_text(Figures const& figures);
/// The time of the last success in an older file of metrics; 0 if there is none. A run that fails must not lose it.
std::int64_t last_success_in(std::string const& text);

}  // namespace offprint::batch
