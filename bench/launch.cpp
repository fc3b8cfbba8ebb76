// launch PROGRAM ARGUMENT...: runs a program once and writes "wall_seconds cpu_seconds peak_kib exit_status" to file descriptor 3.
// A process of its own, since a child's peak memory starts at its parent's: a scripting language would hide what a small
// program needs.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>

extern char** environ;

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    auto const started = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (posix_spawnp(&child, argv[1], nullptr, nullptr, argv + 1, environ) != 0) return 127;
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child) return 2;
    std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - started;
    auto const seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    int const code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return dprintf(3, "%.6f %.6f %ld %d\n", wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss, code) > 0 ? 0 : 2;
}
