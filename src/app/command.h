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
enum ExitCode { kDone = 0, kFindings = 1, kInputWrong = 2, kUnavailable = 3, kUnwritable = 4, kBug = 70 };

struct Command {
    std::string_view name;
    /// Adds the command's options; `exit_code` is set when it runs.
    void (*add)(CLI::App& app, int& exit_code);
};

/// Prints the faults of a run to standard error as text or JSON; gives the exit code they mean.
int report(Diagnostics& diagnostics, Sources const& sources, std::string const& format, bool strict);

}  // namespace offprint::app
