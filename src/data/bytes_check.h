// What every text file must be before a parser sees it: well-formed UTF-8 without NUL and other controls, within its size.
#pragma once
#include "base/diagnostic.h"

namespace offprint::data {

/// Checks the bytes of a source and reports the first fault of each kind: E101 (UTF-8), E102 (controls), E103 (size), E116 (a CR
/// without LF). Tabs, LF and CRLF are fine. True when there was none.
bool check_bytes(Sources const& sources, SourceId source, std::size_t limit, Diagnostics& diagnostics);

/// Length of the byte order mark at the start: 3 or 0.
std::size_t bom_length(std::string_view text);

/// Whether the code point is a control that no text may hold (C0 but tab and line ends, DEL). NUL is one.
constexpr bool is_control(unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F; }

}  // namespace offprint::data
