// How long the stages of a render take, for --timings.
#pragma once
#include <chrono>

#include "ops/pipeline.h"

namespace offprint::ops {

/// Measures the stages one after the other.
class StageClock {
public:
    explicit StageClock(std::vector<StageTime>& times) : times_(times), start_(Clock::now()) {}
    void done(std::string stage) {
        Clock::time_point const now = Clock::now();
        times_.push_back({std::move(stage), std::chrono::duration<double, std::milli>(now - start_).count()});
        start_ = now;
    }

private:
    using Clock = std::chrono::steady_clock;
    std::vector<StageTime>& times_;
    Clock::time_point start_;
};

}  // namespace offprint::ops
