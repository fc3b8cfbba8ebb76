#include <cstdio>
#include <cstdlib>

#include "app/command.h"

namespace offprint::app {

int report(Diagnostics& diagnostics, Sources const& sources, std::string const& format, bool strict) {
    diagnostics.sort();
    std::string const text = format == "json" ? render_json(diagnostics, sources) : render_text(diagnostics, sources);
    std::fwrite(text.data(), 1, text.size(), stderr);
    bool unavailable = false, unwritable = false, ours = false, input = strict && diagnostics.warning_count() > 0;
    for (Diagnostic const& d : diagnostics.items()) {
        if (d.severity != Severity::Error) continue;
        unavailable |= d.fault == FaultClass::DataUnavailable;
        unwritable |= d.fault == FaultClass::OutputUnwritable;
        ours |= d.fault == FaultClass::Program;
        input |= d.fault == FaultClass::Input;
    }
    return ours ? kBug : input ? kInputWrong : unwritable ? kUnwritable : unavailable ? kUnavailable : kDone;
}

int end_with(int exit_code) {
#ifndef OFFPRINT_SANITIZED
    std::fflush(nullptr);
    std::_Exit(exit_code);
#endif
    return exit_code;
}

}  // namespace offprint::app
