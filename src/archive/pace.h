// How fast an archive is read: others may use the disk too.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>

namespace offprint::archive {

/// Time as it goes by, and waiting; tests have their own.
struct Clock {
    std::function<double()> seconds = [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
    std::function<void(double)> wait = [](double time) { std::this_thread::sleep_for(std::chrono::duration<double>(time)); };
};

/// Holds reading to so many bytes a second, on the whole; 0: as fast as it goes.
class Pace {
public:
    Pace(double bytes_per_second, Clock const& clock) : bytes_per_second_(bytes_per_second), clock_(clock), begun_(clock.seconds()) {}

    /// So many bytes were read: waits until they may have been.
    void took(std::size_t bytes) {
        if (bytes_per_second_ <= 0) return;
        bytes_ += static_cast<double>(bytes);
        double const ahead = begun_ + bytes_ / bytes_per_second_ - clock_.seconds();
        if (ahead > 0) clock_.wait(ahead);
    }

private:
    double bytes_per_second_;
    Clock const& clock_;
    double begun_, bytes_ = 0;
};

}  // namespace offprint::archive
