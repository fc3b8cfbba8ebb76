// All messages of the formula room, so that tone stays one tone. Codes E680 to E683 (docs/diagnostics.md).
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "data/value.h"

namespace offprint::math::messages {

inline void unknown_command(Diagnostics& d, Span at, std::string_view written, std::vector<std::string_view> const& known) {
    std::string_view const name = written.substr(1), meant = data::did_you_mean(name, known);
    d.error("E680", at, fmt::format("formulas have no command '{}'", written),
            !meant.empty() ? fmt::format("did you mean '\\{}'?", meant)
                           : std::string("words stand in \\text{...}; docs/authoring.md, \"formula\", lists the commands"));
}

inline void wrong_structure(Diagnostics& d, Span at, std::string message, std::string hint) { d.error("E681", at, std::move(message), std::move(hint)); }

inline void unknown_character(Diagnostics& d, Span at, std::string_view character, std::string hint) {
    d.error("E682", at, fmt::format("formulas have no character '{}'", character), std::move(hint));
}

inline void too_much(Diagnostics& d, Span at, std::string message) { d.error("E683", at, std::move(message), "make several formulas of it"); }

}  // namespace offprint::math::messages
