// The words of PDF syntax (ISO 32000-1, 7.2 and 7.3), appended to a string. Numbers go through base/number.h.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/length.h"

namespace offprint::pdf {

/// Coordinates on a page are whole hundredths of a point, turned from lengths once and only added and subtracted afterwards, so
/// that errors never add up. Half a hundredth is 1/5 of a dot at 2,540 dpi.
using Centi = std::int64_t;
inline constexpr int kCoordinateDecimals = 2;
inline constexpr Centi kCentiPerPoint = 100;

/// Nearest hundredth of a point, halves away from zero.
constexpr Centi to_centi(Length length) { return scaled(length, kCentiPerPoint, Length::kUnitsPerPoint).raw(); }

void append_coordinate(std::string& out, Centi value);
/// "12 0 R".
void append_reference(std::string& out, std::uint32_t object);
/// "(...)", with what must be escaped escaped: parentheses, backslash, carriage return. All other bytes stand as they are.
void append_literal_string(std::string& out, std::string_view bytes);
/// Two upper case hex digits; four.
void append_hex2(std::string& out, std::uint32_t value);
void append_hex4(std::string& out, std::uint32_t value);
/// A text string (7.9.2.2): as a literal when it is plain ASCII, else UTF-16BE with its mark, in hex.
void append_text_string(std::string& out, std::string_view utf8);
/// UTF-16BE hex digits of a text, without brackets, as CMaps want them.
void append_utf16_hex(std::string& out, std::string_view utf8);

/// Words as one line, for titles: controls and line breaks become blanks, ill-formed bytes U+FFFD.
std::string one_line(std::string_view text);

}  // namespace offprint::pdf
