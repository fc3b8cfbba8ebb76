#include "batch/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <initializer_list>

namespace offprint::batch {

Signals::Signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int const number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
    ::sigprocmask(SIG_BLOCK, &set, &before_);
    file_ = ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

Signals::~Signals() {
    take();
    if (file_ >= 0) ::close(file_);
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int Signals::take() {
    int n = 0;
    for (signalfd_siginfo info; ::read(file_, &info, sizeof info) == sizeof info;) ++n;
    return n;
}

}  // namespace offprint::batch
