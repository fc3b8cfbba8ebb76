// The commands of the program: one file each, one line in commands.cpp.
#pragma once
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace CLI {
class App;
}

namespace offprint::app {

/// Exit codes (design.md, section 3).
enum ExitCode { kDone = 0, kFindings = 1, kInputWrong = 2, kUnavailable = 3, kUnwritable = 4, kInterrupted = 5, kBudgetSpent = 6, kLocked = 7, kBug = 70 };

struct Command {
    std::string_view name;
    /// Adds the command's options; `exit_code` is set when it runs.
    void (*add)(CLI::App& app, int& exit_code);
};

/// Prints the faults of a run to standard error as text or JSON; gives the exit code they mean.
int report(Diagnostics& diagnostics, Sources const& sources, std::string const& format, bool strict);

/// Ends a command whose files are written: says what is still to be said and, in a release build, ends the process at once, since taking
/// apart a long document takes a tenth of its time. Returns with sanitizers, which look for what is left.
int end_with(int exit_code);

}  // namespace offprint::app
