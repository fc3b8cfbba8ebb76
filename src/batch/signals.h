// SIGINT, SIGTERM and SIGHUP, which end a run in order.
#pragma once
#include <signal.h>

namespace offprint::batch {

/// These signals as a file that can be read, for as long as it lives.
class Signals {
public:
    Signals();
    Signals(Signals const&) = delete;
    Signals& operator=(Signals const&) = delete;
    ~Signals();
    int file() const { return file_; }
    /// How many came since the last call.
    int take();

private:
    sigset_t before_;
    int file_ = -1;
};

}  // namespace offprint::batch
